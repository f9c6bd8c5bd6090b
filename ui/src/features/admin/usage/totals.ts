import type { Schemas } from '@/api/client';

type Total = Schemas['UsageTotalOut'];

/** What a chart can show of usage: one bar per key, one colour per currency. */
export type Measure = 'questions' | 'tokens' | 'cost';

export interface Bar {
  label: string;
  [series: string]: string | number;
}

/** The bars of a measure; money is never added up over currencies. */
export function bars(totals: Total[], measure: Measure, named: (key: string) => string): Bar[] {
  const found = new Map<string, Bar>();
  for (const { key, questions, costs } of totals) {
    const bar = found.get(key) ?? { label: named(key) };
    found.set(key, bar);
    if (measure === 'cost') {
      if (costs.currency) bar[costs.currency] = (Number(bar[costs.currency]) || 0) + costs.cost;
    } else {
      const amount = measure === 'questions' ? questions : costs.input_tokens + costs.output_tokens;
      bar[measure] = (Number(bar[measure]) || 0) + amount;
    }
  }
  return [...found.values()];
}

/** The currencies that something was paid in. */
export function currencies(totals: Total[]): string[] {
  return [...new Set(totals.map(({ costs }) => costs.currency).filter(Boolean))].sort();
}

/** A table for a spreadsheet. A cell that a spreadsheet would take for a formula is kept from being one. */
export function csv(rows: (string | number)[][]): string {
  const cell = (value: string | number) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
