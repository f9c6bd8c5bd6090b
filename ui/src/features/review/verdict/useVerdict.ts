import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';
import { goldenCasesQuery, type State } from '../queries';

interface Verdict {
  state: State;
  note: string;
  case?: Schemas['ExpectedIn'];
}

/** Decides on feedback as it was read: what its author changed meanwhile has to be read again. */
export function useVerdict(feedback: Schemas['FeedbackOut'], onDone: (reviewed: Schemas['ReviewedOut']) => void) {
  const queries = useQueryClient();
  const { exchange_id, given_at } = feedback;
  return useMutation({
    mutationFn: (verdict: Verdict) =>
      given(
        api.PATCH('/api/v1/feedback/{exchange_id}', {
          params: { path: { exchange_id } },
          body: { given_at, ...verdict },
        }),
      ),
    onSuccess: async (reviewed) => {
      onDone(reviewed);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['feedback-queue'] }),
        queries.invalidateQueries({ queryKey: goldenCasesQuery.queryKey }),
      ]);
    },
  });
}
