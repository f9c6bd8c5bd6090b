import { Button, Center, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouteContext, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/ErrorPanel';
import { Page } from '@/components/Page';
import { atLeast } from '@/components/roles';
import { ConversationMenu } from '@/features/history/ConversationMenu';
import { StreamArticle } from './asking/StreamArticle';
import type { Question } from './asking/stream';
import { useAsking } from './asking/useAsking';
import { Beside } from './citations/Beside';
import { Exchanges } from './conversation/Exchanges';
import { FollowUp } from './conversation/FollowUp';
import { LoadingAnswers } from './conversation/LoadingAnswers';
import { conversationQuery } from './conversation/queries';
import { useFocused } from './conversation/useFocused';

/** Questions that follow one another, the newest at the end, and the box for the next one. */
export default function ConversationPage() {
  const { t } = useTranslation(['ask', 'common']);
  const { me } = useRouteContext({ from: '/inside' });
  const { conversationId } = useParams({ from: '/inside/conversations/$conversationId' });
  const { exchange: chosen, citation } = useSearch({ from: '/inside/conversations/$conversationId' });
  const navigate = useNavigate();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    conversationQuery(conversationId),
  );
  const exchanges = useMemo(() => data?.pages.flatMap((page) => page.exchanges).reverse() ?? [], [data]);
  const [streamed, setStreamed] = useState<number | null>(null);
  const show = useCallback(
    (exchange?: string, number?: number) =>
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId },
        search: { exchange, citation: number },
        replace: true,
        resetScroll: false,
      }),
    [navigate, conversationId],
  );
  const { stream, ask, stop } = useAsking(me.user_id, ({ exchange_id, conversation_id }) => {
    if (conversation_id === conversationId) show(exchange_id, streamed ?? undefined);
    setStreamed(null);
  });
  const begin = useCallback(
    (question: Question) => {
      setStreamed(null);
      show();
      void ask({ ...question, conversation_id: conversationId });
    },
    [ask, show, conversationId],
  );
  const reader = useMemo(() => ({ expert: atLeast(me.role, 'expert'), userId: me.user_id }), [me]);
  useFocused(chosen ?? exchanges.at(-1)?.id, data !== undefined);

  const title = data?.pages[0]?.title ?? '';
  const beside = exchanges.find(({ id }) => id === chosen);
  const cited = beside?.kind === 'exchange' ? beside.response.citations : stream.shown.citations;
  const number = streamed ?? (beside ? citation : undefined) ?? null;
  const open = {
    citations: streamed === null ? cited : stream.shown.citations,
    onChoose: (next: number) => (streamed === null ? show(chosen, next) : setStreamed(next)),
    onClose: () => (streamed === null ? show(chosen) : setStreamed(null)),
  };
  return (
    <Page
      title={title || t('common:loading')}
      wide
      actions={
        data && (
          <>
            <Button component={Link} to="/ask" variant="default" leftSection={<IconPlus size={18} aria-hidden />}>
              {t('conversation.new')}
            </Button>
            <ConversationMenu
              conversation={{ id: conversationId, title }}
              onDeleted={() => navigate({ to: '/history' })}
            />
          </>
        )
      }
    >
      {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!error && !data && <LoadingAnswers />}
      {data && (
        <Beside open={number === null ? null : { ...open, number }}>
          <Stack gap="md">
            {hasNextPage && (
              <Center>
                <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  {t('conversation.earlier')}
                </Button>
              </Center>
            )}
            <Exchanges
              exchanges={exchanges}
              chosen={streamed === null && number !== null ? (chosen ?? null) : null}
              citation={number}
              onChoose={show}
              onAsk={begin}
              reader={reader}
            />
            {!exchanges.some(({ id }) => id === stream.exchangeId) && (
              <StreamArticle stream={stream} chosen={streamed} onChoose={setStreamed} onStop={stop} onAsk={begin} />
            )}
            <FollowUp me={me} last={exchanges.at(-1)} asking={stream.phase === 'asking'} onAsk={begin} />
          </Stack>
        </Beside>
      )}
    </Page>
  );
}
