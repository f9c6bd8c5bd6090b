import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { rendered } from '@/testing/rendered';
import type { Difference } from '../queries';
import { Figures } from './Figures';

const difference = (more: Partial<Difference>): Difference => ({
  place: 'all',
  figure: 'hit@5',
  n: 40,
  first: 0.9,
  second: 0.85,
  low: -0.1,
  high: 0,
  confidence: 0.95,
  verdict: '',
  ...more,
});

test('figures are read with their interval, and better or worse is said in a word', async () => {
  await rendered(
    <Figures
      first={2}
      second={3}
      differences={[
        difference({}),
        difference({ figure: 'latency_ms', first: 40, second: 80.4, low: 30, high: 51, verdict: 'worse' }),
        difference({ place: 'unanswerable', figure: 'refused_unanswerable', first: 0.5, second: 1, verdict: 'better' }),
        difference({ figure: 'a_new_figure' }),
      ]}
    />,
  );
  const rows = screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((c) => c.textContent),
    );
  expect(rows).toEqual([
    ['Right page among the first 5 (40)', '90%', '85%', '-5%', '-10% to 0%', 'no clear difference'],
    ['Time to answer (40)', '40 ms', '80 ms', '+40 ms', '+30 ms to +51 ms', 'worse'],
    ['Refused as it should be · That no manual answers (40)', '50%', '100%', '+50%', '-10% to 0%', 'better'],
    ['a_new_figure (40)', '90%', '85%', '-5%', '-10% to 0%', 'no clear difference'],
  ]);
});
