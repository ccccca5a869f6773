import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Quantity, rateOf, type Stage, stageOf } from './stageOf.ts';
import { noCylinders, type StageCounts } from './stages.ts';

const known = (qty: number): Quantity => ({ qty, known: true });
const atLeast = (qty: number): Quantity => ({ qty, known: false });
const reached = (filled: number, warehoused = 0, shipped = 0): StageCounts => ({ filled, warehoused, shipped });

const quantityArb = fc.record({ qty: fc.integer({ min: 0, max: 30 }), known: fc.boolean() });
const countsArb = fc.record({ filled: fc.nat(40), warehoused: fc.nat(40), shipped: fc.nat(40) });

describe('the stage', () => {
  it.each<[string, Quantity, Quantity, StageCounts, Stage]>([
    ['nothing was instructed', known(10), known(0), noCylinders, 'waiting'],
    ['a document asks for some', known(10), known(4), noCylinders, 'instructed'],
    ['a document does not say how many', known(10), atLeast(0), noCylinders, 'instructed'],
    ['one is filled', known(10), known(10), reached(1), 'filled'],
    ['one is in the warehouse', known(10), known(10), reached(9, 1), 'warehoused'],
    ['one is shipped', known(10), known(10), reached(10, 10, 1), 'shipped'],
    ['one was shipped without a filling', known(10), known(10), reached(0, 0, 1), 'shipped'],
    ['all are shipped', known(10), known(10), reached(10, 10, 10), 'completed'],
    ['more than all are shipped', known(10), known(10), reached(0, 0, 11), 'completed'],
    ['nobody knows how many are all', atLeast(10), atLeast(10), reached(10, 10, 10), 'shipped'],
    ['all are shipped of what one document does not say', known(10), atLeast(4), reached(10, 10, 10), 'completed'],
    ['nothing is ordered, and none shipped', known(0), known(0), noCylinders, 'waiting'],
    ['nothing is ordered, and some shipped', known(0), known(0), reached(1, 1, 1), 'shipped'],
  ])('when %s', (_, ordered, instructed, progress, stage) => {
    expect(stageOf(ordered, instructed, progress)).toBe(stage);
  });

  it('is the last that anything reached', () => {
    fc.assert(
      fc.property(quantityArb, quantityArb, countsArb, (ordered, instructed, counts) => {
        const stage = stageOf(ordered, instructed, counts);
        const { filled, warehoused, shipped } = counts;
        const completed = ordered.known && ordered.qty > 0 && shipped >= ordered.qty;
        expect(stage === 'completed').toBe(completed);
        expect(stage === 'shipped').toBe(shipped > 0 && !completed);
        expect(stage === 'warehoused').toBe(shipped === 0 && warehoused > 0);
        expect(stage === 'filled').toBe(shipped === 0 && warehoused === 0 && filled > 0);
        if (stage === 'waiting') expect(instructed).toEqual(known(0));
      }),
    );
  });

  it('never goes back when a cylinder goes on', () => {
    const order: readonly Stage[] = ['waiting', 'instructed', 'filled', 'warehoused', 'shipped', 'completed'];
    fc.assert(
      fc.property(quantityArb, quantityArb, countsArb, countsArb, (ordered, instructed, counts, more) => {
        const later = {
          filled: counts.filled + more.filled,
          warehoused: counts.warehoused + more.warehoused,
          shipped: counts.shipped + more.shipped,
        };
        const [before, after] = [stageOf(ordered, instructed, counts), stageOf(ordered, instructed, later)];
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }),
    );
  });
});

describe('the rate', () => {
  it('is shipped of ordered, within 0 and 100', () => {
    expect(rateOf(known(8), 0)).toBe(0);
    expect(rateOf(known(8), 3)).toBe(37.5);
    expect(rateOf(known(8), 8)).toBe(100);
    expect(rateOf(known(8), 9)).toBe(100);
  });

  it('is unknown while it is not known how many are ordered, or nothing is', () => {
    expect(rateOf(atLeast(8), 3)).toBeNull();
    expect(rateOf(known(0), 3)).toBeNull();
  });

  it('is 100 exactly when all that was ordered is shipped', () => {
    fc.assert(
      fc.property(quantityArb, countsArb, (ordered, counts) => {
        const completed = stageOf(ordered, ordered, counts) === 'completed';
        expect(rateOf(ordered, counts.shipped) === 100).toBe(completed);
      }),
    );
  });
});
