import { Select, Skeleton, Stack, Table } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName, number } from '@/i18n/formats';
import { featureName } from './features';
import type { Feature } from './queries';

const PairChart = lazy(() => import('../PairChart'));
/** Pixels of one value in the chart, and of its axis. */
const BAR = 40;
const AXIS = 60;

const told = (value: number) => number(value, { style: 'percent', maximumFractionDigits: 1 });

/** How the values of one feature were spread, and are. */
export function Parts({ features }: { features: Feature[] }) {
  const { t } = useTranslation('releases');
  const drawn = features.filter(({ parts }) => parts.length > 0);
  const [name, setName] = useState(() => (drawn.find(({ drifted }) => drifted) ?? drawn[0])?.name);
  const feature = drawn.find((each) => each.name === name);
  if (!feature) return null;
  const pairs = feature.parts.map(({ label, reference, current }) => ({
    label: feature.name === 'language' ? languageName(label) : label,
    first: reference,
    second: current,
  }));
  const height = pairs.length * BAR + AXIS;
  return (
    <Stack component="section" gap="sm" aria-label={t('drift.spread')}>
      <Select
        label={t('drift.spread')}
        maw={360}
        allowDeselect={false}
        value={feature.name}
        data={drawn.map((each) => ({ value: each.name, label: featureName(t, each) }))}
        onChange={(value) => value && setName(value)}
      />
      <Suspense fallback={<Skeleton h={height} />}>
        <PairChart pairs={pairs} first={t('drift.before')} second={t('drift.now')} height={height} told={told} />
      </Suspense>
      <Table verticalSpacing={4} tabularNums maw={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{featureName(t, feature)}</Table.Th>
            <Table.Th ta="end">{t('drift.before')}</Table.Th>
            <Table.Th ta="end">{t('drift.now')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pairs.map(({ label, first, second }) => (
            <Table.Tr key={label}>
              <Table.Td>{label}</Table.Td>
              <Table.Td ta="end">{told(first)}</Table.Td>
              <Table.Td ta="end">{told(second)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
