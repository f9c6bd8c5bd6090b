import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { share } from '@/i18n/formats';

/** How far both gave the same answers to the same questions. */
export function Likeness({ of: { questions, same_outcome, same_pages } }: { of: Schemas['LikenessOut'] }) {
  const { t } = useTranslation('releases');
  if (same_outcome === null || same_pages === null) return <Text size="sm">{t('trial.likeness.none')}</Text>;
  return (
    <Text size="sm">
      {t('trial.likeness.text', { count: questions, outcome: share(same_outcome), pages: share(same_pages) })}
    </Text>
  );
}
