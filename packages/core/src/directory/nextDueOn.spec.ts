import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDueOn } from './nextDueOn.ts';

const line = (productKey: string, qty: number, deliveryOn: string | null, incomplete = false) => ({
  productKey,
  qty,
  deliveryOn,
  incomplete,
});
const items = [
  line('A', 10, '2025-12-25'),
  line('A', 20, '2025-11-25'),
  line('B', 5, '2026-01-10'),
  line('C', 5, null),
];
const manual = { state: 'open', manual: true, deliveriesDue: new Map<string, string>() } as const;
const due = (shipped: Record<string, number>, state: 'open' | 'cancelled' = 'open') =>
  nextDueOn({ ...manual, state, items, shipped: new Map(Object.entries(shipped)) });

describe('what is due next', () => {
  it.each([
    [{}, '2025-11-25'],
    [{ A: 19 }, '2025-11-25'],
    [{ A: 20 }, '2025-12-25'],
    [{ A: 29, B: 5 }, '2025-12-25'],
    [{ A: 30 }, '2026-01-10'],
    [{ A: 30, B: 5 }, null],
    [{ A: 99, B: 9, C: 5 }, null],
  ])('after %j is shipped: %s', (shipped, expected) => expect(due(shipped)).toBe(expected));

  it('is nothing where there are no items, and of a cancelled PO', () => {
    expect(nextDueOn({ ...manual, items: [], shipped: new Map() })).toBeNull();
    expect(due({}, 'cancelled')).toBeNull();
  });

  it('is a line whose quantity is not fully known, whatever is shipped', () => {
    const unknown = [line('A', 10, '2025-12-25', true)];
    expect(nextDueOn({ ...manual, items: unknown, shipped: new Map([['A', 100]]) })).toBe('2025-12-25');
  });

  it('is of an item without a due date that of the deliveries of its product, while something of it is left', () => {
    const deliveriesDue = new Map([
      ['A', '2025-11-01'],
      ['C', '2025-12-31'],
    ]);
    const by = (shipped: Record<string, number>) =>
      nextDueOn({ ...manual, deliveriesDue, items, shipped: new Map(Object.entries(shipped)) });
    expect(by({ A: 20, B: 5 })).toBe('2025-12-25');
    expect(by({ A: 30, B: 5 })).toBe('2025-12-31');
    expect(by({ A: 30, B: 5, C: 5 })).toBeNull();
  });

  it('is of a backfilled PO that of its deliveries, and none once staff cancelled it', () => {
    const backfilled = {
      manual: false,
      items: [line('A', 10, null), line('B', 5, null)],
      shipped: new Map([['A', 10]]),
    };
    const deliveriesDue = new Map([
      ['A', '2025-12-31'],
      ['B', '2025-12-01'],
    ]);
    expect(nextDueOn({ ...backfilled, state: 'open', deliveriesDue })).toBe('2025-12-01');
    expect(nextDueOn({ ...backfilled, state: 'open', deliveriesDue: new Map() })).toBeNull();
    expect(nextDueOn({ ...backfilled, state: 'cancelled', deliveriesDue })).toBeNull();
  });

  it('never comes earlier by shipping more', () => {
    const shipped = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.nat(40));
    const rank = (on: string | null) => on ?? '9999';
    fc.assert(
      fc.property(shipped, fc.constantFrom('A', 'B', 'C'), fc.nat(40), (before, product, more) => {
        const after = { ...before, [product]: (before[product] ?? 0) + more };
        expect(rank(due(after)) >= rank(due(before))).toBe(true);
      }),
    );
  });
});
