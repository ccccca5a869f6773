import type { Day } from '../document/days.ts';

/** When a live delivery is due; null once all that its document asks for is shipped. An unknown quantity (null) is never all. */
export const deliveryDueOn = ({
  qty,
  shipped,
  deliveryOn,
}: {
  readonly qty: number | null;
  /** Cylinders. */
  readonly shipped: number;
  readonly deliveryOn: Day | null;
}): Day | null => (qty === null || shipped < qty ? deliveryOn : null);
