import type { Delivery, PoId, PoWithDeliveries } from '../po/Po.ts';

/** What deciding a batch changes. Writing it makes the store what the next batch decides upon. */
export interface Changes {
  /** POs that are new or were touched, whole. */
  readonly touched: readonly PoWithDeliveries[];
  /** Which of the touched POs did not exist before. */
  readonly added: ReadonlySet<PoId>;
  /** POs that are gone: backfilled ones that lost their only document. */
  readonly removed: readonly PoId[];
  /** Deliveries that are new or differ from what was known, each on one of the touched POs. */
  readonly deliveries: readonly Delivery[];
}

export const noChanges: Changes = { touched: [], added: new Set(), removed: [], deliveries: [] };
