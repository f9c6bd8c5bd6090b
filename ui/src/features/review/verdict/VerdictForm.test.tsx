import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { rendered } from '@/testing/rendered';
import { Refused, served } from '@/testing/served';
import type { Queued } from '../queries';
import { VerdictForm } from './VerdictForm';

afterEach(() => vi.unstubAllGlobals());

const REVIEW = 'PATCH /api/v1/feedback/e1';
const item: Queued = {
  query: 'How often is the lamp replaced?',
  equipment: '',
  outcome: 'answered',
  release: '',
  asked_at: '2026-11-20T10:00:00Z',
  feedback: {
    exchange_id: 'e1',
    user_id: '2',
    thumb: 'down',
    given_at: '2026-11-20T10:01:00.000001Z',
    reason: 'incomplete',
    comment: '',
    corrected_answer: 'Every 2000 hours.',
    state: 'open',
    review: null,
  },
};
const citation = (page: number) =>
  ({ document_id: 'd1', title: 'Lamp manual', page }) as Partial<Schemas['CitationOut']> as Schemas['CitationOut'];

test('what is accepted becomes a golden case of the pages cited and of what the user says is right', async () => {
  const seen = served({ [REVIEW]: { ...item.feedback, state: 'accepted', golden_case: { id: 'e1' } } });
  const done = vi.fn();
  await rendered(<VerdictForm item={item} citations={[citation(27), citation(17), citation(27)]} onDone={done} />);
  expect(screen.getByLabelText(/Pages of Lamp manual/)).toHaveValue('17, 27');
  await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(seen.find(({ method }) => method === 'PATCH')?.body).toEqual({
    given_at: item.feedback.given_at,
    state: 'accepted',
    note: '',
    case: {
      question: item.query,
      answer: 'Every 2000 hours.',
      must_contain: [],
      evidence: [{ document_id: 'd1', pages: [17, 27] }],
    },
  });
});

test('where its author changed it meanwhile, that is said and what was typed stays', async () => {
  served({ [REVIEW]: new Refused(409, { code: 'feedback_changed', status: 409 }) });
  await rendered(<VerdictForm item={item} citations={[]} onDone={vi.fn()} />);
  await userEvent.click(screen.getByLabelText(/^Note/));
  await userEvent.paste('Page 12 says so.');
  await userEvent.click(screen.getByRole('button', { name: 'Reject' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This changed meanwhile');
  await userEvent.click(screen.getByRole('button', { name: 'Read it again' }));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(screen.getByLabelText(/^Note/)).toHaveValue('Page 12 says so.');
});

test('without a page nothing can be accepted, unless no manual answers it', async () => {
  served({ 'GET /api/v1/documents': { documents: [], total: 0 } });
  await rendered(<VerdictForm item={item} citations={[]} onDone={vi.fn()} />);
  expect(screen.getByRole('button', { name: 'Accept' })).toBeDisabled();
  await userEvent.click(screen.getByRole('checkbox', { name: /No manual answers this/ }));
  expect(screen.getByRole('button', { name: 'Accept' })).toBeEnabled();
});
