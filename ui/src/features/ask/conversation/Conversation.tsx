import { Button, Center, Stack } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { atLeast } from '@/components/roles';
import { StreamArticle } from '../asking/streaming/StreamArticle';
import type { Question } from '../asking/streaming/stream';
import { useAsking } from '../asking/streaming/useAsking';
import { Beside } from '../citations/Beside';
import { Exchanges } from './Exchanges';
import { FollowUp } from './FollowUp';
import type { AnyExchange } from './queries';
import { useFocused } from './useFocused';
import { panelOf, useOpened } from './useOpened';

interface ConversationProps {
  conversation: Schemas['ConversationOut'];
  /** The oldest first. */
  exchanges: AnyExchange[];
  /** Shows those before them; missing where there are none. */
  onEarlier?: () => void;
  me: Schemas['Me'];
}

/** The exchanges of a conversation, what is being answered, and the page that is open beside them. */
export function Conversation({ conversation, exchanges, onEarlier, me }: ConversationProps) {
  const { t } = useTranslation('ask');
  const { id, title } = conversation;
  const opened = useOpened(id);
  const { show, streamed, setStreamed } = opened;
  const { stream, ask, stop } = useAsking(me.user_id, ({ exchange_id }) => show(exchange_id, streamed ?? undefined));
  const begin = useCallback(
    (question: Question) => {
      show();
      void ask({ ...question, conversation_id: id });
    },
    [ask, show, id],
  );
  const reader = useMemo(() => ({ expert: atLeast(me.role, 'expert'), userId: me.user_id }), [me]);
  useFocused(opened.exchange ?? exchanges.at(-1)?.id, exchanges[0]?.id);
  return (
    <Beside open={panelOf(opened, exchanges, stream.shown.citations)}>
      <Stack gap="md">
        {onEarlier && (
          <Center>
            <Button variant="default" onClick={onEarlier}>
              {t('conversation.earlier')}
            </Button>
          </Center>
        )}
        <Exchanges
          exchanges={exchanges}
          title={title}
          chosen={opened.exchange}
          citation={opened.citation}
          onChoose={show}
          onAsk={begin}
          reader={reader}
        />
        {!exchanges.some((exchange) => exchange.id === stream.exchangeId) && (
          <StreamArticle stream={stream} chosen={streamed} onChoose={setStreamed} onStop={stop} onAsk={begin} />
        )}
        <FollowUp
          me={me}
          conversationId={id}
          last={exchanges.at(-1)}
          asking={stream.phase === 'asking'}
          onAsk={begin}
        />
      </Stack>
    </Beside>
  );
}
