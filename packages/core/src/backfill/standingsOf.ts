import type { Day } from '../document/days.ts';
import type { Delivery, Item, Po } from '../po/Po.ts';
import type { QtySums } from '../review/basisOf.ts';

/** Where a delivery stands among those of its PO. */
export interface Standing extends QtySums {
  /** 1…n among the live deliveries; null when cancelled. */
  readonly number: number | null;
  /**
   * The day of the latest earlier delivery, where that was so long before that the number may mean another order (and, of
   * a manual PO, nothing was left to deliver); null where it was not.
   */
  readonly longSince: Day | null;
}

/** Days after which a number that was quiet may have been given to another order. */
const quietDays = 180;
const msOfDay = 86_400_000;

const isLongSince = (last: Day | null, day: Day | null): boolean =>
  last !== null && day !== null && Date.parse(day) - Date.parse(last) > quietDays * msOfDay;

/** The ordered quantity of each product, in cylinders. */
const orderedBy = (items: readonly Item[]): ReadonlyMap<string, number> => {
  const ordered = new Map<string, number>();
  for (const { productKey, qty } of items) ordered.set(productKey, (ordered.get(productKey) ?? 0) + qty);
  return ordered;
};

/** Where each delivery stands; the deliveries in decision order. */
export const standingsOf = (po: Po, deliveries: readonly Delivery[]): readonly Standing[] => {
  const ordered = orderedBy(po.manual ? po.items : []);
  const instructed = new Map<string | null, number>();
  const allDelivered = (): boolean => [...ordered].every(([product, qty]) => (instructed.get(product) ?? 0) >= qty);
  let live = 0;
  let last: Day | null = null;
  return deliveries.map((delivery) => {
    const { productKey, qty, link } = delivery;
    const orderedQty = productKey === null ? null : (ordered.get(productKey) ?? null);
    if (delivery.content.cancelled) return { number: null, instructed: 0, ordered: orderedQty, longSince: null };
    live += 1;
    const day = delivery.position.effectiveOn;
    // A PO without a number, and a document that came by its reserved number, are not found by a number.
    const byNumber = po.identity.poKey !== null && link !== 'reserved';
    const longSince = byNumber && isLongSince(last, day) && (!po.manual || allDelivered()) ? last : null;
    last = day ?? last;
    let sum = 0;
    if (po.manual) {
      sum = (instructed.get(productKey) ?? 0) + (qty ?? 0);
      instructed.set(productKey, sum);
    }
    return { number: live, instructed: sum, ordered: orderedQty, longSince };
  });
};
