import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../document/days.ts';
import { inWindow, lastDays } from './Window.ts';

describe('a window', () => {
  it('of N days are the N days that end today, and anything dated later', () => {
    expect(lastDays('2025-11-22', 7)).toEqual({ since: '2025-11-16', until: null });
    expect(lastDays('2025-11-22', 1)).toEqual({ since: '2025-11-22', until: null });
    const days = Array.from({ length: 20 }, (_, i) => addDays('2025-11-23', -i));
    expect(days.filter((day) => inWindow(lastDays('2025-11-22', 7), day))).toHaveLength(1 + 7);
  });

  it('includes both its ends', () => {
    const window = { since: '2025-11-16', until: '2025-11-20' };
    const days = ['2025-11-15', '2025-11-16', '2025-11-18', '2025-11-20', '2025-11-21'];
    expect(days.map((day) => inWindow(window, day))).toEqual([false, true, true, true, false]);
  });

  it('includes every document without an effective date', () => {
    const day = fc.option(fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days)));
    fc.assert(
      fc.property(day, day, (since, until) => {
        expect(inWindow({ since, until }, null)).toBe(true);
      }),
    );
  });

  it('without ends includes everything', () => {
    expect(['1990-01-01', '2100-12-31'].every((day) => inWindow({ since: null, until: null }, day))).toBe(true);
    expect(inWindow({ since: null, until: '2025-11-20' }, '1990-01-01')).toBe(true);
    expect(inWindow({ since: '2025-11-20', until: null }, '2100-12-31')).toBe(true);
  });
});
