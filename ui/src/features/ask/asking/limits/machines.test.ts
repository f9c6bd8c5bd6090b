import { expect, test } from 'vitest';
import { answersTo, machinesOf, type Named } from './machines';

const named = (name: string, document: string, maker = ''): Named => ({
  name,
  manufacturers: maker ? [maker] : [],
  kinds: [],
  languages: [],
  document_ids: [document],
});

test('a machine is listed once, by its model with what it is', () => {
  const names = ['177', '177 multimeter', 'multimeter'].map((name) => named(name, 'fluke', 'Fluke'));
  const furnace = ['312060H01', 'BF51800', 'Lindberg Box furnace', 'oven'].map((name) => named(name, 'lindberg'));
  const laser = ['laser', 'Verdi laser'].map((name) => named(name, 'verdi'));
  expect(machinesOf([...laser, ...furnace, ...names]).map(({ name }) => name)).toEqual([
    '177 multimeter',
    'BF51800',
    'Verdi laser',
  ]);
  expect(machinesOf(names)).toEqual([{ name: '177 multimeter', others: ['177', 'multimeter'], makers: 'Fluke' }]);
});

test('it is found by any of its names and by its maker, in any order and without accents', () => {
  const machine = { name: 'pE-300', others: ['source d’éclairage'], makers: 'CoolLED' };
  expect(['cool', 'eclairage pe-300', 'ÉCLAIRAGE', ''].filter((typed) => !answersTo(machine, typed))).toEqual([]);
  expect(answersTo(machine, 'cool lamp')).toBe(false);
});
