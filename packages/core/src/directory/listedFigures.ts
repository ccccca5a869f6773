import type { Day } from '../document/days.ts';
import { unknown } from '../po/codeKeys.ts';
import type { Item, PoState } from '../po/Po.ts';
import { type ProgressFigures, progressFigures } from '../progress/ProgressFigures.ts';
import { orderedOf } from '../progress/poProgress.ts';
import type { Quantity } from '../progress/stageOf.ts';
import { type StageCounts, sumOf } from '../progress/stages.ts';
import { nextDueOn } from './nextDueOn.ts';

/** What live deliveries of one product brought, all of them together or each by itself. */
export interface Delivered extends StageCounts {
  readonly productKey: string | null;
  readonly instructed: Quantity;
  /** The earliest day on which one of them is due (`deliveryDueOn`). */
  readonly dueOn: Day | null;
}

/** What the figures of a PO in a list depend on. */
export interface ListedPo {
  readonly state: PoState;
  readonly manual: boolean;
  readonly items: readonly Item[];
  readonly delivered: readonly Delivered[];
}

/** When the next of a PO's deliveries is due (`nextDueOn`), by what was counted as of `asOf`; null while nothing was. */
export const listedDueOn = ({ delivered, ...po }: ListedPo, asOf: Date | null): Day | null => {
  const shipped = new Map<string, number>();
  const deliveriesDue = new Map<string, Day>();
  for (const each of delivered) {
    const product = each.productKey ?? unknown;
    if (asOf !== null) shipped.set(product, (shipped.get(product) ?? 0) + each.shipped);
    const due = deliveriesDue.get(product);
    if (each.dueOn !== null && (due === undefined || each.dueOn < due)) deliveriesDue.set(product, each.dueOn);
  }
  return nextDueOn({ ...po, shipped, deliveriesDue });
};

/** The figures of a PO in a list; what was counted holds as of `asOf`, null while nothing was. */
export const listedFigures = (
  po: ListedPo,
  asOf: Date | null,
): ProgressFigures & { readonly nextDueOn: Day | null; readonly asOf: Date | null } => {
  const { items, delivered } = po;
  const instructed: Quantity = {
    qty: delivered.reduce((sum, each) => sum + each.instructed.qty, 0),
    known: delivered.every((each) => each.instructed.known),
  };
  return {
    ...progressFigures(orderedOf(items), instructed, asOf === null ? null : sumOf(delivered)),
    nextDueOn: listedDueOn(po, asOf),
    asOf,
  };
};
