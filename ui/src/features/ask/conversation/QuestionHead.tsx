import { Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';

/** What was asked, about which machine, and when. */
export function QuestionHead({ question, equipment, at }: { question: string; equipment: string; at?: string }) {
  const { t } = useTranslation('ask');
  return (
    <div>
      <Title order={2} size="h4" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
        {question}
      </Title>
      <Group gap="xs">
        {equipment && (
          <Text size="sm" fw={600}>
            {t('conversation.askedAbout', { equipment })}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {at ? <time dateTime={at}>{moment(at)}</time> : ' '}
        </Text>
      </Group>
    </div>
  );
}
