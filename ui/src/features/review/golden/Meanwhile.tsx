import { Alert, Button, Text } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Kept } from '../queries';
import { useSays } from './useSays';

/** What somebody else made of a golden case while it was being edited. */
export function Meanwhile({ latest, onTake }: { latest: Kept; onTake(): void }) {
  const { t } = useTranslation('review');
  const { question, answer, facts, places } = useSays(latest.case);
  return (
    <Alert role="alert" color="yellow" icon={<IconRefreshAlert />} title={t('golden.changed.title')}>
      <Text size="sm" mb="xs">
        {t('golden.changed.text')}
      </Text>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {question}
      </Text>
      {[answer, facts, places].filter(Boolean).map((line) => (
        <Text key={line} size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
          {line}
        </Text>
      ))}
      <Button mt="xs" size="xs" variant="default" onClick={onTake}>
        {t('golden.changed.take')}
      </Button>
    </Alert>
  );
}
