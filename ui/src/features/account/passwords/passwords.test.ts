import { expect, test } from 'vitest';
import { generated } from '@/components/secrets/generated';
import { judged } from './passwords';

test('twelve characters suffice, counted as people count them', () => {
  expect(judged('elevenchars', 'marie', '').long).toBe(false);
  expect(judged('twelve chars', 'marie', '').long).toBe(true);
  expect(judged('🧪🧪🧪🧪🧪🧪', 'marie', '').long).toBe(false);
});

test.each(['Marie.Curie-Labo', ' marie.curie-labo ', 'MARIE.CURIE@example.org', 'marie.curie'])(
  '%s is a name of the user',
  (password) => expect(judged(password, 'marie.curie-labo', 'marie.curie@example.org').distinct).toBe(false),
);

test('nothing typed is not called good', () => expect(judged('', '', '')).toEqual({ long: false, distinct: false }));

test('a generated password is good, easy to read out, and another each time', () => {
  const made = generated();
  expect(made).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  expect(made).not.toMatch(/[lo01]/);
  expect(generated()).not.toBe(made);
  expect(judged(made, 'marie', '')).toEqual({ long: true, distinct: true });
});
