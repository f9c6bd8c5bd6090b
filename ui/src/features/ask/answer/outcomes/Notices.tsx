import { Alert, List, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** What the reader should know about the answer: pages that could not be read, a part of the service missing. */
export function Notices({ answer }: { answer: Schemas['AnswerOut'] }) {
  const { t } = useTranslation('ask');
  const degraded = answer.outcome === 'degraded';
  if (!degraded && !answer.notices.length) return null;
  return (
    <Alert
      role="note"
      color={degraded ? 'orange' : 'blue'}
      icon={<IconInfoCircle />}
      title={t(degraded ? 'answer.degraded.title' : 'answer.notices')}
    >
      {degraded && <Text size="sm">{t('answer.degraded.text')}</Text>}
      {answer.notices.length > 0 && (
        <List size="sm">
          {answer.notices.map((notice) => (
            <List.Item key={notice}>{notice}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
