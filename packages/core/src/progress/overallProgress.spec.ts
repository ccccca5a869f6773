import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overallProgress, type PoGroup } from './overallProgress.ts';
import { stageOf, stages } from './stageOf.ts';
import { sumOf } from './stages.ts';

const asOf = new Date('2025-11-22T03:00:00Z');

const po = (ordered: number, instructed: number, shipped: number, known = true): PoGroup => ({
  pos: 1,
  ordered: { qty: ordered, known },
  instructed: { qty: instructed, known: true },
  cylinders: { filled: shipped, warehoused: shipped, shipped },
});

const quantity = fc.record({ qty: fc.nat(5), known: fc.boolean() });
const poArb: fc.Arbitrary<PoGroup> = fc.record({
  pos: fc.constant(1),
  ordered: quantity,
  instructed: quantity,
  cylinders: fc.record({ filled: fc.nat(6), warehoused: fc.nat(6), shipped: fc.nat(6) }),
});

/** What POs of one group have in common. */
const commonOf = ({ ordered, instructed, cylinders }: PoGroup): string =>
  JSON.stringify([
    ordered.known,
    ordered.qty > 0,
    instructed.known,
    instructed.qty > 0,
    cylinders.filled > 0,
    cylinders.warehoused > 0,
    cylinders.shipped > 0,
    cylinders.shipped >= ordered.qty,
  ]);

const groupOf = (pos: readonly PoGroup[]): PoGroup => ({
  pos: pos.length,
  ordered: { qty: pos.reduce((sum, { ordered }) => sum + ordered.qty, 0), known: pos[0]!.ordered.known },
  instructed: { qty: pos.reduce((sum, { instructed }) => sum + instructed.qty, 0), known: pos[0]!.instructed.known },
  cylinders: sumOf(pos.map(({ cylinders }) => cylinders)),
});

describe('all POs together', () => {
  it('are added up, and counted by stage', () => {
    expect(overallProgress([po(10, 10, 10), po(10, 5, 5), po(20, 0, 0)], asOf)).toEqual({
      asOf,
      ordered: 40,
      incomplete: false,
      instructed: 15,
      filled: 15,
      warehoused: 15,
      shipped: 15,
      rate: 37.5,
      byStage: { waiting: 1, instructed: 0, filled: 0, warehoused: 0, shipped: 1, completed: 1 },
    });
  });

  it('have the rate of those of which it is known how many are ordered', () => {
    expect(overallProgress([po(10, 10, 5), po(3, 3, 40, false)], asOf)).toMatchObject({
      ordered: 13,
      incomplete: true,
      shipped: 45,
      rate: 50,
    });
    expect(overallProgress([po(3, 3, 40, false)], asOf).rate).toBeNull();
    expect(overallProgress([], asOf)).toMatchObject({ ordered: 0, shipped: 0, rate: null, byStage: { waiting: 0 } });
  });

  it('are not known before anything was counted', () => {
    expect(overallProgress([po(10, 10, 0)], null)).toEqual({
      asOf: null,
      ordered: 10,
      incomplete: false,
      instructed: 10,
      filled: null,
      warehoused: null,
      shipped: null,
      rate: null,
      byStage: null,
    });
  });

  it('say the same however they are grouped, and each PO is in one stage', () => {
    fc.assert(
      fc.property(fc.array(poArb, { maxLength: 40 }), (pos) => {
        const overall = overallProgress(pos, asOf);
        expect(overallProgress([...Map.groupBy(pos, commonOf).values()].map(groupOf), asOf)).toEqual(overall);
        for (const stage of stages) {
          const inStage = pos.filter((each) => stageOf(each.ordered, each.instructed, each.cylinders) === stage);
          expect(overall.byStage?.[stage]).toBe(inStage.length);
        }
      }),
    );
  });
});
