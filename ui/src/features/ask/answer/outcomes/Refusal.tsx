import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { IconSearchOff, IconTicket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/copying/CopyButton';
import { LinkAnchor } from '@/components/page/LinkAnchor';
import type { Exchange } from '../../conversation/queries';
import { placeOf } from '../../texts/lines';
import { ticket } from '../../texts/ticket';

/** That the manuals do not say it, where to look all the same, and what to send to somebody who may know. */
export function Refusal({ exchange }: { exchange: Exchange }) {
  const { t } = useTranslation('ask');
  const { reason, nearest } = exchange.response;
  return (
    <Stack gap="md">
      <Alert color="gray" icon={<IconSearchOff />} title={t('answer.refused')}>
        {reason}
      </Alert>
      {nearest.length > 0 && (
        <Stack gap="xs">
          <Title order={3} size="h5">
            {t('answer.nearest')}
          </Title>
          {nearest.map((passage) => (
            <Stack key={`${passage.document_id}-${passage.page}-${passage.heading}-${passage.text}`} gap={2}>
              <Text size="sm" fw={600}>
                {[`${passage.title}, ${placeOf(passage)}`, passage.heading].filter(Boolean).join(' · ')}
              </Text>
              <Text size="sm" lineClamp={4} style={{ overflowWrap: 'anywhere' }}>
                {passage.text}
              </Text>
              <LinkAnchor
                to="/documents/$documentId/read"
                params={{ documentId: passage.document_id }}
                search={{ page: passage.page }}
                size="sm"
                className="no-print"
              >
                {t('answer.openPage', { label: passage.label || String(passage.page) })}
              </LinkAnchor>
            </Stack>
          ))}
        </Stack>
      )}
      <Group gap="sm" className="no-print">
        <CopyButton variant="default" label={t('answer.ticket')} text={() => ticket(exchange)} icon={IconTicket} />
        <Text size="sm" c="dimmed">
          {t('answer.ticketHelp')}
        </Text>
      </Group>
    </Stack>
  );
}
