import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateParts, dayOf, dayText, parseDay, parseTime, secondsPerDay, timeText, weekdayOf } from './wallClock.ts';

const day = fc.integer({ min: -700_000, max: 400_000 });

describe('the wall clock', () => {
  it('reads the days and times that it writes', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: secondsPerDay - 1 }), (at, seconds) => {
        const time = at * secondsPerDay + seconds;
        expect(parseDay(dayText(at))).toBe(at);
        expect(parseTime(timeText(time))).toBe(time);
        expect(dayOf(time)).toBe(at);
      }),
    );
  });

  it('knows the calendar', () => {
    const saturday = parseDay('2025-11-22') ?? Number.NaN;
    expect(weekdayOf(saturday)).toBe(6);
    expect(dateParts(saturday)).toEqual({ year: 2025, month: 11, dayOfYear: 326 });
    expect(timeText(saturday * secondsPerDay + 3661)).toBe('2025-11-22 01:01:01');
  });

  it('refuses days and times that do not exist', () => {
    for (const text of ['2025-02-30', '2025-13-01', '25-01-01', '2025-1-1', '']) expect(parseDay(text)).toBeNull();
    for (const text of ['2025-02-01', '2025-02-01 24:00:00', '2025-02-01T10:00:00', '2025-02-01 10:00'])
      expect(parseTime(text)).toBeNull();
  });
});
