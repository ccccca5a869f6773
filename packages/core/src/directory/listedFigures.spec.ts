import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryDueOn } from './deliveryDueOn.ts';
import { type Delivered, listedDueOn } from './listedFigures.ts';

const asOf = new Date('2025-11-22T03:00:00Z');

interface Told {
  readonly productKey: string | null;
  readonly qty: number | null;
  readonly shipped: number;
  readonly deliveryOn: string | null;
}

const delivered = ({ productKey, qty, shipped, deliveryOn }: Told): Delivered => ({
  productKey,
  instructed: { qty: qty ?? 0, known: qty !== null },
  ...{ filled: shipped, warehoused: shipped, shipped },
  dueOn: deliveryDueOn({ qty, shipped, deliveryOn }),
});

const tellArb = fc.record<Told>({
  productKey: fc.constantFrom('A', 'B', null),
  qty: fc.option(fc.integer({ min: 1, max: 5 })),
  shipped: fc.nat(6),
  deliveryOn: fc.option(fc.constantFrom('2025-11-01', '2025-11-20', '2025-12-01', '2026-01-15')),
});

/** Deliveries of a product as one, as the database adds them up. */
const together = (all: readonly Delivered[]): readonly Delivered[] =>
  [...Map.groupBy(all, ({ productKey }) => productKey).values()].map((of) => ({
    ...of[0]!,
    shipped: of.reduce((sum, { shipped }) => sum + shipped, 0),
    dueOn: of.flatMap(({ dueOn }) => dueOn ?? []).toSorted()[0] ?? null,
  }));

describe('when a delivery is due', () => {
  const deliveryOn = '2025-11-27';
  it.each([
    [10, 0, deliveryOn],
    [10, 9, deliveryOn],
    [10, 10, null],
    [10, 11, null],
    [null, 99, deliveryOn],
  ])('of %j with %j shipped: %j', (qty, shipped, expected) =>
    expect(deliveryDueOn({ qty, shipped, deliveryOn })).toBe(expected),
  );
});

describe('what is due next of a PO', () => {
  it('is of a backfilled one the earliest due date of its deliveries that are not shipped completely', () => {
    fc.assert(
      fc.property(fc.array(tellArb, { maxLength: 8 }), (tells) => {
        const left = tells.filter(({ qty, shipped }) => qty === null || shipped < qty);
        const days = left.flatMap(({ deliveryOn }) => deliveryOn ?? []).toSorted();
        const po = { state: 'open', manual: false, items: [], delivered: tells.map(delivered) } as const;
        expect(listedDueOn(po, asOf)).toBe(days[0] ?? null);
      }),
    );
  });

  it('is the same whether deliveries of a product are told each by itself or together', () => {
    const itemsArb = fc.array(
      fc.record({
        productKey: fc.constantFrom('A', 'B', 'UNKNOWN'),
        product: fc.constant('x'),
        qty: fc.integer({ min: 1, max: 8 }),
        deliveryOn: fc.option(fc.constantFrom('2025-11-10', '2025-12-10')),
        incomplete: fc.boolean(),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.boolean(), itemsArb, fc.array(tellArb, { maxLength: 8 }), (manual, items, tells) => {
        const each = tells.map(delivered);
        const po = { state: 'open', manual, items } as const;
        expect(listedDueOn({ ...po, delivered: together(each) }, asOf)).toBe(
          listedDueOn({ ...po, delivered: each }, asOf),
        );
      }),
    );
  });
});
