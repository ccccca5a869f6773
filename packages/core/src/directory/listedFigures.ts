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
}

/** What the figures of a PO in a list depend on. */
export interface ListedPo {
  readonly state: PoState;
  readonly items: readonly Item[];
  readonly delivered: readonly Delivered[];
}

/** The figures of a PO in a list; what was counted holds as of `asOf`, null while nothing was. */
export const listedFigures = (
  { state, items, delivered }: ListedPo,
  asOf: Date | null,
): ProgressFigures & { readonly nextDueOn: Day | null; readonly asOf: Date | null } => {
  const instructed: Quantity = {
    qty: delivered.reduce((sum, each) => sum + each.instructed.qty, 0),
    known: delivered.every((each) => each.instructed.known),
  };
  const shipped = new Map<string, number>();
  for (const each of asOf === null ? [] : delivered) {
    const product = each.productKey ?? unknown;
    shipped.set(product, (shipped.get(product) ?? 0) + each.shipped);
  }
  return {
    ...progressFigures(orderedOf(items), instructed, asOf === null ? null : sumOf(delivered)),
    nextDueOn: nextDueOn({ state, items, shipped }),
    asOf,
  };
};
