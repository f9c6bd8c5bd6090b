import type { TFunction } from 'i18next';
import { number } from '@/i18n/formats';
import type { Feature } from './queries';

const NAMES = [
  ...(['language', 'length', 'topic', 'likeness', 'confidence'] as const),
  ...(['refused', 'nothing_found', 'unknown_code', 'thumbs_down'] as const),
];

/** What a feature is called; by its own name where it came later than this app. */
export function featureName(t: TFunction<'releases'>, { name }: Feature): string {
  const known = NAMES.find((each) => each === name);
  return known ? t(`drift.features.${known}`) : name;
}

/** A mean or a share as it is read; categories have neither. */
export function valued({ kind }: Feature, value: number | null): string {
  if (value === null || kind === 'category') return '–';
  return kind === 'share'
    ? number(value, { style: 'percent', maximumFractionDigits: 1 })
    : number(value, { maximumSignificantDigits: 3 });
}
