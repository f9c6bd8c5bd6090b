import { List, Text } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DroppedClaim } from './trace';

/** Sentences that were proposed and failed their check, and how. */
export function Dropped({ dropped }: { dropped: DroppedClaim[] }) {
  const { t } = useTranslation('ask');
  if (!dropped.length) return <Text size="sm">{t('why.droppedNone')}</Text>;
  return (
    <List size="sm">
      {dropped.map(({ claim, verdict }) => (
        <List.Item key={claim}>
          <del>{claim}</del> ({inWords(verdict)})
        </List.Item>
      ))}
    </List>
  );
}

/** A verdict that this app does not know yet is told as it is. */
function inWords(verdict: string): string {
  const key = `why.verdicts.${verdict}`;
  return i18next.exists(key, { ns: 'ask' }) ? i18next.t(key as 'why.verdicts.not_entailed', { ns: 'ask' }) : verdict;
}
