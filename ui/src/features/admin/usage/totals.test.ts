import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { bars, csv, currencies } from './totals';

function total(key: string, questions: number, currency: string, cost = 0): Schemas['UsageTotalOut'] {
  return { key, questions, costs: { currency, cost, input_tokens: 10, output_tokens: 5, unpriced: 0 } };
}

const TOTALS = [total('1', 3, ''), total('1', 2, 'EUR', 0.5), total('2', 1, 'USD', 0.25)];
const named = (key: string) => ({ '1': 'marie' })[key] ?? key;

test('questions add up over currencies, money does not', () => {
  expect(bars(TOTALS, 'questions', named)).toEqual([
    { label: 'marie', questions: 5 },
    { label: '2', questions: 1 },
  ]);
  expect(bars(TOTALS, 'cost', named)).toEqual([
    { label: 'marie', EUR: 0.5 },
    { label: '2', USD: 0.25 },
  ]);
  expect(currencies(TOTALS)).toEqual(['EUR', 'USD']);
});

test('a name that is a formula stays a name in a spreadsheet', () => {
  expect(csv([['=HYPERLINK("x")', 'a,b', -1]])).toBe(`"'=HYPERLINK(""x"")","a,b",-1\r\n`);
});
