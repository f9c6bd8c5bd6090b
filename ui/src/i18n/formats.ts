/** Dates, numbers and durations as the chosen language writes them. */
import i18next from 'i18next';

/** The chosen language as the browser's owner writes it: an English that puts the day first stays so. */
function locale(): string {
  return navigator.languages.find((each) => each.startsWith(i18next.language)) ?? i18next.language;
}

/** A day, given as one or as a moment in it. */
export function date(value: string): string {
  // A day is a day everywhere: at midnight UTC it would be the day before west of Greenwich.
  const moment = value.length === 10 ? `${value}T12:00:00` : value;
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(moment));
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

/** Seconds as `2 min 05 s`, which both languages write alike. */
export function elapsed(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = (value: number) => String(value).padStart(2, '0');
  return minutes < 60
    ? `${minutes} min ${rest(whole % 60)} s`
    : `${Math.floor(minutes / 60)} h ${rest(minutes % 60)} min`;
}

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A number of bytes, as `200 MB`: in powers of 1024, as the limits of the service are set, and kilobytes at least. */
export function size(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 1), UNITS.length);
  const maximumFractionDigits = power > 1 ? 1 : 0;
  return number(bytes / 1024 ** power, {
    style: 'unit',
    unit: UNITS[power - 1],
    unitDisplay: 'short',
    maximumFractionDigits,
  });
}

/** A part of 1 in percent; what is not whole is not 100 %. */
export function share(part: number): string {
  return number(Math.floor(part * 100) / 100, { style: 'percent', maximumFractionDigits: 0 });
}

/** The name of a language by its code; the code where nobody knows it. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // not a code that a browser takes
  }
}
