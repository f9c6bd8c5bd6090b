import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { Refused, served } from '@/testing/served';
import { release } from '../samples.testing';
import { PromoteDialog } from './PromoteDialog';

afterEach(() => vi.unstubAllGlobals());

const PROMOTE = 'POST /api/v1/releases/promotions';

test('one that passes its gates is promoted with the reason that is given', async () => {
  const seen = served({ [PROMOTE]: release({ version: 2, aliases: ['production'] }) });
  const done = vi.fn();
  await rendered(<PromoteDialog release={release({ version: 2 })} onClose={done} />);
  await userEvent.click(screen.getByLabelText('Why'));
  await userEvent.paste('finds the steps');
  await userEvent.click(screen.getByRole('button', { name: 'Promote' }));
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(seen[0]?.body).toEqual({ release: '2', alias: 'production', reason: 'finds the steps', override: '' });
});

test('one that does not is promoted for a reason alone, and what failed is told', async () => {
  const detail = 'Release 2 does not pass its gates.\nhit@5 on fr fell from 0.9 to 0.5\na (injection) does not pass';
  const answers = { [PROMOTE]: new Refused(409, { code: 'release_refused', status: 409, detail }) as unknown };
  const seen = served(answers);
  const done = vi.fn();
  await rendered(<PromoteDialog release={release({ version: 2 })} onClose={done} />);
  await userEvent.click(screen.getByRole('button', { name: 'Promote' }));
  expect(await screen.findByText('hit@5 on fr fell from 0.9 to 0.5')).toBeVisible();
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
  const anyway = screen.getByRole('button', { name: 'Promote all the same' });
  expect(anyway).toBeDisabled();
  answers[PROMOTE] = release({ version: 2 });
  await userEvent.click(screen.getByLabelText(/because/));
  await userEvent.paste('an outage');
  await userEvent.click(anyway);
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(seen.at(1)?.body).toMatchObject({ override: 'an outage' });
});
