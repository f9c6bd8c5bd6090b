import { screen } from '@testing-library/react';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { rendered } from '@/testing/rendered';
import { Section } from './Section';

const changed: Schemas['SectionChangeOut'] = {
  kind: 'changed',
  old_path: ['4 Care', '4.2 Rinsing'],
  new_path: ['5 Care', '5.2 Rinsing'],
  old_pages: [12],
  new_pages: [14, 15],
  lines: [
    { old: { text: 'Rinse with 5 mL.', page: 12 }, new: { text: 'Rinse with 10 mL.', page: 14 }, numbers: true },
    { old: null, new: { text: 'Wear <b>gloves</b>.', page: 15 }, numbers: false },
  ],
};

test('marks what differs with more than a colour, and flags a changed number', async () => {
  await rendered(<Section change={changed} old="old" newer="new" />);
  expect(screen.getByText('A number changed')).toBeInTheDocument();
  expect(screen.getByText('5').tagName).toBe('DEL');
  expect(screen.getByText('10').tagName).toBe('INS');
  expect(screen.getByText('Was:')).toBeInTheDocument();
  expect(screen.getByText('Before: 4 Care › 4.2 Rinsing')).toBeInTheDocument();
});

test('what a manual says is text', async () => {
  await rendered(<Section change={changed} old="old" newer="new" />);
  expect(screen.getByText('Wear <b>gloves</b>.')).toBeInTheDocument();
});

test('leads to the pages of both revisions', async () => {
  await rendered(<Section change={changed} old="old" newer="new" />);
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/documents/old/read?page=12',
    '/documents/new/read?page=14',
    '/documents/new/read?page=15',
  ]);
});

test('an added section leads nowhere in the older revision, in French too', async () => {
  await i18next.changeLanguage('fr');
  await rendered(<Section change={{ ...changed, kind: 'added', old_path: [], old_pages: [] }} old="old" newer="new" />);
  expect(screen.getByText('Ajoutée')).toBeInTheDocument();
  expect(screen.queryByText(/Ancienne révision/)).not.toBeInTheDocument();
});
