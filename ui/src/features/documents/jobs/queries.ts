import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';
import { finished } from './progress';

/** Milliseconds between two looks while something is under way. */
const LOOK = 3_000;
const PAGE = 30;

export const jobsQuery = infiniteQueryOptions({
  queryKey: ['jobs', 'all'],
  queryFn: ({ pageParam, signal }) =>
    given(api.GET('/api/v1/jobs', { params: { query: { limit: PAGE, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ jobs }) => jobs.some((job) => !finished(job))) ? LOOK : false,
});

/** The latest jobs: enough to say how many of those just sent are under way. */
export const latestJobsQuery = queryOptions({
  queryKey: ['jobs', 'latest'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/jobs', { params: { query: { limit: 100 } }, signal })),
  refetchInterval: ({ state }) => (state.data?.jobs.some((job) => !finished(job)) ? LOOK : false),
});

/** After a job has finished, or a manual was changed: whatever is listed of manuals is out of date. */
export async function forgetManuals(queries: QueryClient): Promise<void> {
  const stale = ['jobs', 'documents', 'document', 'equipment'];
  await Promise.all(stale.map((name) => queries.invalidateQueries({ queryKey: [name] })));
}
