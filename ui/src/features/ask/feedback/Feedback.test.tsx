import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { session } from '@/api/session';
import { rendered } from '@/testing/rendered';
import { Feedback } from './Feedback';

const GIVEN = {
  exchange_id: 'e',
  user_id: 'marie',
  thumb: 'down',
  given_at: '2026-11-21T20:00:00Z',
  reason: 'incomplete',
  comment: 'A step is missing.',
  corrected_answer: '',
  state: 'rejected',
  review: { reviewer: 'boss', at: '2026-11-21T21:00:00Z', note: 'It is on page 12.' },
};

afterEach(() => vi.unstubAllGlobals());

/** A service that has this feedback, and keeps what is sent to it. */
function service(given: object | null) {
  session.keep({ access_token: 'token', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'PUT') return Response.json(given);
    const said = (await request.json()) as object;
    sent.push(said);
    return Response.json({ ...GIVEN, state: 'open', review: null, ...said });
  });
  return sent;
}

test('who was answered says what is wrong, and sees it', async () => {
  const sent = service(null);
  await rendered(<Feedback exchangeId="e" own />);
  await userEvent.click(await screen.findByRole('button', { name: 'No, something is wrong' }));
  await userEvent.click(screen.getByRole('radio', { name: 'Something is missing' }));
  fireEvent.change(screen.getByLabelText('Comment'), { target: { value: 'No step 3.' } });
  fireEvent.change(screen.getByLabelText('What the answer should have been'), { target: { value: 'Three steps.' } });
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('No, something is wrong · Something is missing')).toBeVisible();
  expect(sent).toEqual([
    { thumb: 'down', reason: 'incomplete', comment: 'No step 3.', corrected_answer: 'Three steps.' },
  ]);
});

test('praise takes one word at most, and no reason', async () => {
  const sent = service(null);
  await rendered(<Feedback exchangeId="e" own />);
  await userEvent.click(await screen.findByRole('button', { name: 'Yes, this is right' }));
  expect(screen.queryByRole('radio')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Yes, this is right')).toBeVisible();
  expect(sent).toEqual([{ thumb: 'up', reason: null, comment: '', corrected_answer: '' }]);
});

test('what was given is shown with what the expert made of it, and can be changed', async () => {
  service(GIVEN);
  await rendered(<Feedback exchangeId="e" own />);
  expect(await screen.findByText('It is on page 12.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Change' }));
  expect(screen.getByLabelText('Comment')).toHaveValue('A step is missing.');
  expect(screen.getByRole('radio', { name: 'Something is missing' })).toBeChecked();
});

test('a reviewer reads it and gives none', async () => {
  service(GIVEN);
  await rendered(<Feedback exchangeId="e" own={false} />);
  expect(await screen.findByText('What the user said')).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});
