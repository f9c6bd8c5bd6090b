import '@testing-library/jest-dom/vitest';
import { cleanNotifications } from '@mantine/notifications';
import { cleanup } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeEach, vi } from 'vitest';
import { begin, type Language } from '@/i18n';
import { features } from '@/i18n/features';

// What jsdom lacks and the component library asks for.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    addListener: vi.fn(),
    removeListener: vi.fn(),
    dispatchEvent: vi.fn(),
  }) as unknown as MediaQueryList;
window.ResizeObserver = class {
  observe = vi.fn();
  unobserve = vi.fn();
  disconnect = vi.fn();
};
Element.prototype.scrollIntoView = vi.fn();
window.scrollTo = vi.fn();
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true }); // each file sets up the same page

const words = (language: Language) =>
  Object.fromEntries(Object.entries(features).map(([name, of]) => [name, of[language]]));
await begin('en', { en: words('en'), fr: words('fr') });

beforeEach(() => i18next.changeLanguage('en'));
afterEach(() => {
  cleanup();
  cleanNotifications(); // what is told in passing outlives the page
});
