import { Alert, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { moment, number, size } from '@/i18n/formats';
import { FactList } from './FactList';

/** Share of the disk below which somebody has to make room. */
const LOW = 0.1;
const HELD = ['documents', 'superseded', 'needs_review', 'unsearched', 'pages', 'passages'] as const;

/** What there is, what works on it and on what. */
export function Facts({ system }: { system: Schemas['SystemOut'] }) {
  const { t } = useTranslation('admin');
  const { disk, generation, holdings, jobs } = system;
  const low = disk.free / disk.total < LOW;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <FactList
        title={t('system.holdings')}
        facts={HELD.map((name) => [t(`system.${name}`), number(holdings[name])])}
      />
      <FactList
        title={t('system.answering')}
        facts={[
          [t('system.version'), `${system.version} (Python ${system.python})`],
          [t('system.since'), moment(system.started_at)],
          [t('system.release'), generation.release || t('system.noRelease')],
          [t('system.generation'), generation.name],
          [t('system.embedder'), generation.embedder],
          [t('system.languageModels'), generation.language_models.join(', ') || t('system.copied')],
        ]}
      />
      <FactList
        title={t('system.jobs')}
        none={t('system.noJobs')}
        facts={jobs.map(({ state, count, oldest }) => [
          t(`system.jobStates.${state}`),
          `${number(count)}, ${t('system.oldest', { at: moment(oldest) })}`,
        ])}
      />
      <FactList title={t('system.disk')} facts={[]}>
        <Stack gap="xs">
          <Text size="sm">{t('system.diskFree', { free: size(disk.free), total: size(disk.total) })}</Text>
          <Progress
            value={100 - (100 * disk.free) / disk.total}
            color={low ? 'red' : 'bench'}
            aria-label={t('system.disk')}
          />
          {low && (
            <Alert color="red" icon={<IconAlertTriangle />}>
              {t('system.diskLow')}
            </Alert>
          )}
        </Stack>
      </FactList>
    </SimpleGrid>
  );
}
