import { TextInput } from '@mantine/core';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { session } from '@/api/session';
import { rendered } from '@/testing/rendered';
import { SignedOutGuard } from './SignedOutGuard';

const marie = { user_id: '1', username: 'marie', role: 'technician', collections: ['default'], by_key: false } as const;
const tokens = { access_token: 'fresh', refresh_token: '', token_type: 'bearer', expires_in: 900 } as const;

afterEach(() => vi.unstubAllGlobals());

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

/** A page at work, whose session the server then ends; `now` is who signs in afterwards. */
async function interrupted(now: { user_id: string }) {
  session.keep({ ...tokens, expires_in: 1 });
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const { pathname } = new URL(typeof input === 'string' ? input : input.url, location.origin);
    if (pathname.endsWith('/refresh')) return json({ code: 'not_signed_in' }, 401);
    return pathname.endsWith('/me') ? json({ ...marie, ...now }) : json(tokens);
  });
  const reload = vi.fn();
  await rendered(
    <>
      <TextInput label="Question" />
      <SignedOutGuard me={{ ...marie, collections: ['default'] }} reload={reload} />
    </>,
  );
  await userEvent.click(screen.getByLabelText('Question'));
  await userEvent.paste('How do I');
  await act(() => session.refresh('fresh'));
  expect(await screen.findByText('Your session has ended')).toBeVisible();
  return reload;
}

async function signIn() {
  await userEvent.click(screen.getByLabelText(/^Password/));
  await userEvent.paste('four words nobody guesses');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('what was typed stays where the same person signs in again', async () => {
  const reload = await interrupted({ user_id: '1' });
  expect(screen.getByLabelText(/User name/)).toHaveValue('marie');
  await signIn();
  await vi.waitFor(() => expect(screen.queryByText('Your session has ended')).not.toBeInTheDocument());
  expect(screen.getByLabelText('Question')).toHaveValue('How do I');
  expect(reload).not.toHaveBeenCalled();
});

test('nothing of the page is shown to somebody else', async () => {
  const reload = await interrupted({ user_id: '2' });
  await signIn();
  await vi.waitFor(() => expect(reload).toHaveBeenCalled());
  expect(screen.getByText('Your session has ended')).toBeVisible();
});

test('a sign-in in another tab opens this page again', async () => {
  await interrupted({ user_id: '1' });
  act(() => session.keep(tokens));
  await vi.waitFor(() => expect(screen.queryByText('Your session has ended')).not.toBeInTheDocument());
});

test('who signs out leaves the page', async () => {
  session.keep(tokens);
  await rendered(<SignedOutGuard me={{ ...marie, collections: [] }} />);
  act(() => session.forget());
  expect(await screen.findByText('elsewhere')).toBeVisible();
  expect(screen.queryByText('Your session has ended')).not.toBeInTheDocument();
});
