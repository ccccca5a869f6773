import type { Day } from '../document/days.ts';
import type { Item, PoState } from '../po/Po.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** What the due date depends on. */
interface DuePo {
  readonly state: PoState;
  readonly manual: boolean;
  readonly items: readonly Pick<Item, 'productKey' | 'qty' | 'deliveryOn' | 'incomplete'>[];
  /** Cylinders shipped of each product; one that is not there has none. */
  readonly shipped: ReadonlyMap<string, number>;
  /** The earliest day on which a live delivery of each product is due (`deliveryDueOn`); one without is not there. */
  readonly deliveriesDue: ReadonlyMap<string, Day>;
}

const earliest = (days: readonly (Day | null)[]): Day | null =>
  days.filter((day) => day !== null).toSorted(compareCodePoints)[0] ?? null;

const byDueDate = (a: { readonly deliveryOn: Day | null }, b: { readonly deliveryOn: Day | null }): number => {
  if (a.deliveryOn === null || b.deliveryOn === null)
    return Number(a.deliveryOn === null) - Number(b.deliveryOn === null);
  return compareCodePoints(a.deliveryOn, b.deliveryOn);
};

/** The items that are not shipped yet. What is shipped of a product counts for the lines of it that are due first. */
const itemsLeft = ({ items, shipped }: Pick<DuePo, 'items' | 'shipped'>): DuePo['items'] =>
  [...Map.groupBy(items, ({ productKey }) => productKey)].flatMap(([product, lines]) => {
    let due = 0;
    const done = shipped.get(product) ?? 0;
    return lines.toSorted(byDueDate).filter(({ qty, incomplete }) => {
      due += qty;
      return incomplete || done < due;
    });
  });

/**
 * The earliest due date of what is not shipped yet, past days included; null when nothing is left, when what is left has no date, and
 * for a cancelled PO. Of a manual PO the items say it, a line without a date by the deliveries of its product; a line whose
 * quantity is not fully known is never done. Of a backfilled PO, whose items have no dates, its deliveries say it.
 */
export const nextDueOn = ({ state, manual, items, shipped, deliveriesDue }: DuePo): Day | null => {
  if (state === 'cancelled') return null;
  if (!manual) return earliest([...deliveriesDue.values()]);
  return earliest(
    itemsLeft({ items, shipped }).map(
      ({ productKey, deliveryOn }) => deliveryOn ?? deliveriesDue.get(productKey) ?? null,
    ),
  );
};
