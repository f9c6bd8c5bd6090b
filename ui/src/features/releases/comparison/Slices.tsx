import { Select, Skeleton, Stack, Title } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Difference } from '../queries';
import { Figures } from './Figures';
import { figured, useNames } from './figures';

// The library of charts comes when one is looked at.
const PairChart = lazy(() => import('../PairChart'));

const PREFERRED = ['answer_correctness', 'hit@5', 'hit@1'];
/** Pixels of one slice in the chart, and of its axis. */
const BAR = 44;
const AXIS = 60;

/** One figure on every slice of the questions: a chart, and the same in numbers. */
export function Slices(props: { differences: Difference[]; first: number; second: number }) {
  const { t } = useTranslation('releases');
  const names = useNames();
  const figures = [...new Set(props.differences.map(({ figure }) => figure))];
  const [chosen, setChosen] = useState(() => PREFERRED.find((name) => figures.includes(name)) ?? figures[0] ?? '');
  const slices = props.differences.filter(({ figure }) => figure === chosen).sort((a, b) => b.n - a.n);
  if (!slices.length) return null;
  const height = slices.length * BAR + AXIS;
  return (
    <Stack component="section" gap="sm" aria-label={t('slices')}>
      <Title order={3} size="h4">
        {t('slices')}
      </Title>
      <Select
        label={t('figure')}
        maw={360}
        allowDeselect={false}
        value={chosen}
        data={figures.map((value) => ({ value, label: names.figure(value) }))}
        onChange={(value) => value && setChosen(value)}
      />
      <Suspense fallback={<Skeleton h={height} />}>
        <PairChart
          pairs={slices.map(({ place, first, second }) => ({ label: names.place(place), first, second }))}
          first={t('release', { version: props.first })}
          second={t('release', { version: props.second })}
          height={height}
          told={(value) => figured(chosen, value)}
        />
      </Suspense>
      <Figures differences={slices} first={props.first} second={props.second} sliced />
    </Stack>
  );
}
