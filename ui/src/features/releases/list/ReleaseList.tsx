import { Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';
import type { Release } from '../queries';
import { Aliases } from './Aliases';
import classes from './ReleaseList.module.css';

interface ReleaseListProps {
  releases: Release[];
  chosen: number;
  onChoose(version: number): void;
}

/** Every release, the newest first. */
export function ReleaseList({ releases, chosen, onChoose }: ReleaseListProps) {
  const { t } = useTranslation('releases');
  return (
    <Stack component="nav" gap="xs" aria-label={t('title')}>
      {releases.map((release) => (
        <Paper
          key={release.version}
          component="button"
          type="button"
          withBorder
          p="sm"
          aria-current={release.version === chosen || undefined}
          onClick={() => onChoose(release.version)}
          className={classes.item}
        >
          <Text fw={600} size="sm">
            {t('named', { version: release.version, name: release.name }).trim()}
          </Text>
          <Text size="xs" c="dimmed" mb={6}>
            {moment(release.created_at)}
          </Text>
          <Aliases release={release} />
        </Paper>
      ))}
    </Stack>
  );
}
