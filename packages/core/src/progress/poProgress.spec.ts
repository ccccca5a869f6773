import { describe, expect, it } from 'vitest';
import { type CountedDelivery, poProgress } from './poProgress.ts';

const asOf = new Date('2025-11-22T03:00:00Z');

const item = (product: string, qty: number, incomplete = false) => ({
  productKey: product.toUpperCase(),
  product,
  qty,
  incomplete,
});

const delivery = (
  n: number,
  qty: number | null,
  [filled, warehoused, shipped]: readonly [number, number, number],
  productKey: string | null = 'KF001',
): CountedDelivery => ({ docNo: `FP2500000${n}`, delivery: n, productKey, qty, filled, warehoused, shipped });

describe('the progress of a PO', () => {
  it('is the sum of its documents, as a whole and by product', () => {
    const progress = poProgress(
      {
        items: [item('KF001', 20), item('KF009', 3), item('kf001', 10)],
        deliveries: [delivery(1, 10, [10, 10, 9]), delivery(2, 5, [5, 0, 0]), delivery(3, 7, [7, 7, 7], 'KF002')],
      },
      asOf,
    );
    expect(progress).toEqual({
      asOf,
      po: {
        ordered: 33,
        incomplete: false,
        instructed: 22,
        filled: 22,
        warehoused: 17,
        shipped: 16,
        rate: (100 * 16) / 33,
        stage: 'shipped',
      },
      items: [
        {
          product: 'KF001',
          ordered: 30,
          incomplete: false,
          instructed: 15,
          filled: 15,
          warehoused: 10,
          shipped: 9,
          rate: 30,
          stage: 'shipped',
        },
        {
          product: 'KF009',
          ordered: 3,
          incomplete: false,
          instructed: 0,
          filled: 0,
          warehoused: 0,
          shipped: 0,
          rate: 0,
          stage: 'waiting',
        },
      ],
      deliveries: [
        expect.objectContaining({ docNo: 'FP25000001', delivery: 1, ordered: 10, stage: 'shipped', rate: 90 }),
        expect.objectContaining({ docNo: 'FP25000002', delivery: 2, ordered: 5, stage: 'filled', rate: 0 }),
        expect.objectContaining({ docNo: 'FP25000003', delivery: 3, ordered: 7, stage: 'completed', rate: 100 }),
      ],
    });
  });

  it('is never completed while it is not known how many are ordered', () => {
    const progress = poProgress(
      {
        items: [item('KF001', 10), item('UNKNOWN', 0, true)],
        deliveries: [delivery(1, 10, [10, 10, 10]), delivery(2, null, [4, 4, 4], null)],
      },
      asOf,
    );
    expect(progress.po).toMatchObject({ ordered: 10, incomplete: true, shipped: 14, stage: 'shipped', rate: null });
    expect(progress.items).toMatchObject([
      { product: 'KF001', incomplete: false, stage: 'completed', rate: 100 },
      { product: 'UNKNOWN', incomplete: true, shipped: 4, stage: 'shipped', rate: null },
    ]);
    expect(progress.deliveries.map(({ stage }) => stage)).toEqual(['completed', 'shipped']);
  });

  it('waits while there is no document', () => {
    expect(poProgress({ items: [item('KF001', 10)], deliveries: [] }, asOf).po).toMatchObject({
      instructed: 0,
      filled: 0,
      shipped: 0,
      rate: 0,
      stage: 'waiting',
    });
  });

  it('is not known before anything was counted', () => {
    const unread = {
      ordered: 10,
      incomplete: false,
      instructed: 10,
      filled: null,
      warehoused: null,
      shipped: null,
      rate: null,
      stage: null,
    };
    expect(poProgress({ items: [item('KF001', 10)], deliveries: [delivery(1, 10, [0, 0, 0])] }, null)).toEqual({
      asOf: null,
      po: unread,
      items: [{ product: 'KF001', ...unread }],
      deliveries: [{ docNo: 'FP25000001', delivery: 1, ...unread }],
    });
  });
});
