import type { PoWithDeliveries } from '../po/Po.ts';
import type { ProgressStore } from '../ports/ProgressStore.ts';
import type { PoGroup } from '../progress/overallProgress.ts';
import { type CountedPo, instructedOf, orderedOf } from '../progress/poProgress.ts';
import { noCylinders, type StageCounts, sumOf } from '../progress/stages.ts';

/** What passes have counted: the cylinders of each document that has any, and as of when; null while nothing was counted. */
export interface Counted {
  readonly asOf: Date | null;
  readonly of: ReadonlyMap<string, StageCounts>;
}

/** A PO with what was counted of it. */
export const countedPo = ({ po, deliveries }: PoWithDeliveries, { of }: Counted): CountedPo => ({
  items: po.items,
  deliveries: deliveries.flatMap(({ docNo, number, productKey, qty }) =>
    number === null ? [] : [{ docNo, delivery: number, productKey, qty, ...(of.get(docNo) ?? noCylinders) }],
  ),
});

export const groupOfOne = ({ items, deliveries }: CountedPo): PoGroup => ({
  pos: 1,
  ordered: orderedOf(items),
  instructed: instructedOf(deliveries),
  cylinders: sumOf(deliveries),
});

const counts = ({ filled, warehoused, shipped }: StageCounts): StageCounts => ({ filled, warehoused, shipped });

/** What passes have counted of the documents of these POs. */
export const countedBy = async (progress: ProgressStore, of: readonly PoWithDeliveries[]): Promise<Counted> => {
  const found = await progress.find(of.flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo)));
  return { asOf: await progress.readAt(), of: new Map(found.map((each) => [each.docNo, counts(each)])) };
};
