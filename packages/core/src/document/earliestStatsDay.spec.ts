import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, isDay } from './days.ts';
import { earliestStatsDay } from './earliestStatsDay.ts';

it.each([
  ['2025-11-22', '2015-11-22'],
  ['2024-02-29', '2014-02-28'],
  ['2026-03-01', '2016-02-29'],
])('on %s figures go back to %s', (today, earliest) => {
  expect(earliestStatsDay(today)).toBe(earliest);
});

it('figures go back ten years, and never over more than 3,654 days', () => {
  const today = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(today, (day) => {
      const earliest = earliestStatsDay(day);
      expect(isDay(earliest)).toBe(true);
      expect(Number(day.slice(0, 4)) - Number(earliest.slice(0, 4))).toBeLessThanOrEqual(11);
      expect(addDays(earliest, 3653)).toBe(day);
    }),
  );
});
