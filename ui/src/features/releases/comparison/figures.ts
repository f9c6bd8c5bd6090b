import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { number } from '@/i18n/formats';

const COUNTED = new Set(['cost', 'input_tokens', 'output_tokens']);

/** How good answers are comes before what they take. */
export function ordered<Named extends { figure: string }>(all: Named[]): Named[] {
  const taken = ({ figure }: Named) => figure === 'latency_ms' || COUNTED.has(figure);
  return [...all.filter((each) => !taken(each)), ...all.filter(taken)];
}

/** A figure as it is read: shares in percent, latencies in milliseconds. */
export function figured(figure: string, value: number, options: Intl.NumberFormatOptions = {}): string {
  if (figure === 'latency_ms') return `${number(value, { maximumFractionDigits: 0, ...options })} ms`;
  if (COUNTED.has(figure)) return number(value, { maximumSignificantDigits: 3, ...options });
  return number(value, { style: 'percent', maximumFractionDigits: 1, ...options });
}

/** What figures and slices are called; by the name of the registry where there is no other. */
export function useNames() {
  useTranslation('releases'); // drawn anew in another language
  return {
    figure: (name: string) => called('figures', name.replace('@', '_at_'), name),
    place: (name: string) => called('places', name, name.replaceAll('_', ' ')),
  };
}

function called(group: 'figures' | 'places', name: string, otherwise: string): string {
  const key = `releases:${group}.${name}`;
  return i18next.exists(key) ? i18next.t(key as never) : otherwise;
}
