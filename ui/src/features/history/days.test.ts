import { expect, test } from 'vitest';
import { byDay, daysBetween } from './days';

const at = (id: string, moment: Date) => ({
  id,
  title: id,
  created_at: moment.toISOString(),
  last_at: moment.toISOString(),
});

test('conversations stand under the day of their latest question, in the order given', () => {
  const days = byDay([
    at('late', new Date(2026, 10, 21, 23, 59)),
    at('early', new Date(2026, 10, 21, 0, 1)),
    at('before', new Date(2026, 10, 20, 23, 59)),
  ]);
  expect(days.map(([day, those]) => [day.getDate(), those.map(({ id }) => id)])).toEqual([
    [21, ['late', 'early']],
    [20, ['before']],
  ]);
});

test('days are counted by the calendar, whatever the clock says', () => {
  expect(daysBetween(new Date(2026, 10, 20), new Date(2026, 10, 21, 0, 1))).toBe(1);
  expect(daysBetween(new Date(2026, 2, 28), new Date(2026, 2, 30, 12))).toBe(2); // clocks go forward in between
});
