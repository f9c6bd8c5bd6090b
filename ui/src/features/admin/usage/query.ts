import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

/** Days as `2026-11-21`, both included. */
export interface Period {
  since: string;
  until: string;
}

const DAY = 86_400_000;

/** Days are those of UTC, as the service counts them. */
export function usageQuery(by: Schemas['UsageBy'], { since, until }: Period) {
  const end = new Date(Date.parse(until) + DAY).toISOString();
  const query = { by, since: `${since}T00:00:00Z`, until: end };
  return queryOptions({
    queryKey: ['admin', 'usage', query],
    queryFn: ({ signal }) => given(api.GET('/api/v1/admin/usage', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
