import { expect, test } from 'vitest';
import { printOnWhite } from './printing';

test('a dark page is printed on white, and is dark again', () => {
  const page = document.createElement('html');
  page.dataset.mantineColorScheme = 'dark';
  printOnWhite(page);
  window.dispatchEvent(new Event('beforeprint'));
  window.dispatchEvent(new Event('beforeprint'));
  expect(page.dataset.mantineColorScheme).toBe('light');
  window.dispatchEvent(new Event('afterprint'));
  expect(page.dataset.mantineColorScheme).toBe('dark');
});
