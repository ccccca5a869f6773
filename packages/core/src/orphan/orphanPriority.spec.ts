import { describe, expect, it } from 'vitest';
import type { Day } from '../document/days.ts';
import { type Priority, priorities } from '../review/priority.ts';
import { defaultNow, moveReport, orphan } from '../testing/builders.ts';
import { daysOfPriority, orphanDay, orphanPriority } from './orphanPriority.ts';

/** Today is 2025-11-22 in Seoul. */
const filledOn = (day: Day) => orphan('FP25000001', { report: moveReport({ fillingDate: `${day} 23:59:59` }) });

describe('the priority of an orphan', () => {
  it.each<[Day, Priority]>([
    ['2025-12-01', 'critical'],
    ['2025-11-22', 'critical'],
    ['2025-11-15', 'critical'],
    ['2025-11-14', 'medium'],
    ['2025-10-23', 'medium'],
    ['2025-10-22', 'low'],
    ['2008-01-01', 'low'],
  ])('that was filled on %s is %s: critical up to 7 days, medium up to 30, low after', (day, priority) => {
    expect(orphanPriority(filledOn(day), defaultNow)).toBe(priority);
    const fits = priorities.filter((each) => {
      const days = daysOfPriority(each, '2025-11-22');
      return days !== null && (days.since === null || day >= days.since) && (days.until === null || day <= days.until);
    });
    expect(fits).toEqual([priority]);
  });

  it('goes by the days of Seoul', () => {
    const old = filledOn('2025-11-15');
    expect(orphanPriority(old, new Date('2025-11-22T14:59:59Z'))).toBe('critical');
    expect(orphanPriority(old, new Date('2025-11-22T15:00:00Z'))).toBe('medium');
  });
});

describe('the age of an orphan', () => {
  const dates = {
    fillingDate: '2025-11-03 00:00:00',
    shippingDate: '2025-11-02 00:00:00',
    addDatetime: '2025-11-01 00:00:00',
  };
  const dayOf = (given: Partial<Record<keyof typeof dates, string | null>>) =>
    orphanDay({ report: moveReport({ ...dates, ...given }), firstSeenAt: new Date('2025-11-20T15:00:00Z') });

  it('counts from the day of filling, else of shipping, else of entry, else from when it was first seen', () => {
    expect(dayOf({})).toBe('2025-11-03');
    expect(dayOf({ fillingDate: null })).toBe('2025-11-02');
    expect(dayOf({ fillingDate: null, shippingDate: null })).toBe('2025-11-01');
    expect(dayOf({ fillingDate: null, shippingDate: null, addDatetime: null })).toBe('2025-11-21');
  });

  it('passes over days that cannot be', () => {
    expect(dayOf({ fillingDate: '9999-12-31 00:00:00' })).toBe('2025-11-02');
    expect(dayOf({ fillingDate: 'infinity', shippingDate: '1900-01-01 00:00:00' })).toBe('2025-11-01');
  });
});
