/** Dates, numbers and durations as the chosen language writes them. */
import i18next from 'i18next';

/** The chosen language as the browser's owner writes it: an English that puts the day first stays so. */
function locale(): string {
  return navigator.languages.find((each) => each.startsWith(i18next.language)) ?? i18next.language;
}

export function date(value: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(value));
}

export function moment(value: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(value));
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

export function money(value: number, currency: string): string {
  return number(value, { style: 'currency', currency, maximumFractionDigits: value !== 0 && value < 1 ? 4 : 2 });
}

/** A number of seconds in the largest unit that fits, rounded up: `3 minutes`. */
export function duration(seconds: number): string {
  const [unit, size] = seconds < 90 ? ['second', 1] : seconds < 5400 ? ['minute', 60] : ['hour', 3600];
  return number(Math.ceil(seconds / Number(size)), { style: 'unit', unit: String(unit), unitDisplay: 'long' });
}

/** A number of bytes in the unit that people would say it in: `12 GB`. */
export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1);
  const options = { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return number(value / 1000 ** power, options);
}
