import { expect, test } from 'vitest';
import { placeAfter } from './next';

test.each(['/ask', '/conversations/1?exchange=2&citation=3', '/documents/a/read?page=4#x'])(
  '%s is a place in this app',
  (next) => expect(placeAfter(next)).toBe(next),
);

test.each([
  undefined,
  '',
  'ask',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/.//evil.example/',
  '/ask/..//evil.example',
  'javascript:alert(1)',
  '/sign-in?next=/ask',
  '/setup',
])('%j leads home', (next) => expect(placeAfter(next)).toBe('/'));
