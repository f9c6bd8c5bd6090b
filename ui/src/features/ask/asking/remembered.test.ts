import { afterEach, expect, test } from 'vitest';
import { limited, limitOf, rememberLimit } from './remembered';

afterEach(() => sessionStorage.clear());

test('what a conversation is limited to is kept for its follow-ups, and for no other', () => {
  rememberLimit('one', { question: 'Lid?', equipment: '', collections: ['lab'], document_ids: ['a', 'b'] });
  expect(limitOf('one')).toEqual({ collections: ['lab'], documents: ['a', 'b'] });
  expect(limited(limitOf('one'))).toEqual({ collections: ['lab'], document_ids: ['a', 'b'] });
  expect(limited(limitOf('other'))).toEqual({ collections: null, document_ids: null });
});

test('a limit that is lifted is forgotten', () => {
  rememberLimit('one', { question: 'Lid?', equipment: '', document_ids: ['a'] });
  rememberLimit('one', { question: 'Lid?', equipment: '' });
  expect(limitOf('one').documents).toEqual([]);
});
