import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { Citation } from '../answer/blocks/blocks';
import type { CitationPanelProps } from '../citations/CitationPanel';
import type { AnyExchange } from './queries';

const HERE = '/inside/conversations/$conversationId';

/**
 * Which page is open beside a conversation. For an answer that is kept it stands in the address, so that it can be
 * sent to somebody; for one that is still being written it cannot, and is moved there when the answer is whole.
 */
export function useOpened(conversationId: string) {
  const { exchange, citation } = useSearch({ from: HERE });
  const [streamed, setStreamed] = useState<number | null>(null);
  const navigate = useNavigate();
  const show = useCallback(
    (exchangeId?: string, number?: number) => {
      setStreamed(null);
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId },
        search: { exchange: exchangeId, citation: number },
        replace: true,
        resetScroll: false,
      });
    },
    [navigate, conversationId],
  );
  return { exchange, citation: streamed === null ? (citation ?? null) : null, streamed, setStreamed, show };
}

type Opened = ReturnType<typeof useOpened>;

/** What to show beside the answers: null for nothing. */
export function panelOf(opened: Opened, exchanges: AnyExchange[], coming: Citation[]): CitationPanelProps | null {
  const { exchange, citation, streamed, setStreamed, show } = opened;
  if (streamed !== null) {
    const onClose = () => setStreamed(null);
    return { citations: coming, number: streamed, onChoose: setStreamed, onClose };
  }
  const answer = exchanges.find(({ id }) => id === exchange);
  if (citation === null || answer?.kind !== 'exchange') return null;
  return {
    citations: answer.response.citations,
    number: citation,
    onChoose: (number) => show(exchange, number),
    onClose: () => show(exchange),
  };
}
