import { expect, test } from 'vitest';
import { citation, claim } from '../samples.testing';
import { type Block, blocks, cells } from './blocks';

const told = (found: Block[]) =>
  found.map((block) => {
    if (block.type === 'steps') return block.steps.map(({ marker, text }) => `${marker}|${text}`).join(' / ');
    if (block.type === 'manual') return `[${block.title}]`;
    return block.type === 'claim'
      ? block.claim.text
      : `${block.level}: ${block.claims.map(({ text }) => text).join(' ')}`;
  });

const warning = (text: string, level: 'danger' | 'caution', before: number) =>
  claim(text, { kind: 'warning', warning: level, before });

test('each warning stands above the claim that it bears on, its lines in one frame', () => {
  const found = blocks({
    claims: [claim('One.'), claim('Two.'), claim('Three.')],
    warnings: [warning('Hot.', 'caution', 0), warning('High voltage.', 'danger', 2), warning('Unplug.', 'danger', 2)],
    citations: [],
  });
  expect(told(found)).toEqual(['caution: Hot.', 'One.', 'Two.', 'danger: High voltage. Unplug.', 'Three.']);
});

test('a warning of which nobody knows what it bears on is read before all', () => {
  const found = blocks({ claims: [claim('One.')], warnings: [warning('Hot.', 'caution', 9)], citations: [] });
  expect(told(found)).toEqual(['caution: Hot.', 'One.']);
  expect(told(blocks({ claims: [], warnings: [warning('Hot.', 'caution', 0)], citations: [] }))).toEqual([
    'caution: Hot.',
  ]);
});

test('a warning that is a claim itself looks like one', () => {
  const found = blocks({
    claims: [claim('Hot.', { kind: 'warning', warning: 'danger' })],
    warnings: [],
    citations: [],
  });
  expect(told(found)).toEqual(['danger: Hot.']);
});

test('steps keep the numbers of the manual, and are counted where it has none', () => {
  const steps = (...texts: string[]) => ({
    claims: texts.map((text) => claim(text, { kind: 'step' })),
    warnings: [],
    citations: [],
  });
  expect(told(blocks(steps('4 Add bleach.', '(b) Close it.', '10 mL are enough.')))).toEqual([
    '4|Add bleach. / (b)|Close it. / |10 mL are enough.',
  ]);
  expect(told(blocks(steps('Add bleach.', 'Close it.')))).toEqual(['1.|Add bleach. / 2.|Close it.']);
});

test('steps are counted on over a warning between them', () => {
  const claims = ['Open it.', 'Take it out.'].map((text) => claim(text, { kind: 'step' }));
  const found = blocks({ claims, warnings: [warning('Hot.', 'danger', 1)], citations: [] });
  expect(told(found)).toEqual(['1.|Open it.', 'danger: Hot.', '2.|Take it out.']);
});

test('a table row falls into its cells; nothing of it is lost', () => {
  expect(cells('Code: E-203; Meaning: Imbalance; see 4.2; Remedy: Spread: evenly')).toEqual([
    ['Code', 'E-203'],
    ['Meaning', 'Imbalance; see 4.2'],
    ['Remedy', 'Spread: evenly'],
  ]);
  expect(cells('500; Window: 1400')).toEqual([
    ['', '500'],
    ['Window', '1400'],
  ]);
  expect(cells('A plain sentence: it has no cells.')).toBeNull();
});

test('each manual is named above what it says, and above the warning before it', () => {
  const found = blocks({
    claims: ['Wipe.', 'Rinse.', 'Dry.'].map((text, index) => claim(text, { citations: [index + 1] })),
    warnings: [warning('Unplug.', 'danger', 2)],
    citations: [
      citation(1, { document_id: 'a', title: 'Pump' }),
      citation(2, { document_id: 'a', title: 'Pump' }),
      citation(3, { document_id: 'b', title: 'Oven' }),
    ],
  });
  expect(told(found)).toEqual(['[Pump]', 'Wipe.', 'Rinse.', '[Oven]', 'danger: Unplug.', 'Dry.']);
});
