import { Code, Group, Stack, Text, Title } from '@mantine/core';
import { useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { atLeast } from '@/components/roles';
import { Against } from '../comparison/Against';
import { Beside } from '../comparison/Beside';
import { Aliases } from '../list/Aliases';
import { PromoteButton } from '../promotion/PromoteButton';
import { RollbackButton } from '../promotion/RollbackButton';
import { besides, type Release } from '../queries';
import { TryButton } from '../trial/TryButton';
import { GateResult } from './GateResult';
import { MeasuredWith } from './MeasuredWith';
import { OwnFigures } from './OwnFigures';
import { Said } from './Said';

interface ReleaseDetailProps {
  release: Release;
  releases: Release[];
  /** Version of the one that it is held against, where one is chosen. */
  against: number | undefined;
  onAgainst(version: number): void;
}

/** One release: who put it where and why, what its gates said, and how it does beside another. */
export function ReleaseDetail({ release, releases, against, onAgainst }: ReleaseDetailProps) {
  const { t } = useTranslation('releases');
  const { me } = useRouteContext({ from: '/inside' });
  const other = releases.find(({ version }) => version === against && version !== release.version)?.version;
  const beside = other ?? besides(release, releases);
  const production = release.aliases.includes('production');
  const before = release.said['production.before'];
  return (
    <Stack component="article" aria-label={t('release', { version: release.version })}>
      <Group justify="space-between" align="start">
        <Stack gap={6}>
          <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {t('named', { version: release.version, name: release.name }).trim()}
          </Title>
          <Aliases release={release} />
        </Stack>
        {atLeast(me.role, 'admin') && (
          <Group gap="xs">
            {!production && <TryButton release={release} />}
            {!production && <PromoteButton release={release} />}
            {production && before && <RollbackButton before={before} />}
          </Group>
        )}
      </Group>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t('made')} <Code>{release.config}</Code> {t('index')} <Code>{release.generation}</Code>
      </Text>
      <MeasuredWith version={release.version} />
      <Said release={release} />
      <GateResult version={release.version} />
      {releases.length > 1 && (
        <Against releases={releases} release={release.version} value={beside} onChange={onAgainst} />
      )}
      {beside === undefined ? (
        <OwnFigures version={release.version} />
      ) : (
        <Beside version={release.version} against={beside} />
      )}
    </Stack>
  );
}
