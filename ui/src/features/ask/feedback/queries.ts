import { queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';
import { ApiError } from '@/api/problem';

export type Feedback = Schemas['FeedbackOut'];

/** What was said of an answer; null while nothing was. */
export const feedbackQuery = (exchangeId: string) =>
  queryOptions({
    queryKey: ['feedback', exchangeId],
    queryFn: () =>
      given(
        api.GET('/api/v1/exchanges/{exchange_id}/feedback', { params: { path: { exchange_id: exchangeId } } }),
      ).catch((error: unknown): Feedback | null => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
    staleTime: 60_000,
  });
