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
/** The words that come together: of the bench, which are always here, and of the desk. */
type Part = 'bench' | 'desk';
/** A feature of each part: where its words are at hand, the others of the part are. */
const FIRST = { bench: 'common', desk: 'documents' } as const satisfies Record<Part, string>;
const LOADED = {
  bench: { en: () => import('virtual:words/bench/en'), fr: () => import('virtual:words/bench/fr') },
  desk: { en: () => import('virtual:words/desk/en'), fr: () => import('virtual:words/desk/fr') },
} as const;
const wanted = new Set<Part>(['bench']);

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
  await begin(language, { [language]: (await LOADED.bench[language]()).default });
}

/** Goes on in another language. Throws where its words cannot be had. */
export async function speak(language: Language): Promise<void> {
  await Promise.all([...wanted].map((part) => learn(part, language)));
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}

/** What is loaded, once the words that it says are here too. Throws where either cannot be had. */
export async function withWords<Module>(part: Part, module: Promise<Module>): Promise<Module> {
  wanted.add(part);
  const [loaded] = await Promise.all([module, learn(part, i18next.language as Language)]);
  return loaded;
}

async function learn(part: Part, language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, FIRST[part])) return;
  const { default: words } = await LOADED[part][language]();
  for (const [feature, bundle] of Object.entries(words)) i18next.addResourceBundle(language, feature, bundle);
}
