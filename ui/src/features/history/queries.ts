import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, given } from '@/api/client';

/** Begins the key of every list of conversations. */
export const CONVERSATIONS = ['conversations'];

/** One's own conversations that hold these words, the one with the latest question first. */
export const conversationsQuery = (q = '') =>
  infiniteQueryOptions({
    queryKey: [...CONVERSATIONS, q],
    queryFn: ({ pageParam, signal }) =>
      given(api.GET('/api/v1/conversations', { params: { query: { cursor: pageParam, limit: 50, q } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
