import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../asking/streaming/stream';
import type { Exchange } from '../../conversation/queries';

interface CandidatesProps {
  exchange: Exchange;
  onAsk(question: Question): void;
}

/** The machines that the question might be about, or might as well: one of them is chosen, and it is asked again. */
export function Candidates({ exchange, onAsk }: CandidatesProps) {
  const { t } = useTranslation('ask');
  const { candidates, claims, reason, outcome } = exchange.response;
  const answered = claims.length > 0;
  const again = (documentId: string, equipment: string) =>
    onAsk({
      question: exchange.query,
      equipment,
      conversation_id: exchange.conversation_id,
      document_ids: equipment ? null : [documentId],
    });
  return (
    <Stack gap="xs" className={answered ? 'no-print' : undefined}>
      <Title order={3} size="h5">
        {outcome === 'ambiguous_equipment' && reason ? reason : t(answered ? 'answer.another' : 'answer.which')}
      </Title>
      <Group gap="xs" className="no-print">
        {candidates.map(({ document_id, title, equipment }) => {
          const name = equipment[0] ?? '';
          return (
            <Button
              key={document_id}
              variant="default"
              h="auto"
              py={8}
              aria-label={t('answer.choose', { equipment: name || title })}
              onClick={() => again(document_id, name)}
            >
              <Stack gap={0} align="start">
                <Text fw={600}>{name || title}</Text>
                {name && (
                  <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal', textAlign: 'left' }}>
                    {title}
                  </Text>
                )}
              </Stack>
            </Button>
          );
        })}
      </Group>
    </Stack>
  );
}
