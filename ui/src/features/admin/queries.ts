import { queryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

export const usersQuery = queryOptions({
  queryKey: ['admin', 'users'],
  queryFn: () => given(api.GET('/api/v1/admin/users')),
});

export const collectionsQuery = queryOptions({
  queryKey: ['admin', 'collections'],
  queryFn: () => given(api.GET('/api/v1/admin/collections')),
});

export const membersQuery = (name: string) =>
  queryOptions({
    queryKey: ['admin', 'collections', name, 'members'],
    queryFn: () => given(api.GET('/api/v1/admin/collections/{name}/members', { params: { path: { name } } })),
  });
