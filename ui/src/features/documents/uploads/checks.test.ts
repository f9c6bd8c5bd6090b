import { expect, test } from 'vitest';
import { SUFFIXES } from './accepted';
import { checked } from './checks';
import type { Upload } from './queue';

const small = { suffixes: SUFFIXES, max_bytes: 10 };
const file = (name: string, content = 'text', lastModified = 1) => new File([content], name, { lastModified });
const queued = (each: File): Upload => ({
  id: '1',
  file: each,
  collection: 'default',
  state: 'sending',
  loaded: 0,
  broken: 0,
  error: null,
});

test('what is fit is sent, and the others are named with the reason', () => {
  const files = [
    file('good.PDF'),
    file('photo.jpg'),
    file('none.pdf', ''),
    file('big.pdf', 'x'.repeat(11)),
    file('just.pdf', 'x'.repeat(10)),
  ];
  const { fit, unfit } = checked(files, small, []);
  expect(fit.map(({ name }) => name)).toEqual(['good.PDF', 'just.pdf']);
  expect(unfit.map(({ file: { name }, why }) => [name, why])).toEqual([
    ['photo.jpg', 'format'],
    ['none.pdf', 'empty'],
    ['big.pdf', 'size'],
  ]);
});

test('the same file twice in one drop, or in the queue already, is sent once', () => {
  const { fit, unfit } = checked([file('a.pdf'), file('a.pdf'), file('b.pdf')], small, [queued(file('b.pdf'))]);
  expect(fit).toHaveLength(1);
  expect(unfit.map(({ why }) => why)).toEqual(['twice', 'twice']);
});

test('a file that was changed since is another one', () => {
  expect(checked([file('a.pdf', 'text', 2)], small, [queued(file('a.pdf', 'text', 1))]).fit).toHaveLength(1);
});
