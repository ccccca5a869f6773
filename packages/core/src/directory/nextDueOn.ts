import type { Day } from '../document/days.ts';
import type { Item, PoState } from '../po/Po.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** What the due date depends on. */
interface DuePo {
  readonly state: PoState;
  readonly items: readonly Pick<Item, 'productKey' | 'qty' | 'deliveryOn' | 'incomplete'>[];
  /** Cylinders shipped of each product; one that is not there has none. */
  readonly shipped: ReadonlyMap<string, number>;
}

const byDueDate = (a: { readonly deliveryOn: Day | null }, b: { readonly deliveryOn: Day | null }): number => {
  if (a.deliveryOn === null || b.deliveryOn === null)
    return Number(a.deliveryOn === null) - Number(b.deliveryOn === null);
  return compareCodePoints(a.deliveryOn, b.deliveryOn);
};

/**
 * The earliest due date of what is not shipped yet, past days included; null when nothing is left, when what is left has no date, and
 * for a cancelled PO. What is shipped of a product counts for the lines of it that are due first. A line whose quantity is not
 * fully known is never done.
 */
export const nextDueOn = ({ state, items, shipped }: DuePo): Day | null => {
  if (state === 'cancelled') return null;
  const left = [...Map.groupBy(items, ({ productKey }) => productKey)].flatMap(([product, lines]) => {
    let due = 0;
    const done = shipped.get(product) ?? 0;
    return lines.toSorted(byDueDate).filter(({ qty, incomplete }) => {
      due += qty;
      return incomplete || done < due;
    });
  });
  return left.toSorted(byDueDate)[0]?.deliveryOn ?? null;
};
