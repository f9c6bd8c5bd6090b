import { expect, test } from 'vitest';
import { compared } from './words';

test('words that differ are marked on their own side only', () => {
  const { old, current } = compared('Rinse with 5 mL of water.', 'Rinse with 10 mL of water.');
  expect(old.filter(({ changed }) => changed).map(({ text }) => text)).toEqual(['5']);
  expect(current.filter(({ changed }) => changed).map(({ text }) => text)).toEqual(['10']);
});

test.each([
  ['Rinse with 5 mL.', 'Rincez avec 5 mL.'],
  ['', 'New line'],
  ['l’étalonnage  dure 3 min', 'l’étalonnage dure 4 min'],
])('both sides are verbatim: “%s”', (old, current) => {
  const runs = compared(old, current);
  expect(runs.old.map(({ text }) => text).join('')).toBe(old);
  expect(runs.current.map(({ text }) => text).join('')).toBe(current);
});
