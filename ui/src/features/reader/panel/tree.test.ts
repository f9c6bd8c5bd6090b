import { expect, test } from 'vitest';
import { ancestors, type HeadingNode, headingOf, headingTree } from './tree';

const heading = (title: string, level: number, page: number) => ({ title, level, page });

const outline = [
  heading('1 Safety', 1, 3),
  heading('1.1 Laser', 2, 4),
  heading('2 Use', 1, 7),
  heading('2.1.1 Start', 3, 8), // its parent was not read
  heading('2.2 Stop', 2, 9),
];

const shape = (nodes: HeadingNode[]): unknown[] =>
  nodes.map(({ label, children }) => (children.length ? [label, shape(children)] : label));

test('headings stand below those that they belong to, also where a level is left out', () => {
  expect(shape(headingTree(outline))).toEqual([
    ['1 Safety', ['1.1 Laser']],
    ['2 Use', ['2.1.1 Start', '2.2 Stop']],
  ]);
});

test('an outline that begins below the first level loses nothing', () => {
  expect(shape(headingTree([heading('a', 3, 1), heading('b', 1, 2)]))).toEqual(['a', 'b']);
});

test('a page stands under the last heading that begins on it or before', () => {
  expect(headingOf(outline, 5)).toBe(1);
  expect(headingOf(outline, 7)).toBe(2);
  expect(headingOf(outline, 2)).toBeUndefined();
});

test('the way down to a heading is what has to be unfolded to see it', () => {
  expect(ancestors(outline, 3)).toEqual([2]);
  expect(ancestors(outline, 1)).toEqual([0]);
  expect(ancestors(outline, 2)).toEqual([]);
  expect(ancestors(outline, undefined)).toEqual([]);
});
