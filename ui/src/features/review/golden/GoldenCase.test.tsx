import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { Refused, served } from '@/testing/served';
import { GoldenCase } from './GoldenCase';
import { GoldenCases } from './GoldenCases';

afterEach(() => vi.unstubAllGlobals());

const golden = {
  id: 'e1',
  language: 'fr',
  question: 'Où est le capot ?',
  documents: [{ file: 'étuve.pdf', pages: [3, 4] }],
  must_contain: [['2000 h', '2000 heures']],
  kind: 'feedback',
  answerable: true,
  cross_lingual: false,
  equipment: '',
  needs_filter: false,
  evidence: '',
  answer: 'Devant.',
  warning: '',
} as const;
const kept = {
  case: { ...golden, documents: [{ file: 'étuve.pdf', pages: [3, 4] }], must_contain: [['2000 h', '2000 heures']] },
  collections: ['lab'],
  reviewer: 'eve',
  created_at: '2026-11-21T10:00:00Z',
  version: 'one',
};
const manual = (id: string, current: boolean) => ({
  id,
  current,
  filename: 'étuve.pdf'.normalize('NFD'),
  metadata: { title: 'Étuve' },
});

test('an expert changes what is right; the pages are those of the current manual of that name', async () => {
  const seen = served({
    'GET /api/v1/documents': { documents: [manual('old', false), manual('new', true)], total: 2 },
    'PUT /api/v1/golden-cases/e1': kept,
  });
  await rendered(<GoldenCase of={kept} />);
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
  const answer = await screen.findByLabelText('Right answer');
  expect(screen.getByLabelText(/Pages of Étuve/)).toHaveValue('3, 4');
  await userEvent.clear(answer);
  await userEvent.paste('Derrière.');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(screen.queryByLabelText('Right answer')).not.toBeInTheDocument());
  expect(seen.find(({ method }) => method === 'PUT')?.body).toEqual({
    question: 'Où est le capot ?',
    answer: 'Derrière.',
    must_contain: [['2000 h', '2000 heures']],
    evidence: [{ document_id: 'new', pages: [3, 4] }],
  });
});

test('what somebody else made of it meanwhile is shown, and what was typed stays', async () => {
  const theirs = { ...kept, version: 'two', case: { ...kept.case, answer: 'Dessous.' } };
  const answers: Record<string, unknown> = {
    'GET /api/v1/documents': { documents: [manual('new', true)], total: 1 },
    'GET /api/v1/golden-cases': { cases: [kept], next: null },
    'PUT /api/v1/golden-cases/e1': new Refused(412, { code: 'case_changed', status: 412, title: '', detail: '' }),
  };
  const seen = served(answers);
  await rendered(<GoldenCases />);
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const answer = await screen.findByLabelText('Right answer');
  await userEvent.clear(answer);
  await userEvent.paste('Derrière.');
  answers['GET /api/v1/golden-cases'] = { cases: [theirs], next: null };
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Dessous.')).toBeVisible();
  expect(answer).toHaveValue('Derrière.');
  answers['PUT /api/v1/golden-cases/e1'] = theirs;
  await userEvent.click(screen.getByRole('button', { name: 'Save mine instead' }));
  await vi.waitFor(() => expect(answer).not.toBeInTheDocument());
  const sent = seen.filter(({ method }) => method === 'PUT').map(({ match }) => match);
  expect(sent).toEqual(['"one"', '"two"']);
});

test('a file that no manual has any more is named, and nothing is saved without a page', async () => {
  served({ 'GET /api/v1/documents': { documents: [], total: 0 } });
  await rendered(<GoldenCase of={kept} />);
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
  expect(await screen.findByText(/étuve.pdf is not among the manuals you read/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
});
