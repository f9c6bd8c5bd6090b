import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export interface Wanted {
  action: Schemas['Action'] | null;
  /** Id of the user who did it, or whom it was done to. */
  user: string | null;
}

const PAGE = 50;

/** The audit log from its newest entry on, page by page. */
export function auditQuery({ action, user }: Wanted) {
  return infiniteQueryOptions({
    queryKey: ['admin', 'audit', { action, user }],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(pageParam && { before: pageParam }),
        ...(action && { action }),
        ...(user && { user }),
      };
      return given(api.GET('/api/v1/admin/audit', { params: { query } }));
    },
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.number : undefined),
  });
}
