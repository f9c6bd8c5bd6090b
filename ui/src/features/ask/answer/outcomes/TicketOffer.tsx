import { Alert, Group, Text } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/copying/CopyButton';
import { share } from '@/i18n/formats';
import type { Exchange } from '../../conversation/queries';
import { ticket } from '../../texts/ticket';

/** That the manuals probably do not settle it, and what to send to somebody who may; a refusal offers that anyway. */
export function TicketOffer({ exchange }: { exchange: Exchange }) {
  const { t } = useTranslation('ask');
  const { escalation, outcome } = exchange.response;
  if (!escalation?.offered || outcome === 'refused') return null;
  return (
    <Alert variant="light" color="yellow" icon={<IconTicket />} className="no-print">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 240px">
          {t('answer.probablyTicket', { share: share(escalation.probability) })}
        </Text>
        <CopyButton variant="default" label={t('answer.ticket')} text={() => ticket(exchange)} icon={IconTicket} />
      </Group>
    </Alert>
  );
}
