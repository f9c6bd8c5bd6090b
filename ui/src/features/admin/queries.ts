import { queryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

export const usersQuery = queryOptions({
  queryKey: ['admin', 'users'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/admin/users', { signal })),
});

export const collectionsQuery = queryOptions({
  queryKey: ['admin', 'collections'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/admin/collections', { signal })),
});

export const membersQuery = (name: string) =>
  queryOptions({
    queryKey: ['admin', 'collections', name, 'members'],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/admin/collections/{name}/members', { params: { path: { name } }, signal })),
  });
