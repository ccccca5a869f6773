import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tries } from '../testing/tries.ts';
import { withinTwoEdits } from './withinTwoEdits.ts';

/** The whole table of optimal string alignment, as in the textbooks. */
const distance = (a: string, b: string): number => {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const cost = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      rows[i]?.splice(j, 1, cost);
    }
  }
  return at(a.length, b.length);
};

const text = () => fc.string({ unit: fc.constantFrom('0', '1', 'A'), maxLength: 9 });

it('agrees with the distance of the textbooks', () => {
  fc.assert(
    fc.property(text(), text(), (a, b) => {
      expect(withinTwoEdits(a, b)).toBe(distance(a, b) <= 2);
    }),
    tries(20),
  );
});
