import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentNumberOf, nextSequences, readSequences, settlesGreatest } from './nextNumbers.ts';

describe('the greatest sequence of a year', () => {
  it('is that of FCMS or the greatest ever reserved, whichever is greater', () => {
    expect(readSequences([667, 668], null)).toEqual({ greatest: 668, typingErrors: [] });
    expect(readSequences([667, 668], 669)).toEqual({ greatest: 669, typingErrors: [] });
    expect(readSequences([700, 668], 669)).toEqual({ greatest: 700, typingErrors: [] });
    expect(readSequences([], 12)).toEqual({ greatest: 12, typingErrors: [] });
    expect(readSequences([], null)).toEqual({ greatest: 0, typingErrors: [] });
  });

  it('is not one more than 10,000 above all others, which is a typing error', () => {
    expect(readSequences([10_668, 668], null)).toEqual({ greatest: 10_668, typingErrors: [] });
    expect(readSequences([10_669, 668], null)).toEqual({ greatest: 668, typingErrors: [10_669] });
    expect(readSequences([900_000, 700_000, 668], null)).toEqual({ greatest: 668, typingErrors: [900_000, 700_000] });
    expect(readSequences([900_000], 668)).toEqual({ greatest: 668, typingErrors: [900_000] });
  });

  it('is that of a pair far above the others: two are no typing error', () => {
    expect(readSequences([900_001, 900_000, 668], null)).toEqual({ greatest: 900_001, typingErrors: [] });
  });

  it('is that of a number that stands alone: there are no others to compare it with', () => {
    expect(readSequences([999_999], null)).toEqual({ greatest: 999_999, typingErrors: [] });
  });

  it('is never below what we reserved, however far above the others that is', () => {
    expect(readSequences([668], 500_000)).toEqual({ greatest: 500_000, typingErrors: [] });
    expect(readSequences([500_000, 668], 500_000)).toEqual({ greatest: 500_000, typingErrors: [] });
  });

  const sequences = fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 40 })), {
    maxLength: 40,
  });

  it('is the same whatever smaller sequences are left out, once those that are there settle it', () => {
    fc.assert(
      fc.property(sequences, fc.integer({ min: 0, max: 999_999 }), (all, bound) => {
        const ordered = all.toSorted((a, b) => b - a);
        const kept = ordered.filter((sequence) => sequence > bound);
        fc.pre(settlesGreatest(kept, bound));
        expect(readSequences(kept, null)).toEqual(readSequences(ordered, null));
      }),
    );
  });

  it('is the greatest that no gap of more than 10,000 sets apart', () => {
    fc.assert(
      fc.property(sequences, fc.option(fc.integer({ min: 1, max: 999_999 })), (inFcms, reserved) => {
        const { greatest, typingErrors } = readSequences(inFcms, reserved);
        const all = reserved === null ? inFcms : [...inFcms, reserved];
        expect(all.filter((each) => each > greatest).toSorted((a, b) => b - a)).toEqual(typingErrors);
        expect(greatest).toBeGreaterThanOrEqual(reserved ?? 0);
        for (const [i, error] of typingErrors.entries()) {
          expect(error - (typingErrors[i + 1] ?? greatest)).toBeGreaterThan(10_000);
        }
      }),
    );
  });
});

describe('the next numbers', () => {
  it('follow the greatest, one by one', () => {
    expect(nextSequences(668, 3)).toEqual([669, 670, 671]);
    expect(nextSequences(0, 1)).toEqual([1]);
  });

  it('end with 999999', () => {
    expect(nextSequences(999_997, 2)).toEqual([999_998, 999_999]);
    expect(nextSequences(999_998, 2)).toBeNull();
    expect(nextSequences(999_999, 1)).toBeNull();
  });

  it('have 6 digits, zero-padded, and the prefix of the site', () => {
    expect(documentNumberOf('FP', 25, 669)).toBe('FP25000669');
    expect(documentNumberOf('KX', 5, 999_999)).toBe('KX05999999');
  });
});
