import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { named } from './named';
import type { DroppedClaim } from './trace';

/** Sentences that were proposed and failed their check, and how. */
export function Dropped({ dropped }: { dropped: DroppedClaim[] }) {
  const { t } = useTranslation('ask');
  if (!dropped.length) return <Text size="sm">{t('why.droppedNone')}</Text>;
  return (
    <List size="sm">
      {dropped.map(({ claim, verdict }) => (
        <List.Item key={claim}>
          <del>{claim}</del> ({named('verdicts', verdict)})
        </List.Item>
      ))}
    </List>
  );
}
