import i18next from 'i18next';
import { afterAll, expect, test } from 'vitest';
import { date, elapsed, languageName, share, size } from './formats';

afterAll(() => i18next.changeLanguage('en'));

test('sizes are in the unit that is read at a glance', async () => {
  await i18next.changeLanguage('en');
  expect([3, 199_046, 3_000_000_000].map(size)).toEqual(['0 kB', '194 kB', '2.8 GB']);
  await i18next.changeLanguage('fr');
  expect(size(209_715_200)).toBe('200\u202fMo');
});

test('spans of time', () => {
  expect([-2, 59.4, 60, 3725].map(elapsed)).toEqual(['0 s', '59 s', '1 min 00 s', '1 h 02 min']);
});

test('what is not whole is not 100 %', async () => {
  await i18next.changeLanguage('en');
  expect([0.9999, 1].map(share)).toEqual(['99%', '100%']);
});

test('a day is the same day everywhere', async () => {
  await i18next.changeLanguage('en');
  expect(date('2026-01-02')).toBe('Jan 2, 2026');
});

test('a code that is no language stays a code', async () => {
  await i18next.changeLanguage('fr');
  expect(['fr', '?'].map(languageName)).toEqual(['français', '?']);
});
