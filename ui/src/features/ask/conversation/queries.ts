/** Conversations as they are kept here, and what a new answer changes about them. */
import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';
import { CONVERSATIONS } from '@/features/history/queries';
import type { Question } from '../asking/streaming/stream';
import { feedbackQuery } from '../feedback/queries';

export type Exchange = Schemas['ExchangeOut'];
export type AnyExchange = Exchange | Schemas['WithheldOut'];
type Pages = InfiniteData<Schemas['ExchangesOut'], string | null>;

/** A conversation with its exchanges, the newest first. */
export const conversationQuery = (conversationId: string) =>
  infiniteQueryOptions({
    queryKey: ['conversation', conversationId],
    queryFn: ({ pageParam, signal }) =>
      given(
        api.GET('/api/v1/conversations/{conversation_id}', {
          params: { path: { conversation_id: conversationId }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 5 * 60_000, // what is asked here is added here; another device is rare
  });

/** Shows a new answer in its conversation at once, without asking for it again. */
export function keep(queries: QueryClient, question: Question, answered: Schemas['AskOut'], owner: string): void {
  const exchange = exchangeOf(question, answered, owner);
  const { queryKey } = conversationQuery(answered.conversation_id);
  queries.setQueryData<Pages>(queryKey, (pages) => (pages ? added(pages, exchange) : started(exchange)));
  queries.setQueryData(feedbackQuery(exchange.id).queryKey, null);
  void queries.invalidateQueries({ queryKey: CONVERSATIONS });
}

function exchangeOf(question: Question, { exchange_id, conversation_id, answer }: Schemas['AskOut'], owner: string) {
  return {
    kind: 'exchange',
    id: exchange_id,
    conversation_id,
    owner,
    query: question.question,
    equipment: question.equipment,
    collections: question.collections ?? [],
    created_at: new Date().toISOString(),
    release: '',
    latency_ms: answer.timings_ms.total ?? 0,
    outcome: answer.outcome,
    costs: [],
    response: answer,
  } satisfies Exchange;
}

function added(pages: Pages, exchange: Exchange): Pages {
  const [latest, ...earlier] = pages.pages;
  if (!latest) return started(exchange);
  const page = { ...latest, last_at: exchange.created_at, exchanges: [exchange, ...latest.exchanges] };
  return { ...pages, pages: [page, ...earlier] };
}

function started(exchange: Exchange): Pages {
  const { conversation_id, query, created_at } = exchange;
  const page = {
    id: conversation_id,
    title: query,
    created_at,
    last_at: created_at,
    exchanges: [exchange],
    next: null,
  };
  return { pages: [page], pageParams: [null] };
}
