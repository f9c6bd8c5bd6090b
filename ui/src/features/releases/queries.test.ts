import { expect, test } from 'vitest';
import { besides } from './queries';
import { release } from './samples.testing';

const first = release({ version: 1 });
const now = release({ version: 2, aliases: ['production'], said: { 'production.before': '1' } });
const next = release({ version: 3, aliases: ['staging'] });

test('a release is held against production, and that against what was there before', () => {
  expect(besides(next, [next, now, first])).toBe(2);
  expect(besides(now, [next, now, first])).toBe(1);
});

test('the first release has none to be held against', () => {
  expect(besides(first, [first])).toBeUndefined();
  expect(besides(release({ aliases: ['production'] }), [release({ aliases: ['production'] })])).toBeUndefined();
  expect(besides(now, [now])).toBeUndefined(); // the one before was removed
});
