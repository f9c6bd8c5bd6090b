import { Button, Group, SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { IconChartBar, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { saved } from '@/components/files/saved';
import { EmptyState } from '@/components/page/EmptyState';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { date } from '@/i18n/formats';
import { usersQuery } from '../queries';
import { lastDays, PeriodChooser } from './PeriodChooser';
import { usageQuery } from './query';
import { csv, currencies, type Measure } from './totals';
import { UsageTable } from './UsageTable';

const UsageChart = lazy(() => import('./UsageChart'));
const CHART = 280;

/** What was asked and what it cost: a chart and a table with the same numbers. */
export function Usage() {
  const { t } = useTranslation('admin');
  const [by, setBy] = useState<Schemas['UsageBy']>('day');
  const [measure, setMeasure] = useState<Measure>('questions');
  const [period, setPeriod] = useState(lastDays(30));
  const usage = useQuery(usageQuery(by, period));
  const users = useQuery(usersQuery);
  const named = (key: string) => {
    if (by === 'day') return date(key);
    return (by === 'user' && users.data?.find(({ id }) => id === key)?.username) || key;
  };
  const totals = usage.data?.totals;
  const measures: Measure[] = [
    'questions',
    'tokens',
    ...(totals && currencies(totals).length ? ['cost' as const] : []),
  ];
  const shown = measures.includes(measure) ? measure : 'questions';
  const download = () => {
    const columns = ['key', 'name', 'questions', 'currency', 'input_tokens', 'output_tokens', 'cost', 'unpriced_calls'];
    const rows = (totals ?? []).map(({ key, questions, costs }) => [
      ...[key, named(key), questions, costs.currency],
      ...[costs.input_tokens, costs.output_tokens, costs.cost, costs.unpriced],
    ]);
    saved(csv([columns, ...rows]), 'text/csv', `paillasse-usage-${by}-${period.since}-${period.until}.csv`);
  };
  return (
    <Stack>
      <Group justify="space-between" align="end">
        <SegmentedControl
          aria-label={t('usage.by')}
          value={by}
          onChange={(value) => setBy(value as typeof by)}
          data={(['day', 'user', 'collection'] as const).map((value) => ({ value, label: t(`usage.bys.${value}`) }))}
        />
        <PeriodChooser value={period} onChange={setPeriod} />
      </Group>
      {usage.isPending && <Skeleton h={CHART + 160} />}
      {usage.isError && <ErrorPanel error={usage.error} onRetry={() => void usage.refetch()} />}
      {totals?.length === 0 && (
        <EmptyState icon={<IconChartBar />} title={t('usage.none')} text={t('usage.noneText')} />
      )}
      {totals?.length ? (
        <>
          <Group justify="space-between">
            <SegmentedControl
              size="xs"
              aria-label={t('usage.measure')}
              value={shown}
              onChange={(value) => setMeasure(value as Measure)}
              data={measures.map((value) => ({ value, label: t(`usage.measures.${value}`) }))}
            />
            <Button variant="default" size="xs" leftSection={<IconDownload size={16} aria-hidden />} onClick={download}>
              {t('usage.download')}
            </Button>
          </Group>
          <Suspense fallback={<Skeleton h={CHART} />}>
            <UsageChart totals={totals} measure={shown} named={named} height={CHART} />
          </Suspense>
          <UsageTable by={by} totals={totals} named={named} />
        </>
      ) : null}
    </Stack>
  );
}
