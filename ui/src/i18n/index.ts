import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { account } from '@/features/account/strings';
import { admin } from '@/features/admin/strings';
import { ask } from '@/features/ask/strings';
import { documents } from '@/features/documents/strings';
import { history } from '@/features/history/strings';
import { reader } from '@/features/reader/strings';
import { releases } from '@/features/releases/strings';
import { review } from '@/features/review/strings';
import { common } from './common';
import { problems } from './problems';

/** Each feature keeps its own words, English and French side by side: the types refuse a missing translation. */
const features = { common, problems, ask, history, reader, documents, account, admin, review, releases };

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

type Resources = { [Name in keyof typeof features]: (typeof features)[Name]['en'] };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Resources;
  }
}

const STORED = 'paillasse-language';

function preferred(): Language {
  const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2);
  return wanted === 'fr' ? 'fr' : 'en';
}

export function speak(language: Language): void {
  localStorage.setItem(STORED, language);
  void i18next.changeLanguage(language);
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});

const resources = (language: Language) =>
  Object.fromEntries(Object.entries(features).map(([name, words]) => [name, words[language]]));

void i18next.use(initReactI18next).init({
  lng: preferred(),
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en: resources('en'), fr: resources('fr') },
  interpolation: { escapeValue: false }, // React escapes
  initAsync: false,
});
