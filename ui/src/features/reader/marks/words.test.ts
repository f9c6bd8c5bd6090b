import { expect, test } from 'vitest';
import { boxesOf } from './words';

/** Words on lines of ten points, each as wide as its letters. */
function printed(...lines: string[]) {
  return lines.flatMap((line, row) => {
    let x = 0;
    return line.split(' ').map((text) => {
      const box = { x0: x, y0: row * 12, x1: x + text.length * 5, y1: row * 12 + 10 };
      x = box.x1 + 3;
      return { text, box };
    });
  });
}

test('a text is found over a line break: one box for each line', () => {
  const words = printed('Remplacez la lampe', 'après 2000 heures.');
  expect(boxesOf(words, 'lampe après 2000 heures')).toEqual([
    { x0: 61, y0: 0, x1: 86, y1: 10 },
    { x0: 0, y0: 12, x1: 86, y1: 22 },
  ]);
});

test('accents, case and punctuation do not matter', () => {
  expect(boxesOf(printed('ÉTALONNAGE : voir p. 4'), 'etalonnage')).toHaveLength(1);
});

test('every place is found', () => {
  expect(boxesOf(printed('E-203 balourd', 'voir E-203'), 'E-203')).toHaveLength(2);
});

test('a code is not found in a longer one', () => {
  expect(boxesOf(printed('E-203 E-20 XE-20'), 'E-20')).toEqual([{ x0: 28, y0: 0, x1: 48, y1: 10 }]);
});

test.each(['', '…', 'absent'])('nothing is found for “%s”', (text) => {
  expect(boxesOf(printed('Remplacez la lampe'), text)).toEqual([]);
});
