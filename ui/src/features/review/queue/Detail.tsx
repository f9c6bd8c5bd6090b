import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { exchangeQuery } from '@/api/queries';
import { LinkAnchor } from '@/components/page/LinkAnchor';
import { FeedbackGiven } from '@/features/ask/feedback/FeedbackGiven';
import { moment } from '@/i18n/formats';
import type { Queued } from '../queries';
import { VerdictForm } from '../verdict/VerdictForm';
import { ReadAnswer } from './ReadAnswer';

/** The question, what its user says of the answer, the answer, and what an expert makes of it. */
export function Detail({ item, onDone }: { item: Queued; onDone: () => void }) {
  const { t } = useTranslation('review');
  const { exchange_id } = item.feedback;
  const exchange = useQuery(exchangeQuery(exchange_id));
  return (
    <Stack component="article" aria-label={item.query}>
      <div>
        <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
          {item.query}
        </Title>
        <Text size="sm" c="dimmed">
          {[moment(item.asked_at), item.equipment].filter(Boolean).join(' · ')}
          {' · '}
          <LinkAnchor to="/answers/$exchangeId" params={{ exchangeId: exchange_id }} size="sm" underline="always">
            {t('openAnswer')}
          </LinkAnchor>
        </Text>
      </div>
      <Paper withBorder p="md">
        <FeedbackGiven feedback={item.feedback} own={false} />
      </Paper>
      <ReadAnswer exchange={exchange} />
      {exchange.data && (
        <VerdictForm
          item={item}
          citations={exchange.data.kind === 'exchange' ? exchange.data.response.citations : []}
          onDone={onDone}
        />
      )}
    </Stack>
  );
}
