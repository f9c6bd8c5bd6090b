import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export type Queued = Schemas['QueuedOut'];
export type Kept = Schemas['GoldenCaseOut'];
export type State = Schemas['FeedbackState'];

/** What was said of answers, the oldest first. */
export const queueQuery = (state: State) =>
  infiniteQueryOptions({
    queryKey: ['feedback-queue', state],
    queryFn: ({ pageParam, signal }) =>
      given(api.GET('/api/v1/feedback', { params: { query: { state, cursor: pageParam, limit: 30 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const goldenCasesQuery = infiniteQueryOptions({
  queryKey: ['golden-cases'],
  queryFn: ({ pageParam, signal }) =>
    given(api.GET('/api/v1/golden-cases', { params: { query: { cursor: pageParam, limit: 50 } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});
