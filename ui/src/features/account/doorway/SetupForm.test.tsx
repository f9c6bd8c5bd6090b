import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { session } from '@/api/session';
import { rendered } from '@/testing/rendered';
import { Refused, served } from '@/testing/served';
import { SetupForm } from './SetupForm';

afterEach(() => vi.unstubAllGlobals());

const SETUP = 'POST /api/v1/auth/setup';

async function filledIn(password: string) {
  await rendered(<SetupForm token="from-the-terminal" />);
  const fields = [
    [/User name/, 'marie'],
    [/E-mail/, 'marie@example.org'],
    [/^Password/, password],
  ] as const;
  for (const [label, text] of fields) {
    await userEvent.click(screen.getByLabelText(label));
    await userEvent.paste(text);
  }
  return screen.getByRole('button', { name: 'Make the account and sign in' });
}

test('the first administrator is made with the token, and signed in', async () => {
  const tokens = { access_token: 'hers', refresh_token: '', token_type: 'bearer', expires_in: 900 };
  const seen = served({ [SETUP]: tokens });
  session.forget();
  await userEvent.click(await filledIn('four words nobody guesses'));
  await vi.waitFor(() => expect(session.signedIn).toBe(true));
  expect(seen[0]?.body).toEqual({
    token: 'from-the-terminal',
    username: 'marie',
    email: 'marie@example.org',
    password: 'four words nobody guesses',
    in_cookie: true,
  });
});

test('a password that would be refused is not sent', async () => {
  const seen = served({});
  expect(await filledIn('short')).toBeDisabled();
  expect(seen).toEqual([]);
});

test('a token that is not good is said, and what was typed stays', async () => {
  served({ [SETUP]: new Refused(403, { code: 'setup_refused', status: 403 }) });
  await userEvent.click(await filledIn('four words nobody guesses'));
  expect(await screen.findByRole('alert')).toHaveTextContent('This set-up token is not good');
  expect(screen.getByLabelText(/User name/)).toHaveValue('marie');
});
