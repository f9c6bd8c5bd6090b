import { Button, Stack } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/page/EmptyState';
import type { Machine } from '../limits/machines';

interface SamplesProps {
  machines: Machine[];
  onPick(question: string, equipment: string): void;
}

/** What to ask, with the machines that the user has manuals of: shown until there is a history. */
export function Samples({ machines, onPick }: SamplesProps) {
  const { t } = useTranslation('ask');
  const asked = ['start', 'clean', 'fault'] as const;
  return (
    <EmptyState icon={<IconFlask size={28} />} title={t('samples.title')} text={t('samples.text')}>
      <Stack gap="xs" align="stretch">
        {machines.slice(0, asked.length).map(({ name: equipment }, index) => {
          const question = t(`samples.${asked[index] ?? 'start'}`, { equipment });
          return (
            <Button
              key={equipment}
              variant="default"
              h="auto"
              py={8}
              styles={{ label: { whiteSpace: 'normal' } }}
              onClick={() => onPick(question, equipment)}
            >
              {question}
            </Button>
          );
        })}
      </Stack>
    </EmptyState>
  );
}
