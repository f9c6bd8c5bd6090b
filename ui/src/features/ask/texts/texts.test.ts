import i18next from 'i18next';
import { expect, test } from 'vitest';
import { citation, claim, exchange, NEAREST } from '../answer/samples.testing';
import { ticket } from './ticket';
import { withSources } from './withSources';

const refused = exchange(
  { outcome: 'refused', reason: 'The manuals do not say.', nearest: [NEAREST] },
  { equipment: '' },
);
const answered = exchange({
  claims: [claim('Open it.', { kind: 'step', citations: [1] }), claim('Cover', { kind: 'label', citations: [2] })],
  warnings: [claim('Hot.', { kind: 'warning', warning: 'warning', citations: [3] })],
  citations: [citation(1), citation(2, { page: 12, label: '12' }), citation(3)],
});

test('a ticket says what was asked, what was found, and which answer it was', () => {
  const lines = ticket(refused).split('\n');
  expect(lines.slice(0, 7)).toEqual([
    'Question: How do I start it?',
    'Equipment: none chosen',
    'Result: no answer in the manuals',
    'Reason: The manuals do not say.',
    'Nearest passages in the manuals:',
    '- Pump manual, page 2-2 (PDF page 12) · Care',
    '  Keep the pump dry.',
  ]);
  expect(lines.at(-1)).toBe('Answer no. exchange-1');
});

test('a ticket is written in the language of the user', async () => {
  await i18next.changeLanguage('fr');
  expect(ticket(refused)).toContain('Appareil\u00a0: aucun choisi\nRésultat\u00a0: pas de réponse dans les manuels');
  expect(ticket(exchange({ outcome: 'refused' }))).toContain(
    'Passages les plus proches dans les manuels\u00a0: rien de proche',
  );
});

test('a copied answer has its warnings first, its steps numbered, and its quotes word for word', () => {
  expect(withSources(answered)).toBe(
    [
      'Question: How do I start it?\nEquipment: P 100',
      'WARNING\n  Hot. [3]\n1. Open it. [1]\nIn the figure: Cover [2]',
      [
        'Sources:',
        '[1] Pump manual, page 2-1 (PDF page 11), file 9f86d081884c\n    “Quote 1.”',
        '[2] Pump manual, page 12, file 9f86d081884c\n    “Quote 2.”',
        '[3] Pump manual, page 2-1 (PDF page 11), file 9f86d081884c\n    “Quote 3.”',
      ].join('\n'),
      'Answer no. exchange-1',
    ].join('\n\n'),
  );
});

test('a copied answer has French words around it for who reads French', async () => {
  await i18next.changeLanguage('fr');
  const copied = withSources(answered);
  expect(copied).toContain('AVERTISSEMENT\n  Hot. [3]');
  expect(copied).toContain('page 2-1 (page PDF 11), fichier 9f86d081884c\n    «\u00a0Quote 1.\u00a0»');
});
