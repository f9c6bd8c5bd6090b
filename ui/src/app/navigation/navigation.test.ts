import { expect, test } from 'vitest';
import { placesFor } from './navigation';

const names = (role: 'technician' | 'expert' | 'admin') => placesFor(role).map(({ name }) => name);

test('a role is led only to where it may go', () => {
  expect(names('technician')).toEqual(['ask', 'history', 'documents']);
  expect(names('expert')).toEqual(['ask', 'history', 'documents', 'review', 'releases']);
  expect(names('admin')).toEqual(['ask', 'history', 'documents', 'review', 'releases', 'admin']);
});
