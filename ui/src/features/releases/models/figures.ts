import { number } from '@/i18n/formats';
import type { TrainedModel } from './queries';

/** What is told of a model, by its name in the report; the rest of a report is for who trains. */
const TOLD = {
  'all/rows': 'rows',
  'all/auroc': 'auroc',
  'all/auroc_gain': 'aurocGain',
  'all/calibration_error': 'calibration',
  'natural/auroc': 'natural',
  questions: 'questions',
  hit_at_1: 'first',
  hit_at_1_gain: 'firstGain',
  mrr: 'mrr',
  mrr_gain: 'mrrGain',
} as const;

type Word = (typeof TOLD)[keyof typeof TOLD];

interface ModelFigure {
  word: Word;
  value: string;
  /** Bounds of its 95 % interval, where it has one. */
  bounds: { low: string; high: string } | null;
}

const COUNTED: Word[] = ['rows', 'questions'];
const GAINED: Word[] = ['aurocGain', 'firstGain', 'mrrGain'];

/** What was measured of a model before it was promoted. */
export function figuresOf({ figures }: TrainedModel): ModelFigure[] {
  return Object.entries(TOLD).flatMap(([name, word]) => {
    const [value, low, high] = [figures[name], figures[`${name}.low`], figures[`${name}.high`]];
    if (value === undefined) return [];
    const told = (figure: number) =>
      number(figure, {
        maximumFractionDigits: COUNTED.includes(word) ? 0 : 3,
        ...(GAINED.includes(word) && { signDisplay: 'exceptZero' }),
      });
    const bounds = low === undefined || high === undefined ? null : { low: told(low), high: told(high) };
    return [{ word, value: told(value), bounds }];
  });
}
