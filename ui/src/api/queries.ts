/** What several pages ask for, with one key each. */
import { queryOptions } from '@tanstack/react-query';
import { api, given } from './client';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => given(api.GET('/api/v1/me')),
  staleTime: 5 * 60_000,
});

export const equipmentQuery = queryOptions({
  queryKey: ['equipment'],
  queryFn: () => given(api.GET('/api/v1/equipment')),
  staleTime: 60_000,
});

/** One question and its answer, with its trace. */
export const exchangeQuery = (exchangeId: string) =>
  queryOptions({
    queryKey: ['exchange', exchangeId],
    queryFn: () =>
      given(api.GET('/api/v1/exchanges/{exchange_id}', { params: { path: { exchange_id: exchangeId } } })),
    staleTime: 5 * 60_000, // an answer never changes; whether it may be read does
  });
