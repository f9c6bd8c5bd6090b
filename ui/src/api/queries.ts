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
