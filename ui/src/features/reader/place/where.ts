import type { TFunction } from 'i18next';

/** A page as one finds it in a file and on paper: its number, and what is printed on it where that is another one. */
export function where(t: TFunction<'reader'>, page: number, label: string): string {
  return label && label !== String(page) ? t('where', { page, label }) : t('pageShort', { page });
}
