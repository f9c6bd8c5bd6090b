import { queryOptions } from '@tanstack/react-query';
import { api, doorstep, given } from '@/api/client';

/** How one may sign in here. */
export const optionsQuery = queryOptions({
  queryKey: ['auth-options'],
  queryFn: ({ signal }) => given(doorstep.GET('/api/v1/auth/options', { signal })),
});

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/me/keys', { signal })),
});
