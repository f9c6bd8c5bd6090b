import { expect, test } from 'vitest';
import { words } from './words';

test('no line of French ends before a sign that has a space before it', () => {
  const { en, fr } = words(
    { ask: 'Why? “{{title}}”: yes', deep: { er: 'a; b' } },
    { ask: 'Pourquoi ? « {{title}} » : oui', deep: { er: 'a ; b' } },
  );
  expect(fr).toEqual({ ask: 'Pourquoi\u202f? «\u00a0{{title}}\u00a0»\u00a0: oui', deep: { er: 'a\u202f; b' } });
  expect(en.ask).toBe('Why? “{{title}}”: yes');
});
