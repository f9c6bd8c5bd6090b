import { expect, test } from 'vitest';
import { changes, type Draft, differences, rebased } from './corrections';

const SEEN: Draft = {
  title: 'Notice R416',
  manufacturer: 'Cyclane',
  equipment: ['R416'],
  kind: 'user_manual',
  language: 'fr',
  revision: 'B',
  effective_date: null,
};

test('only what differs is sent', () => {
  expect(changes(SEEN, SEEN)).toEqual({});
  expect(changes({ ...SEEN, equipment: ['R416', 'centrifugeuse'], effective_date: '2026-01-02' }, SEEN)).toEqual({
    equipment: ['R416', 'centrifugeuse'],
    effective_date: '2026-01-02',
  });
});

test('what somebody else changed is told beside what one wrote oneself', () => {
  const now = { ...SEEN, revision: 'C', title: 'Notice R416 bis' };
  expect(differences(SEEN, now, { ...SEEN, revision: 'D', manufacturer: 'Cyclane SA' })).toEqual([
    { field: 'title', before: 'Notice R416', now: 'Notice R416 bis', yours: undefined },
    { field: 'revision', before: 'B', now: 'C', yours: 'D' },
  ]);
});

test('saving all the same overwrites only what one wrote oneself', () => {
  const now = { ...SEEN, revision: 'C', title: 'Notice R416 bis' };
  const draft = rebased(SEEN, now, { ...SEEN, revision: 'D', manufacturer: 'Cyclane SA' });
  expect(changes(draft, now)).toEqual({ revision: 'D', manufacturer: 'Cyclane SA' });
});
