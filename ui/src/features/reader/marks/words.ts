/** Finding a text again among the words of a page: on pages that are scanned, pdf.js knows no words. */
import type { Schemas } from '@/api/client';
import { around, type Box } from './boxes';

type Word = Schemas['WordOut'];

/** Occurrences at most: a page full of marks shows nothing. */
const MOST = 50;
/** Share of the height of a word by which the next one may stand off and still be on its line. */
const OFF_LINE = 0.5;

/** Words by which a longer text is found again, and which fit an address. */
const FIRST = 8;

export function firstWords(text: string): string {
  return text.trim().split(/\s+/, FIRST).join(' ');
}

/** Letters and digits as they are compared: without accents, case, blanks and punctuation at the ends of words. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Boxes of every place where a text stands on a page, one for each printed line; whole words only. */
export function boxesOf(words: readonly Word[], text: string): Box[] {
  const wanted = folded(text);
  if (!wanted) return [];
  let page = '';
  const begins = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const [index, word] of words.entries()) {
    const part = folded(word.text);
    if (!part) continue;
    begins.set(page.length, index);
    page += part;
    ends.set(page.length, index);
  }
  const found: Box[] = [];
  let occurrences = 0;
  for (let at = page.indexOf(wanted); at >= 0 && occurrences < MOST; at = page.indexOf(wanted, at + 1)) {
    const [first, last] = [begins.get(at), ends.get(at + wanted.length)];
    if (first === undefined || last === undefined) continue;
    occurrences += 1;
    found.push(...lines(words.slice(first, last + 1).map(({ box }) => box)));
  }
  return found;
}

/** One box for the boxes of each line. */
function lines(boxes: readonly Box[]): Box[] {
  const made: Box[] = [];
  for (const box of boxes) {
    const line = made.at(-1);
    const same = line && Math.abs(line.y0 + line.y1 - box.y0 - box.y1) / 2 < OFF_LINE * (box.y1 - box.y0);
    if (line && same && box.x0 >= line.x0) made[made.length - 1] = around([line, box]);
    else made.push(box);
  }
  return made;
}
