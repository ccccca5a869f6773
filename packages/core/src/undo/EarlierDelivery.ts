import type { Delivery, Po } from '../po/Po.ts';

/**
 * A delivery as it was before a run changed it, and its PO as that was then: what taking the run back restores. A document
 * that was not recorded before has none.
 */
export interface EarlierDelivery {
  readonly delivery: Delivery;
  readonly po: Po;
}
