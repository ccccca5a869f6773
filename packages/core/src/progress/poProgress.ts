import { unknown } from '../po/codeKeys.ts';
import type { Item } from '../po/Po.ts';
import { type ProgressFigures, progressFigures } from './ProgressFigures.ts';
import type { Quantity } from './stageOf.ts';
import { type StageCounts, sumOf } from './stages.ts';

/** A live delivery, and the cylinders that have been counted under its document. */
export interface CountedDelivery extends StageCounts {
  readonly docNo: string;
  /** Its number on the PO. */
  readonly delivery: number;
  readonly productKey: string | null;
  /** Cylinders; null when unknown. */
  readonly qty: number | null;
}

/** What the progress of a PO depends on. */
export interface CountedPo {
  readonly items: readonly Pick<Item, 'productKey' | 'product' | 'qty' | 'incomplete'>[];
  /** In decision order, without those that FCMS has cancelled. */
  readonly deliveries: readonly CountedDelivery[];
}

/** The progress of a PO as a whole, of what was ordered of each product, and of each live delivery. */
export interface PoProgress {
  /** The moment as of which cylinders were counted; null while none were. */
  readonly asOf: Date | null;
  readonly po: ProgressFigures;
  /** A product each, in the order of the PO's items. */
  readonly items: readonly (ProgressFigures & { readonly product: string })[];
  /** Live deliveries in decision order. */
  readonly deliveries: readonly (ProgressFigures & Pick<CountedDelivery, 'docNo' | 'delivery'>)[];
}

/** All that is ordered. */
export const orderedOf = (items: CountedPo['items']): Quantity => ({
  qty: items.reduce((sum, { qty }) => sum + qty, 0),
  known: items.every(({ incomplete }) => !incomplete),
});

/** All that documents say. */
export const instructedOf = (deliveries: CountedPo['deliveries']): Quantity => ({
  qty: deliveries.reduce((sum, { qty }) => sum + (qty ?? 0), 0),
  known: deliveries.every(({ qty }) => qty !== null),
});

/** Works out how far a PO has come; what was counted holds as of `asOf`, null while nothing was. */
export const poProgress = ({ items, deliveries }: CountedPo, asOf: Date | null): PoProgress => {
  const figures = (ordered: Quantity, of: readonly CountedDelivery[]): ProgressFigures =>
    progressFigures(ordered, instructedOf(of), asOf === null ? null : sumOf(of));
  return {
    asOf,
    po: figures(orderedOf(items), deliveries),
    items: [...Map.groupBy(items, ({ productKey }) => productKey)].map(([productKey, lines]) => ({
      product: lines[0]!.product,
      ...figures(
        orderedOf(lines),
        deliveries.filter((each) => (each.productKey ?? unknown) === productKey),
      ),
    })),
    deliveries: deliveries.map((each) => ({
      docNo: each.docNo,
      delivery: each.delivery,
      ...figures(instructedOf([each]), [each]),
    })),
  };
};
