import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOccurrences } from './createOccurrences.ts';
import { createPrng } from './createPrng.ts';

describe('createOccurrences', () => {
  it('keeps its rate to within one at any length, and counts its occurrences', () => {
    const lengths = fc.integer({ min: 1, max: 5000 });
    const rates = fc.double({ min: 0.0005, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fc.string(), rates, lengths, (label, rate, length) => {
        const occurrence = createOccurrences(createPrng(label), rate);
        const ordinals = Array.from({ length }, occurrence).filter((ordinal) => ordinal >= 0);
        expect(ordinals).toEqual(ordinals.map((_, i) => i));
        expect(Math.abs(ordinals.length - length * rate)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('createPrng', () => {
  it('gives the numbers of its label, in range and evenly', () => {
    fc.assert(
      fc.property(fc.string(), (label) => {
        const numbers = Array.from({ length: 2000 }, createPrng(label).next);
        expect(Array.from({ length: 2000 }, createPrng(label).next)).toEqual(numbers);
        expect(numbers.every((n) => n >= 0 && n < 1)).toBe(true);
        const mean = numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
        // Six standard deviations of the mean of 2,000.
        expect(Math.abs(mean - 0.5)).toBeLessThan(0.039);
      }),
      { numRuns: 20 },
    );
    expect(createPrng('a').next()).not.toBe(createPrng('b').next());
  });
});
