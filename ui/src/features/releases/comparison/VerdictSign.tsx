import { Group, Text } from '@mantine/core';
import { IconTrendingDown, IconTrendingUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Better or worse, where the interval says so: by a word and a sign, not by colour alone. */
export function VerdictSign({ verdict }: { verdict: string }) {
  const { t } = useTranslation('releases');
  if (verdict !== 'better' && verdict !== 'worse')
    return (
      <Text span size="sm" c="dimmed">
        {t('verdict.unclear')}
      </Text>
    );
  const Sign = verdict === 'better' ? IconTrendingUp : IconTrendingDown;
  return (
    <Group component="span" gap={4} wrap="nowrap" fw={600}>
      <Sign size={18} aria-hidden />
      {t(`verdict.${verdict}`)}
    </Group>
  );
}
