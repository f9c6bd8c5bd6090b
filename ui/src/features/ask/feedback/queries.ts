import { queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export type Feedback = Schemas['FeedbackOut'];

/** What was said of an answer; null while nothing was. */
export const feedbackQuery = (exchangeId: string) =>
  queryOptions({
    queryKey: ['feedback', exchangeId],
    queryFn: ({ signal }) =>
      given(
        api.GET('/api/v1/exchanges/{exchange_id}/feedback', { params: { path: { exchange_id: exchangeId } }, signal }),
      ),
    staleTime: 60_000,
  });
