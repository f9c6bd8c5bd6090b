import i18next from 'i18next';

type Name = 'question' | 'equipment' | 'outcome' | 'reason' | 'found' | 'candidates' | 'asked' | 'sources';

/** `Name: value`, with the space before the colon where the language has one. */
export function line(name: Name, value: string): string {
  const words = { ns: 'ask' } as const;
  return `${i18next.t(`texts.${name}`, words)}${i18next.t('texts.colon', words)}${value}`.trimEnd();
}

/** The printed page, and the page of the file where it differs. */
export function placeOf({ page, label }: { page: number; label: string }): string {
  if (!label || label === String(page)) return i18next.t('texts.page', { ns: 'ask', label: String(page) });
  return i18next.t('texts.pageOnSheet', { ns: 'ask', label, page });
}
