import i18next from 'i18next';
import { afterAll, expect, test } from 'vitest';
import { speak, withWords } from '.';
import { desk } from './features';

afterAll(() => localStorage.clear());

test('a page of the desk comes with its words, which another language is then spoken in too', async () => {
  for (const feature of Object.keys(desk)) {
    for (const language of ['en', 'fr']) i18next.removeResourceBundle(language, feature);
  }
  expect(await withWords('desk', Promise.resolve('page'))).toBe('page');
  expect(i18next.getResourceBundle('en', 'review')).toEqual(desk.review.en);
  expect(i18next.hasResourceBundle('fr', 'review')).toBe(false);
  await speak('fr');
  expect(i18next.getResourceBundle('fr', 'review')).toEqual(desk.review.fr);
  expect(i18next.t('review:title')).toBe('Relecture');
});
