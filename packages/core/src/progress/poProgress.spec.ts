import { describe, expect, it } from 'vitest';
import { noChanges } from '../backfill/Changes.ts';
import type { PoWithDeliveries } from '../po/Po.ts';
import type { DocumentProgress } from '../ports/ProgressStore.ts';
import { manualPo, sourceDocument } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import { poProgress } from './poProgress.ts';
import type { Quantity } from './stageOf.ts';
import { noCylinders } from './stages.ts';

const readAt = new Date('2025-11-22T03:00:00Z');
const known = (qty: number): Quantity => ({ qty, known: true });

const counted = (...all: readonly (readonly [string, number, number, number])[]): Map<string, DocumentProgress> =>
  new Map(
    all.map(([docNo, filled, warehoused, shipped]) => [docNo, { docNo, filled, warehoused, shipped, readAt }] as const),
  );

/** The only PO that a backfill of these documents makes, of orders that staff have entered or of none. */
const onePo = async (
  documents: readonly ReturnType<typeof sourceDocument>[],
  manual: readonly ReturnType<typeof manualPo>[] = [],
): Promise<PoWithDeliveries> => {
  const world = await inMemoryWorld();
  await enterManualPos(world, manual);
  await world.setSource({ put: documents });
  await runToEnd(world);
  let all: readonly PoWithDeliveries[] = [];
  await world.ports.pos.change([{ customerKey: 'KDKK', poKey: 'PO-001' }], readAt, (pos) => {
    all = pos;
    return noChanges;
  });
  expect(all).toHaveLength(1);
  return all[0]!;
};

describe('the progress of a PO', () => {
  it('is the sum of its live documents, as a whole and by product', async () => {
    const po = await onePo(
      [
        sourceDocument({ docNo: 'FP25000001', qty: '10' }),
        sourceDocument({ docNo: 'FP25000002', qty: '5' }),
        sourceDocument({ docNo: 'FP25000003', qty: '7', product: 'KF002' }),
        sourceDocument({ docNo: 'FP25000004', qty: '100', progressCode: '51' }),
      ],
      [
        manualPo({
          items: [
            { product: 'KF001', qty: 20, deliveryOn: null },
            { product: 'KF009', qty: 3, deliveryOn: null },
            { product: 'KF001', qty: 10, deliveryOn: '2025-12-01' },
          ],
        }),
      ],
    );
    const progress = poProgress(
      po,
      counted(['FP25000001', 10, 10, 9], ['FP25000002', 5, 0, 0], ['FP25000003', 7, 7, 7], ['FP25000004', 1, 1, 1]),
    );
    expect(progress.whole).toEqual({
      ordered: known(33),
      instructed: known(22),
      cylinders: { filled: 22, warehoused: 17, shipped: 16 },
      stage: 'shipped',
      rate: (100 * 16) / 33,
    });
    expect(progress.items).toEqual([
      {
        productKey: 'KF001',
        ordered: known(30),
        instructed: known(15),
        cylinders: { filled: 15, warehoused: 10, shipped: 9 },
        stage: 'shipped',
        rate: 30,
      },
      {
        productKey: 'KF009',
        ordered: known(3),
        instructed: known(0),
        cylinders: noCylinders,
        stage: 'waiting',
        rate: 0,
      },
    ]);
    expect(progress.deliveries.map(({ docNo, ordered, stage, rate }) => [docNo, ordered.qty, stage, rate])).toEqual([
      ['FP25000001', 10, 'shipped', 90],
      ['FP25000002', 5, 'filled', 0],
      ['FP25000003', 7, 'completed', 100],
    ]);
    expect(progress.readAt).toEqual(readAt);
  });

  it('is never completed while a quantity of a backfilled PO is unknown', async () => {
    const po = await onePo([
      sourceDocument({ docNo: 'FP25000001', qty: '10' }),
      sourceDocument({ docNo: 'FP25000002', qty: null, product: null }),
    ]);
    const progress = poProgress(po, counted(['FP25000001', 10, 10, 10], ['FP25000002', 4, 4, 4]));
    expect(progress.whole).toMatchObject({ ordered: { qty: 10, known: false }, stage: 'shipped', rate: null });
    expect(progress.items).toMatchObject([
      { productKey: 'KF001', stage: 'completed', rate: 100 },
      { productKey: 'UNKNOWN', cylinders: { shipped: 4 }, stage: 'shipped', rate: null },
    ]);
    expect(progress.deliveries.map(({ stage }) => stage)).toEqual(['completed', 'shipped']);
  });

  it('is not known before it has been read', async () => {
    const po = await onePo([sourceDocument({ docNo: 'FP25000001', qty: '10' })]);
    const progress = poProgress(po, new Map());
    const unread = { ordered: known(10), instructed: known(10), cylinders: null, stage: null, rate: null };
    expect(progress).toEqual({
      whole: unread,
      items: [{ productKey: 'KF001', ...unread }],
      deliveries: [{ docNo: 'FP25000001', ...unread }],
      readAt: null,
    });
  });
});
