import { Alert, Stack, Text } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** How much changed, and whom it concerns: answers that people keep and that cite what was. */
export function Summary({ comparison }: { comparison: Schemas['ComparisonOut'] }) {
  const { t } = useTranslation('documents');
  const { total, unchanged, affected_answers: affected } = comparison;
  return (
    <Stack gap="sm">
      <Text>
        {t('changes.total', { count: total })} {t('changes.unchanged', { count: unchanged })}
      </Text>
      {affected > 0 && (
        <Alert color="orange" icon={<IconMessageQuestion />}>
          {t('changes.affected', { count: affected })}
        </Alert>
      )}
    </Stack>
  );
}
