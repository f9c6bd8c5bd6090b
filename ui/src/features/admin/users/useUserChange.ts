import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';
import { usersQuery } from '../queries';

/** Changes the role or the standing of a user, then `onDone`. */
export function useUserChange(user: Schemas['UserOut'], onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['UserChange']) =>
      given(api.PATCH('/api/v1/admin/users/{user_id}', { params: { path: { user_id: user.id } }, body })),
    onSuccess: async () => {
      await queries.invalidateQueries(usersQuery);
      onDone();
    },
  });
}
