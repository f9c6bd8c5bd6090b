import { queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export type Trial = Schemas['RolloutOut'];
export type Mode = Schemas['Mode'];
export type Tested = Schemas['FigureOut'];

export const MODES = ['shadow', 'canary', 'ab'] as const satisfies Mode[];

/** Between two looks at the counts of a trial that runs. */
const AGAIN = 10_000;

/** The trial that runs, or ran last; null where there never was one. */
export const trialQuery = queryOptions({
  queryKey: ['releases', 'trial'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/rollout', { signal })),
  refetchInterval: ({ state: { data } }) => (data && !data.end ? AGAIN : false),
});

/** Version of the release that is tried now. */
export function triedNow(trial: Trial | null | undefined): string | undefined {
  return trial && !trial.end ? trial.candidate.made_of.release : undefined;
}
