import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { rendered } from '@/testing/rendered';
import type { DriftReport, Feature } from './queries';
import { Report } from './Report';

const feature = (more: Partial<Feature>): Feature => ({
  name: 'refused',
  kind: 'share',
  reference: 0.1,
  current: 0.12,
  distance: 0.02,
  least_distance: 0.05,
  p_value: 0.6,
  level: 0.01,
  drifted: false,
  severity: 0.4,
  parts: [],
  ...more,
});

const report = (more: Partial<DriftReport>): DriftReport => ({
  id: 'd1',
  checked_at: '2026-11-21T20:00:00Z',
  release: 'release 3',
  state: 'stable',
  said: '',
  share: 0,
  reference: null,
  current: null,
  features: [],
  evaluation: { state: 'none', said: '', run_id: '' },
  retraining: { state: 'none', said: '', run_id: '' },
  ...more,
});

test('what moved most comes first, and what it called for is told', async () => {
  const language = feature({ name: 'language', kind: 'category', reference: null, current: null, severity: 6 });
  await rendered(
    <Report
      report={report({
        state: 'drifted',
        features: [feature({}), { ...language, drifted: true, distance: 0.3 }],
        evaluation: { state: 'due', said: '', run_id: '' },
      })}
    />,
  );
  expect(screen.getByText('It has drifted')).toBeVisible();
  const [, first, second] = screen.getAllByRole('row');
  expect(
    within(first as HTMLElement)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['Language of questions', '–', '–', '30% (matters from 5%)', 'drifted']);
  expect(second).toHaveTextContent('Refusals10%12%2% (matters from 5%)as it was');
  expect(screen.getByText('Measured again: due')).toBeVisible();
});

test('where nothing was compared, that is said and no table is shown', async () => {
  await rendered(<Report report={report({ state: 'too_few' })} />);
  expect(screen.getByText('Too few questions were asked lately to tell anything.')).toBeVisible();
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
});
