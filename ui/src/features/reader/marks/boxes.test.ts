import { expect, test } from 'vitest';
import { around, type Box, displayedSize, placed, sharesOf, turned, within } from './boxes';

/** The same numbers each time, so that a failure can be looked at again. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

const pick = (source: Generator<number, never>, from: number, to: number) => from + source.next().value * (to - from);

function cases() {
  const source = numbers(7);
  return Array.from({ length: 200 }, () => {
    const turned = [0, 90, 180, 270][Math.floor(pick(source, 0, 4))] ?? 0;
    // a visible box that does not begin at the corner of the sheet
    const [left, bottom] = [pick(source, -50, 50), pick(source, -50, 50)];
    const visible = [left, bottom, left + pick(source, 100, 1200), bottom + pick(source, 100, 1200)];
    const size = displayedSize(visible, turned);
    const [x0, y0] = [pick(source, 0, size.width * 0.9), pick(source, 0, size.height * 0.9)];
    const box = { x0, y0, x1: pick(source, x0 + 1, size.width), y1: pick(source, y0 + 1, size.height) };
    return { visible, turned, size, box, scale: pick(source, 0.1, 8) };
  });
}

test('at every zoom, crop and turn, a mark covers the very points it was made of', () => {
  for (const { size, box, scale } of cases()) {
    const [share] = sharesOf([box], size);
    const at = placed(share as Box);
    const pixels = (percent: string, side: number) => (Number.parseFloat(percent) / 100) * side * scale;
    expect(pixels(at.left, size.width)).toBeCloseTo(box.x0 * scale, 3);
    expect(pixels(at.top, size.height)).toBeCloseTo(box.y0 * scale, 3);
    expect(pixels(at.width, size.width)).toBeCloseTo((box.x1 - box.x0) * scale, 3);
    expect(pixels(at.height, size.height)).toBeCloseTo((box.y1 - box.y0) * scale, 3);
  }
});

test('a page turned by a quarter is as wide as it was high', () => {
  for (const { visible } of cases()) {
    const [upright, quarter] = [displayedSize(visible, 0), displayedSize(visible, 90)];
    expect(quarter).toEqual({ width: upright.height, height: upright.width });
    expect(displayedSize(visible, 180)).toEqual(upright);
    expect(displayedSize(visible, -90)).toEqual(quarter);
  }
});

test('lines inside the mark around them stand where they stand on the page', () => {
  const source = numbers(11);
  for (let round = 0; round < 100; round += 1) {
    const boxes = Array.from({ length: 3 }, () => {
      const [x0, y0] = [pick(source, 0, 0.8), pick(source, 0, 0.8)];
      return { x0, y0, x1: x0 + pick(source, 0.01, 0.2), y1: y0 + pick(source, 0.01, 0.2) };
    });
    const outer = around(boxes);
    for (const box of boxes) {
      const inner = within(box, outer);
      expect(outer.x0 + inner.x0 * (outer.x1 - outer.x0)).toBeCloseTo(box.x0, 9);
      expect(outer.y0 + inner.y1 * (outer.y1 - outer.y0)).toBeCloseTo(box.y1, 9);
      expect(Math.min(inner.x0, inner.y0, 1 - inner.x1, 1 - inner.y1)).toBeGreaterThan(-1e-9);
    }
  }
});

const page = { width: 595, height: 842 };
const good = { x0: 60, y0: 366, x1: 84, y1: 376 };

test.each([
  ['beyond the page', { ...good, x1: 620 }],
  ['before it', { ...good, y0: -30 }],
  ['upside down', { ...good, y1: 300 }],
  ['without width', { ...good, x1: 60 }],
  ['of no number', { ...good, x0: Number.NaN }],
])('nothing is marked where one box is %s', (_, bad) => {
  expect(sharesOf([good, bad], page)).toEqual([]);
});

test('a glyph may stand a little over the edge, its mark does not', () => {
  expect(sharesOf([{ x0: -1, y0: 0, x1: 50, y1: 843 }], page)).toEqual([{ x0: 0, y0: 0, x1: 50 / 595, y1: 1 }]);
});

test('a page without a size is marked nowhere', () => {
  expect(sharesOf([good], displayedSize([0, 0, 0, 0], 0))).toEqual([]);
});

test('turned clockwise, the upper left corner is the upper right one, and four turns are none', () => {
  const corner = { x0: 0, y0: 0, x1: 0.25, y1: 0.125 };
  expect(turned(corner, 90)).toEqual({ x0: 0.875, y0: 0, x1: 1, y1: 0.25 });
  expect(turned(corner, 180)).toEqual({ x0: 0.75, y0: 0.875, x1: 1, y1: 1 });
  expect(turned(corner, 270)).toEqual({ x0: 0, y0: 0.75, x1: 0.125, y1: 1 });
  expect(turned(turned(corner, 270), 90)).toEqual(turned(corner, 360));
});
