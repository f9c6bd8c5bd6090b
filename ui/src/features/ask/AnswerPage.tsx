import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useRouteContext, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { exchangeQuery } from '@/api/queries';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { LinkAnchor } from '@/components/page/LinkAnchor';
import { Page } from '@/components/page/Page';
import { atLeast } from '@/components/roles';
import type { Question } from './asking/streaming/stream';
import { Beside } from './citations/Beside';
import { Exchanges } from './conversation/Exchanges';
import { LoadingAnswers } from './conversation/LoadingAnswers';

/** One answer alone: for who asked, and for an expert who reviews it. */
export default function AnswerPage() {
  const { t } = useTranslation('ask');
  const { me } = useRouteContext({ from: '/inside' });
  const { exchangeId } = useParams({ from: '/inside/answers/$exchangeId' });
  const { citation } = useSearch({ from: '/inside/answers/$exchangeId' });
  const navigate = useNavigate();
  const { data: exchange, error, refetch } = useQuery(exchangeQuery(exchangeId));
  const show = useCallback(
    (number?: number) =>
      void navigate({
        to: '/answers/$exchangeId',
        params: { exchangeId },
        search: { citation: number },
        replace: true,
        resetScroll: false,
      }),
    [navigate, exchangeId],
  );
  const choose = useCallback((_: string, number: number) => show(number), [show]);
  const ask = useCallback(
    ({ question, equipment }: Question) => void navigate({ to: '/ask', search: { question, equipment } }),
    [navigate],
  );
  const reader = useMemo(() => ({ expert: atLeast(me.role, 'expert'), userId: me.user_id }), [me]);
  const citations = exchange?.kind === 'exchange' ? exchange.response.citations : [];
  const open = { citations, onChoose: show, onClose: () => show() };
  return (
    <Page
      title={t('answer.label')}
      wide
      actions={
        exchange?.kind === 'exchange' &&
        exchange.owner === me.user_id && (
          <LinkAnchor
            className="no-print"
            to="/conversations/$conversationId"
            params={{ conversationId: exchange.conversation_id }}
            search={{ exchange: exchangeId }}
          >
            {t('conversation.whole')}
          </LinkAnchor>
        )
      }
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!exchange && !error && <LoadingAnswers />}
      {exchange && (
        <Beside open={citation ? { ...open, number: citation } : null}>
          <Exchanges
            exchanges={[exchange]}
            chosen={exchangeId}
            citation={citation ?? null}
            onChoose={choose}
            onAsk={ask}
            reader={reader}
          />
        </Beside>
      )}
    </Page>
  );
}
