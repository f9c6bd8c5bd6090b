import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

/** One's own conversations, the one with the latest question first. */
export const conversationsQuery = infiniteQueryOptions({
  queryKey: ['conversations'],
  queryFn: ({ pageParam }) =>
    given(api.GET('/api/v1/conversations', { params: { query: { cursor: pageParam, limit: 50 } } })),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});
