import { Drawer, Paper, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { AnswerView } from '@/features/ask/answer/AnswerView';
import { CitationChoice } from '@/features/ask/citations/CitationChoice';
import { CitationPanel } from '@/features/ask/citations/CitationPanel';
import { WithheldNote } from '@/features/ask/conversation/WithheldNote';

type Exchange = Schemas['ExchangeOut'] | Schemas['WithheldOut'];

/** The answer as its user read it; its pages open over this page, where what was typed stays. */
export function ReadAnswer({ exchange }: { exchange: UseQueryResult<Exchange> }) {
  const { t } = useTranslation(['review', 'common']);
  const [open, setOpen] = useState<number | null>(null);
  const navigate = useNavigate();
  const choice = useMemo(() => ({ chosen: open, choose: setOpen }), [open]);
  if (exchange.isPending) return <Skeleton h={220} />;
  if (exchange.isError) return <ErrorPanel error={exchange.error} onRetry={() => void exchange.refetch()} />;
  if (exchange.data.kind === 'withheld') return <WithheldNote />;
  const { citations } = exchange.data.response;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('answer')}>
      <CitationChoice value={choice}>
        <AnswerView
          exchange={exchange.data}
          onAsk={({ question, equipment }) => void navigate({ to: '/ask', search: { question, equipment } })}
        />
      </CitationChoice>
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size="min(100%, 56rem)"
        title={t('page')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
        styles={{ body: { height: '100%' } }}
      >
        {open !== null && (
          <CitationPanel citations={citations} number={open} onChoose={setOpen} onClose={() => setOpen(null)} />
        )}
      </Drawer>
    </Paper>
  );
}
