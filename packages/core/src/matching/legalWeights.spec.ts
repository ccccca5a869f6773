import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features, knowing, waiting } from '../testing/matchExamples.ts';
import { compareFeatures } from './compareFeatures.ts';
import { defaultWeights } from './defaultWeights.ts';
import { estimateWeights, type Label } from './estimateWeights.ts';
import { labelSchema } from './labelSchema.ts';
import { legalWeights } from './legalWeights.ts';
import { fromVector, toVector } from './weightVector.ts';

const unlike = {
  number: 'other',
  expectation: 'no',
  customer: 'same',
  product: 'different',
  quantity: 'far',
  delivery: 'far',
  ordered: 'far',
  need: 'unknown',
} as const;

describe('weights', () => {
  it('in force are legal', () => {
    expect(legalWeights(defaultWeights)).toEqual(defaultWeights);
  });

  it('survive being put in a list', () => {
    expect(fromVector(toVector(defaultWeights))).toEqual(defaultWeights);
  });

  it('of any kind become legal, and legal ones stay', () => {
    const size = toVector(defaultWeights).length;
    const any = fc.array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: size, maxLength: size });
    fc.assert(
      fc.property(any, (list) => {
        const legal = legalWeights(fromVector(Float64Array.from(list)));
        expect(legalWeights(legal)).toEqual(legal);
        for (const [level, row] of Object.entries(legal.number)) {
          expect(Math.max(...row)).toBeLessThanOrEqual(legal.number.same[0]);
          if (level !== 'step' && level !== 'unknown') expect(row[0]).toBeGreaterThanOrEqual(legal.number.other[0]);
        }
        expect(Math.max(...legal.number.step)).toBeLessThan(0);
        expect(legal.number.swapped[3]).toBe(0);
        expect(Math.min(...legal.number.lookAlike)).toBeGreaterThanOrEqual(0);
        expect(legal.number.digit[3]).toBeLessThan(0);
        expect(legal.none.dense).toBeGreaterThanOrEqual(legal.none.no);
      }),
    );
  });
});

describe('a label', () => {
  const label = { comparisons: [{ ...unlike, number: 'swapped' }], expectation: 'no', right: [0] };

  it('of a review is read from JSON', () => {
    expect(labelSchema.parse(JSON.parse(JSON.stringify(label)))).toEqual(label);
  });

  it.each([
    [{ ...label, right: [1] }],
    [{ ...label, comparisons: [] }],
    [{ ...label, comparisons: [{ ...unlike, number: 'nearly' }] }],
    [{ ...label, expectation: 'maybe' }],
    [{}],
  ])('that says nothing usable is refused: %j', (given) => {
    expect(labelSchema.safeParse(given).success).toBe(false);
  });
});

describe('estimated weights', () => {
  const context = knowing([]);
  const compare = (typed: string) =>
    compareFeatures(features({ poKey: typed }), waiting('ABC-2024-017'), context.numbering, context.weights);

  it('are those in force where there is nothing to learn from', () => {
    expect(estimateWeights([], defaultWeights)).toEqual(defaultWeights);
  });

  it('follow the labels: what people accept weighs more, what they refuse less', () => {
    const labels = (typed: string, right: readonly number[]): Label[] =>
      Array.from({ length: 60 }, () => ({ comparisons: [compare(typed)], expectation: 'no', right }));
    const estimated = estimateWeights([...labels('ABX-2024-017', [0]), ...labels('ABC-2042-017', [])], defaultWeights);
    const difference = (level: 'letter' | 'swapped') => estimated.number[level][0] - defaultWeights.number[level][0];
    expect(difference('swapped')).toBeLessThan(-500);
    expect(difference('letter')).toBeGreaterThan(difference('swapped') + 1_000);
    expect(estimated.number.century).toEqual(defaultWeights.number.century);
    expect(legalWeights(estimated)).toEqual(estimated);
  });
});
