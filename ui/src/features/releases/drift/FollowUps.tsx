import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DriftReport } from './queries';

/** What a drift called for, and how far that is. */
export function FollowUps({ report }: { report: DriftReport }) {
  const { t } = useTranslation('releases');
  const called = (['evaluation', 'retraining'] as const).filter((name) => report[name].state !== 'none');
  if (!called.length) return null;
  return (
    <List size="sm" listStyleType="none" spacing={4} style={{ overflowWrap: 'anywhere' }}>
      {called.map((name) => (
        <List.Item key={name}>
          {t(`drift.${name}`)}: {t(`drift.progress.${report[name].state as 'due'}`)}
          {report[name].said && ` (${report[name].said})`}
        </List.Item>
      ))}
    </List>
  );
}
