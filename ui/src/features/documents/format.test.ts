import { expect, test } from 'vitest';
import { day, duration, languageName, share, size } from './format';

test('sizes are in the unit that is read at a glance', () => {
  expect(size(3, 'en')).toBe('0 kB');
  expect(size(199_046, 'en')).toBe('194 kB');
  expect(size(209_715_200, 'fr')).toBe('200\u202fMo');
  expect(size(3_000_000_000, 'en')).toBe('2.8 GB');
});

test('spans of time', () => {
  expect([-2, 59.4, 60, 3725].map(duration)).toEqual(['0 s', '59 s', '1 min 00 s', '1 h 02 min']);
});

test('what is not whole is not 100 %', () => {
  expect(share(0.9999, 'en')).toBe('99%');
  expect(share(1, 'en')).toBe('100%');
});

test('a day is the same day everywhere', () => {
  expect(day('2026-01-02', 'en')).toBe('Jan 2, 2026');
});

test('a code that is no language stays a code', () => {
  expect(languageName('fr', 'fr')).toBe('français');
  expect(languageName('?', 'en')).toBe('?');
});
