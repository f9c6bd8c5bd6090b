import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { served } from '@/testing/served';
import { Keys } from './Keys';

afterEach(() => vi.unstubAllGlobals());

const marie = { user_id: '1', username: 'marie', role: 'expert', collections: ['default'], by_key: false } as const;
const KEYS = '/api/v1/me/keys';

test('a new key is shown once, and may do no more than its maker', async () => {
  const seen = served({ [`GET ${KEYS}`]: [], [`POST ${KEYS}`]: { key: { id: 'k' }, secret: 'plk_secret' } });
  await rendered(<Keys me={{ ...marie, collections: ['default'] }} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Make a key' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('combobox', { name: /Role/ }));
  expect(screen.queryByRole('option', { name: 'Administrator' })).not.toBeInTheDocument();
  await userEvent.click(within(dialog).getByLabelText(/What it is for/));
  await userEvent.paste('LIMS');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make a key' }));
  expect(await screen.findByDisplayValue('plk_secret')).toBeVisible();
  expect(seen.find(({ method }) => method === 'POST')?.body).toEqual({
    name: 'LIMS',
    role: 'technician',
    collections: ['default'],
    days: 90,
  });
  await userEvent.click(screen.getByRole('button', { name: 'I have copied it' }));
  await vi.waitFor(() => expect(screen.queryByDisplayValue('plk_secret')).not.toBeInTheDocument());
});
