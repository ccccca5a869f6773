import { unknown } from '../po/codeKeys.ts';
import type { Delivery, Item, PoWithDeliveries } from '../po/Po.ts';
import type { DocumentProgress } from '../ports/ProgressStore.ts';
import { type Quantity, rateOf, type Stage, stageOf } from './stageOf.ts';
import { type StageCounts, sumOf } from './stages.ts';

/** How far something ordered has come, in cylinders; documents that FCMS has cancelled are left out. */
export interface ProgressFigures {
  readonly ordered: Quantity;
  /** What the documents say. */
  readonly instructed: Quantity;
  /** Null, as `stage` and `rate` are, while no progress has been read. */
  readonly cylinders: StageCounts | null;
  readonly stage: Stage | null;
  /** Shipped of ordered in percent, 0–100; null also while it is not known how many are ordered. */
  readonly rate: number | null;
}

/** The progress of a PO as a whole, of what was ordered of each product, and of each live delivery. */
export interface PoProgress {
  readonly whole: ProgressFigures;
  /** A product each, in the order of the PO's items. */
  readonly items: readonly (ProgressFigures & { readonly productKey: string })[];
  /** Live deliveries in decision order. What is ordered with a delivery is what its document says. */
  readonly deliveries: readonly (ProgressFigures & { readonly docNo: string })[];
  /** The moment as of which the cylinders were counted; null while none were, or when there is no delivery. */
  readonly readAt: Date | null;
}

const ordered = (items: readonly Item[]): Quantity => ({
  qty: items.reduce((sum, { qty }) => sum + qty, 0),
  known: items.every(({ incomplete }) => !incomplete),
});

const instructed = (deliveries: readonly Delivery[]): Quantity => ({
  qty: deliveries.reduce((sum, { qty }) => sum + (qty ?? 0), 0),
  known: deliveries.every(({ qty }) => qty !== null),
});

/** Works out a PO's figures from the counts of its documents, `progress` by document number. */
export const poProgress = (
  { po, deliveries }: PoWithDeliveries,
  progress: ReadonlyMap<string, DocumentProgress>,
): PoProgress => {
  const live = deliveries.filter(({ content }) => !content.cancelled);

  const figures = (asked: Quantity, of: readonly Delivery[]): ProgressFigures => {
    const told = instructed(of);
    const counts = of.flatMap(({ docNo }) => progress.get(docNo) ?? []);
    if (counts.length < of.length) {
      return { ordered: asked, instructed: told, cylinders: null, stage: null, rate: null };
    }
    const cylinders = sumOf(counts);
    return {
      ordered: asked,
      instructed: told,
      cylinders,
      stage: stageOf(asked, told, cylinders),
      rate: rateOf(asked, cylinders.shipped),
    };
  };

  const readAt = live.flatMap(({ docNo }) => progress.get(docNo)?.readAt ?? []);
  return {
    whole: figures(ordered(po.items), live),
    items: [...Map.groupBy(po.items, ({ productKey }) => productKey)].map(([productKey, items]) => ({
      productKey,
      ...figures(
        ordered(items),
        live.filter((delivery) => (delivery.productKey ?? unknown) === productKey),
      ),
    })),
    deliveries: live.map((delivery) => ({ docNo: delivery.docNo, ...figures(instructed([delivery]), [delivery]) })),
    readAt: readAt.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null),
  };
};
