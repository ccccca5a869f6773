import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, effectiveDate, isDay, seoulDayOf } from './days.ts';

describe('dayOf', () => {
  it.each([
    ['2025-11-22 00:00:00', '2025-11-22'],
    ['2025-11-22 23:59:59.999999', '2025-11-22'],
    ['2025-11-22T12:00:00', '2025-11-22'],
    ['2025-11-22', '2025-11-22'],
    ['0001-01-01 00:00:00', '0001-01-01'],
    ['9999-12-31 00:00:00', '9999-12-31'],
  ])('the day of %s is %s', (timestamp, day) => {
    expect(dayOf(timestamp)).toBe(day);
  });

  it.each([null, '', 'infinity', '-infinity', '10000-01-01 00:00:00', '0044-03-15 00:00:00 BC', '22.11.2025'])(
    '%s has no day',
    (timestamp) => {
      expect(dayOf(timestamp)).toBeNull();
    },
  );
});

describe('the effective date', () => {
  it('is the day of the order', () => {
    expect(effectiveDate('2025-11-20 23:59:59', '2025-11-21 00:00:00')).toBe('2025-11-20');
  });

  it('is the day of entry where the order has none', () => {
    expect(effectiveDate(null, '2025-11-21 00:00:00')).toBe('2025-11-21');
  });

  it('is none where neither has one', () => {
    expect(effectiveDate(null, null)).toBeNull();
  });

  it.each([
    ['1989-12-31 23:59:59', null],
    ['1990-01-01 00:00:00', '1990-01-01'],
    ['2100-12-31 23:59:59', '2100-12-31'],
    ['2101-01-01 00:00:00', null],
    ['1899-12-30 00:00:00', null],
    ['infinity', null],
  ])('%s counts as %s', (timestamp, day) => {
    expect(effectiveDate(timestamp, null)).toBe(day);
    expect(effectiveDate(null, timestamp)).toBe(day);
    expect(effectiveDate(timestamp, '2025-11-21 00:00:00')).toBe(day ?? '2025-11-21');
  });
});

describe('days of Seoul', () => {
  it('begin at 15:00 UTC', () => {
    expect(seoulDayOf(new Date('2025-11-21T14:59:59.999Z'))).toBe('2025-11-21');
    expect(seoulDayOf(new Date('2025-11-21T15:00:00Z'))).toBe('2025-11-22');
  });

  it('are added over months, years and leap days', () => {
    expect(addDays('2025-11-22', 0)).toBe('2025-11-22');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
  });

  it('are added and taken away again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
        const day = addDays('2025-11-22', days);
        expect(isDay(day)).toBe(true);
        expect(addDays(day, -days)).toBe('2025-11-22');
        expect(day > '2025-11-22').toBe(days > 0);
      }),
    );
  });

  it.each([
    '0000-01-01',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-11-31',
    '2025-1-1',
    '25-11-22',
    ' 2025-11-22',
    '',
    'today',
  ])('there is no day %j', (x) => {
    expect(isDay(x)).toBe(false);
  });

  it.each(['2025-11-22', '2024-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (x) => {
    expect(isDay(x)).toBe(true);
  });
});
