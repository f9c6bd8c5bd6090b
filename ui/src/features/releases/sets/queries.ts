import { queryOptions } from '@tanstack/react-query';
import { api, given } from '@/api/client';

/** Golden sets as they were when something was measured with them, the newest first. */
export const setsQuery = queryOptions({
  queryKey: ['releases', 'golden-sets'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/golden-cases/versions', { signal })),
});
