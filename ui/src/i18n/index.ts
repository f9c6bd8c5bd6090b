import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { features } from './features';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

type Resources = { [Name in keyof typeof features]: (typeof features)[Name]['en'] };
/** Words by feature, of the languages that are at hand. */
type Words = Partial<Record<Language, Record<string, object>>>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Resources;
  }
}

const STORED = 'paillasse-language';
const LOADED = {
  en: () => import('virtual:words/en'),
  fr: () => import('virtual:words/fr'),
} as const;

function preferred(): Language {
  const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2);
  return wanted === 'fr' ? 'fr' : 'en';
}

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});

/** Begins in a language whose words are at hand. */
export async function begin(language: Language, words: Words): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false, // the types see to it that nothing is missing
    defaultNS: 'common',
    resources: words,
    interpolation: { escapeValue: false }, // React escapes
  });
}

/** Begins in the language that this browser prefers. Throws where its words cannot be had. */
export async function beginAsPreferred(): Promise<void> {
  const language = preferred();
  await begin(language, { [language]: (await LOADED[language]()).default });
}

/** Goes on in another language. Throws where its words cannot be had. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) {
    const { default: words } = await LOADED[language]();
    for (const [feature, bundle] of Object.entries(words)) i18next.addResourceBundle(language, feature, bundle);
  }
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}
