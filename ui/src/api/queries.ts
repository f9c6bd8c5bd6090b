/** What several pages ask for, with one key each. */
import { queryOptions } from '@tanstack/react-query';
import { api, given } from './client';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/me', { signal })),
  staleTime: 5 * 60_000,
});

export const equipmentQuery = queryOptions({
  queryKey: ['equipment'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/equipment', { signal })),
  staleTime: 60_000,
});

/** One question and its answer, with its trace. */
export const exchangeQuery = (exchangeId: string) =>
  queryOptions({
    queryKey: ['exchange', exchangeId],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/exchanges/{exchange_id}', { params: { path: { exchange_id: exchangeId } }, signal })),
    staleTime: 5 * 60_000, // an answer never changes; whether it may be read does
  });

/** Milliseconds between two looks at the server: rarely while it answers, often while it does not. */
const CALM = 30_000;
const ANXIOUS = 3_000;

async function reachable(): Promise<boolean> {
  try {
    return (await fetch('/livez', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** Whether the server answers at all. */
export const livenessQuery = queryOptions({
  queryKey: ['livez'],
  queryFn: reachable,
  refetchInterval: ({ state }) => (state.data === false ? ANXIOUS : CALM),
});
