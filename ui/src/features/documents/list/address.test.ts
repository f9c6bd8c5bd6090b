import { expect, test } from 'vitest';
import { filters, narrowingOf, PER_PAGE, partOf } from './address';

test('what somebody typed into the address and nobody knows does not count', () => {
  const typed = { kind: 'novel', status: 'maybe', standing: 'all', sort: '-colour', q: 'lampe' };
  expect(narrowingOf(typed)).toMatchObject({ text: 'lampe', kind: undefined, status: undefined, standing: 'all' });
  expect(partOf(typed)).toEqual({ sort: 'title', descending: false, offset: 0, limit: PER_PAGE });
});

test('a minus sign is descending, and pages begin at one', () => {
  expect(partOf({ sort: '-pages', page: 3 })).toEqual({
    sort: 'pages',
    descending: true,
    offset: 2 * PER_PAGE,
    limit: PER_PAGE,
  });
});

test('words, order and page are no filters', () => {
  expect(filters({ q: 'lampe', sort: 'pages', page: 2 })).toBe(0);
  expect(filters({ kind: 'sop', equipment: undefined, standing: 'all' })).toBe(2);
});
