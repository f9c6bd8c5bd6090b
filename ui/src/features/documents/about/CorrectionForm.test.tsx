import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { session } from '@/api/session';
import { rendered } from '@/testing/rendered';
import type { Manual } from '../queries';
import { CorrectionForm } from './CorrectionForm';

afterEach(() => vi.unstubAllGlobals());

const MANUAL: Manual = {
  id: 'd',
  filename: 'r416.pdf',
  collection: 'default',
  metadata: {
    title: 'Notice R416',
    manufacturer: 'Cyclane',
    equipment: ['R416'],
    kind: 'user_manual',
    language: 'fr',
    languages: ['fr'],
    revision: 'B',
    effective_date: null,
    confidence: {},
  },
  page_count: 24,
  chunk_count: 180,
  status: 'ready',
  sha256: '',
  ingested_at: '2026-11-21T10:00:00Z',
  current: true,
  supersedes: null,
};
const LATEST: Manual = { ...MANUAL, metadata: { ...MANUAL.metadata, revision: 'C' } };

/** A service on which somebody else has set the revision to C. */
function changedMeanwhile() {
  const patches: { match: string | null; body: unknown }[] = [];
  const answer = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ETag: '"2"' } });
  session.keep({ access_token: 'token', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'PATCH') return answer(LATEST);
    const match = request.headers.get('If-Match');
    patches.push({ match, body: await request.json() });
    return match === '"2"' ? answer(LATEST) : answer({ code: 'document_changed', status: 412, title: '' }, 412);
  });
  return patches;
}

test('what somebody else changed meanwhile is shown, and not overwritten', async () => {
  const patches = changedMeanwhile();
  const onClose = vi.fn();
  await rendered(<CorrectionForm seen={{ manual: MANUAL, version: '"1"' }} onClose={onClose} />);
  const press = (name: string) => fireEvent.click(screen.getByText(name));
  expect(screen.getByText('Save').closest('button')).toBeDisabled();
  const title = screen.getByLabelText(/Title/);
  fireEvent.change(title, { target: { value: 'Manuel R416' } });
  press('Save');

  const told = await screen.findByRole('alert');
  expect([...told.querySelectorAll('tbody tr')].map(({ textContent }) => textContent)).toEqual([
    'RevisionBCunchanged by you',
  ]);
  expect(title).toHaveValue('Manuel R416');
  expect(screen.getByLabelText('Revision')).toHaveValue('C');

  press('Save mine all the same');
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(patches).toEqual([
    { match: '"1"', body: { title: 'Manuel R416' } },
    { match: '"2"', body: { title: 'Manuel R416' } },
  ]);
});
