import { expect, test } from 'vitest';
import { pagesIn } from './pages';

test.each([
  ['12', [12]],
  ['14-16, 12', [12, 14, 15, 16]],
  ['3 3;4', [3, 4]],
  ['7–8', [7, 8]],
])('%s', (text, pages) => expect(pagesIn(text)).toEqual(pages));

test.each(['', ' , ', '0', '5-3', 'iv', '1-500', '12, x'])('%j names no pages', (text) =>
  expect(pagesIn(text)).toBeNull(),
);
