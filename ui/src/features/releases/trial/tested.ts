import { number } from '@/i18n/formats';
import type { Tested } from './queries';

const NAMES = ['errors', 'refusals', 'thumbs up', 'log latency', 'cost'] as const;
type Name = (typeof NAMES)[number];

const PERCENT = { style: 'percent', maximumFractionDigits: 1 } as const;
const COST = { maximumSignificantDigits: 3 } as const;
const SIGNED = { signDisplay: 'exceptZero' } as const;

const known = (figure: string): Name | undefined => NAMES.find((name) => name === figure);

/** The key of the words for a figure; undefined where it came later than this app. */
export function wordOf(figure: string) {
  return known(figure)?.replace(' ', '_') as 'errors' | 'refusals' | 'thumbs_up' | 'log_latency' | 'cost' | undefined;
}

/** A figure as it is read: times are compared by their logarithms. */
export function read({ figure }: Tested, value: number | null): string {
  if (value === null) return '–';
  if (known(figure) === 'log latency') return `${number(Math.exp(value), { maximumFractionDigits: 0 })} ms`;
  return number(value, known(figure) === 'cost' || !known(figure) ? COST : PERCENT);
}

/** A bound of a difference: of times, how much longer in percent. */
export function bound({ figure }: Tested, value: number): string {
  if (known(figure) === 'log latency') return number(Math.expm1(value), { ...PERCENT, ...SIGNED });
  return number(value, { ...(known(figure) === 'cost' || !known(figure) ? COST : PERCENT), ...SIGNED });
}
