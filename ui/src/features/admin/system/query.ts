import { queryOptions } from '@tanstack/react-query';
import { api, doorstep, given } from '@/api/client';
import { unreachable } from '@/api/problem';

/** What it takes to answer, and whether it is there; a service that is not ready says so with a 503. */
export const readinessQuery = queryOptions({
  queryKey: ['admin', 'ready'],
  queryFn: async ({ signal }) => {
    const { data, error } = await doorstep.GET('/readyz', { signal });
    const told = data ?? error;
    if (!told || !('parts' in told)) throw unreachable();
    return told;
  },
  refetchInterval: 15_000,
});

export const systemQuery = queryOptions({
  queryKey: ['admin', 'system'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/admin/system', { signal })),
  refetchInterval: 15_000,
});
