import i18next from 'i18next';
import { expect, test } from 'vitest';
import { type Coverage, type PageCoverage, stateOf, totals } from './state';
import { readable, summary } from './words';

const page = (change: Partial<PageCoverage>): PageCoverage => ({
  page: 1,
  label: '1',
  characters: 900,
  tables: 0,
  figures: 0,
  text_source: 'text_layer',
  confidence: 1,
  trouble: null,
  ...change,
});
const report = (pages: PageCoverage[], readable_share: number): Coverage => ({
  pages,
  headings: 12,
  warnings: 1,
  codes: 0,
  pictures_read: 0,
  pictures_unread: 0,
  readable_share,
});
const words = (language: string) => i18next.getFixedT(language, 'documents');

test('how a page was read: its trouble first', () => {
  expect(stateOf(page({ trouble: 'garbled_text', text_source: 'ocr' }))).toBe('garbled_text');
  expect(stateOf(page({ text_source: 'ocr' }))).toBe('ocr');
  expect(stateOf(page({ text_source: 'none' }))).toBe('empty');
  expect(stateOf(page({}))).toBe('read');
});

test('troubles are counted, the most frequent first', () => {
  const troubles = (['no_text', 'ocr_missing', 'ocr_missing', null] as const).map((trouble) => page({ trouble }));
  expect(totals(troubles)).toMatchObject({ troubled: 3, troubles: ['ocr_missing', 'no_text'] });
});

test('the summary names what there is, in the language of the reader', () => {
  const coverage = report([page({ tables: 2 }), page({ text_source: 'ocr' })], 1);
  expect(summary(words('en'), coverage, 40)).toEqual([
    '40 passages can be found',
    '1 page was read from its picture',
    '2 tables',
    '12 headings',
    '1 warning',
  ]);
  expect(summary(words('fr'), coverage, 40)).toContain('1 page lue depuis son image');
  expect(readable(words('fr'), coverage)).toBe('Toutes les pages ont pu être lues.');
});

test('one bad page of a thousand is not 100 %', () => {
  const pages = [page({ trouble: 'no_text' }), ...Array.from({ length: 999 }, () => page({}))];
  expect(readable(words('en'), report(pages, 0.999))).toBe(
    'Readable: 99% of the pages. 1 page could not be read as it should.',
  );
});
