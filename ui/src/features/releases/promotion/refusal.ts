import { ApiError } from '@/api/problem';

/** What a release failed at its gates, where that is why it was not promoted: a sentence each. */
export function refusal(error: unknown): string[] | null {
  if (!(error instanceof ApiError && error.code === 'release_refused')) return null;
  const failures = error.problem.detail.split('\n').slice(1); // the first line says that it does not pass
  return failures.length ? failures : null; // refused for something else, which no reason overrides
}
