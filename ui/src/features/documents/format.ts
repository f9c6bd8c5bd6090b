/** Sizes, spans of time and names as people of a language write them. */

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in bytes, in the unit that leaves one to three digits before the point; kilobytes at least. In powers of 1024, as the limit is set. */
export function size(bytes: number, language: string): string {
  const power = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 1), UNITS.length);
  const options = {
    style: 'unit',
    unit: UNITS[power - 1],
    unitDisplay: 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  };
  return new Intl.NumberFormat(language, options as Intl.NumberFormatOptions).format(bytes / 1024 ** power);
}

/** Seconds as `2 min 05 s`, which both languages write alike. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = (number: number) => String(number).padStart(2, '0');
  return minutes < 60
    ? `${minutes} min ${rest(whole % 60)} s`
    : `${Math.floor(minutes / 60)} h ${rest(minutes % 60)} min`;
}

export function share(part: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(
    Math.floor(part * 100) / 100,
  );
}

export function day(date: string, language: string): string {
  // A day is a day everywhere: at midnight UTC it would be the day before west of Greenwich.
  const moment = date.length === 10 ? `${date}T12:00:00` : date;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(moment));
}

export function time(moment: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(moment));
}

/** The name of a language by its code; the code where nobody knows it. */
export function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // not a code that a browser takes
  }
}
