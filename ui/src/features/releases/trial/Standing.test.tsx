import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { Refused, served } from '@/testing/served';
import { release, trial } from '../samples.testing';
import { Standing } from './Standing';
import { StartDialog } from './StartDialog';

afterEach(() => vi.unstubAllGlobals());

const figure = (name: string, more = {}) => ({
  figure: name,
  control: 0.1,
  candidate: 0.3,
  low: null,
  high: null,
  verdict: 'not enough data' as const,
  ...more,
});

test('an A/B test tells what was counted and only what is beyond doubt', async () => {
  const longer = { control: Math.log(100), candidate: Math.log(150), low: Math.log(1.2), high: Math.log(2) };
  const figures = [figure('refusals'), figure('log latency', { ...longer, verdict: 'worse' })];
  await rendered(<Standing trial={trial({ mode: 'ab', figures })} mayStop={false} />);
  const [, refusals, time] = within(screen.getByRole('region', { name: /can be said/ })).getAllByRole('row');
  expect(refusals).toHaveTextContent('Refusals10%30%–not enough data');
  expect(time).toHaveTextContent('Time to answer100 ms150 ms+20% to +100%worse');
  expect(screen.queryByRole('button', { name: 'End the trial' })).not.toBeInTheDocument();
});

test('a canary that was taken back says so, and what for', async () => {
  const end = { at: '2026-11-22T04:00:00Z', how: 'rolled_back' as const, reason: 'errors: 3 of 6' };
  await rendered(<Standing trial={trial({ mode: 'canary', end })} mayStop />);
  expect(screen.getByText(/taken back by itself.* errors: 3 of 6/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'End the trial' })).not.toBeInTheDocument();
});

test('one that does not pass its gates is shown to users for a reason alone, and unseen without', async () => {
  const detail = 'Release 2 does not pass its gates.\nhit@5 fell';
  const answers = {
    'POST /api/v1/rollout': new Refused(409, { code: 'release_refused', status: 409, detail }) as unknown,
  };
  const seen = served(answers);
  const done = vi.fn();
  await rendered(<StartDialog release={release({ version: 2 })} onClose={done} />);
  await userEvent.click(screen.getByRole('radio', { name: 'Canary' }));
  await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
  expect(await screen.findByText('hit@5 fell')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Begin all the same' })).toBeDisabled();
  await userEvent.click(screen.getByRole('radio', { name: 'Shadow' }));
  answers['POST /api/v1/rollout'] = trial();
  await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  const sent = seen.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(sent).toMatchObject([
    { mode: 'canary', share: 0.1, override: '' },
    { mode: 'shadow', share: 1, override: '' },
  ]);
});
