import { ApiError } from '@/api/problem';

/** What a release failed at its gates, where that is why it was not promoted: a sentence each. */
export function refusal(error: unknown): string[] | null {
  if (!(error instanceof ApiError && error.code === 'release_refused')) return null;
  return error.problem.detail.split('\n').slice(1); // the first line says that it does not pass
}
