import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { served } from '@/testing/served';
import { GoldenCase } from './GoldenCase';

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

test('a file that no manual has any more is named, and nothing is saved without a page', async () => {
  served({ 'GET /api/v1/documents': { documents: [], total: 0 } });
  await rendered(<GoldenCase of={kept} />);
  await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
  expect(await screen.findByText(/étuve.pdf is not among the manuals you read/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
});
