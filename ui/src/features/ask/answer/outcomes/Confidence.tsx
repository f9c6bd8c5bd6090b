import { Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { number } from '@/i18n/formats';

/** How sure the service is that this answers the question; that the sentences stand on their pages is certain. */
export function Confidence({ value }: { value: number }) {
  const { t } = useTranslation('ask');
  const word = t(`answer.confidence.${value >= 0.75 ? 'high' : value >= 0.5 ? 'medium' : 'low'}`);
  const percent = number(value, { style: 'percent' });
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm">
        {t('answer.confidence.said')} <strong>{word}</strong> ({percent})
      </Text>
      <Progress
        w={72}
        value={value * 100}
        className="no-print"
        aria-label={t('answer.confidence.label')}
        color="bench"
      />
    </Group>
  );
}
