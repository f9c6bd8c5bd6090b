import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

/** Sections that come at once. */
const PART = 50;

/** What changed from one manual to a newer one, section by section. */
export const changesQuery = (old: string, newer: string) =>
  infiniteQueryOptions({
    queryKey: ['document', newer, 'changes', old],
    queryFn: ({ pageParam, signal }) =>
      given(
        api.GET('/api/v1/documents/{document_id}/diff', {
          params: { path: { document_id: old }, query: { with: newer, offset: pageParam, limit: PART } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const seen = all.reduce((sum, { changes }) => sum + changes.length, 0);
      return last.changes.length && seen < last.total ? seen : undefined;
    },
    staleTime: 5 * 60_000,
  });
