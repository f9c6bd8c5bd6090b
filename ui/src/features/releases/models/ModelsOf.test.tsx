import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { rendered } from '@/testing/rendered';
import { ModelsOf } from './ModelsOf';
import type { TrainedModel } from './queries';

const model = (more: Partial<TrainedModel> = {}): TrainedModel => ({
  name: 'escalation',
  version: '2026-11-22-aaaa',
  promoted_at: '2026-11-22T03:00:00Z',
  promoted_by: 'ada',
  reason: 'more questions',
  in_production: true,
  taken_back_at: null,
  taken_back_by: '',
  taken_back_reason: '',
  figures: { 'all/rows': 280, 'all/auroc': 0.955, 'all/auroc.low': 0.922, 'all/auroc.high': 0.98, 'all/tickets': 9 },
  ...more,
});

test('what is in production is told with its figures, and what was taken back with why', async () => {
  const back = {
    version: '2026-11-21-bbbb',
    reason: '',
    in_production: false,
    taken_back_at: '2026-11-22T02:00:00Z',
    taken_back_by: 'eve',
    taken_back_reason: 'too many tickets',
  };
  await rendered(<ModelsOf name="escalation" promotions={[model(), model(back)]} mayTakeBack={false} />);
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  expect(rows.map((row) => row.textContent).slice(1)).toEqual([
    'Questions280–',
    'Ranking of tickets before answers (AUROC)0.9550.922 to 0.98',
  ]);
  expect(screen.getByText(/by ada. Why: more questions/)).toBeVisible();
  expect(screen.getByText(/Taken back .* by eve. Why: too many tickets/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Take back' })).not.toBeInTheDocument();
});

test('where none was trained here, what predicts instead is said', async () => {
  await rendered(<ModelsOf name="escalation" promotions={[model({ name: 'reranker' })]} mayTakeBack />);
  expect(screen.getByText(/the one that ships with Paillasse predicts/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Take back' })).not.toBeInTheDocument();
});
