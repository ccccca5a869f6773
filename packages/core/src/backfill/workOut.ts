import { customerKey, unknown } from '../po/codeKeys.ts';
import { deliveryIdentity } from '../po/deliveryIdentity.ts';
import { identityKey, standInPoNo } from '../po/identity.ts';
import type { Delivery, Item, Po, PoWithDeliveries, Resolved } from '../po/Po.ts';
import { basisOf, type QtySums } from '../review/basisOf.ts';
import type { Reason } from '../review/Reason.ts';
import { reasonsOf } from './reasonsOf.ts';
import { standingsOf } from './standingsOf.ts';

const sameReasons = (a: readonly Reason[], b: readonly Reason[]): boolean =>
  a.length === b.length &&
  a.every((reason, i) => {
    const other = b[i]!;
    return reason.code === other.code && JSON.stringify(reason.facts) === JSON.stringify(other.facts);
  });

/** The resolved reasons that stay so: what each is about has not changed. A refused candidate is refused for ever. */
const stillResolved = (delivery: Delivery, sums: QtySums): readonly Resolved[] => {
  const { resolved } = delivery;
  if (resolved.length === 0) return resolved;
  const still = resolved.filter(
    ({ reason, basis, refused }) => refused !== undefined || basisOf(reason.code, delivery, sums) === basis,
  );
  return still.length === resolved.length ? resolved : still;
};

/** The reasons that nobody has resolved. */
const unresolved = (reasons: readonly Reason[], resolved: readonly Resolved[]): readonly Reason[] =>
  resolved.length === 0
    ? reasons
    : reasons.filter(({ code }) => !resolved.some((one) => one.reason.code === code && one.refused === undefined));

/** Numbers the live deliveries 1…n and works out every delivery's reasons; a delivery that stays as it was is the same object. */
const workOutDeliveries = (po: Po, deliveries: readonly Delivery[], tolerance: number): readonly Delivery[] => {
  const standings = standingsOf(po, deliveries);
  return deliveries.map((delivery, i) => {
    const standing = standings[i]!;
    const resolved = stillResolved(delivery, standing);
    const reasons = unresolved(reasonsOf(delivery, po, standing, tolerance), resolved);
    return standing.number === delivery.number &&
      resolved === delivery.resolved &&
      sameReasons(reasons, delivery.reasons)
      ? delivery
      : { ...delivery, number: standing.number, reasons, resolved };
  });
};

/** The items of a backfilled PO: the sum of its live deliveries, per product, in the order of their first delivery. */
const deliveredItems = (live: readonly Delivery[]): readonly Item[] => {
  const items = new Map<string, Item>();
  for (const { productKey, product, qty } of live) {
    const key = productKey ?? unknown;
    const item = items.get(key);
    items.set(key, {
      productKey: key,
      product: item?.product ?? product ?? unknown,
      qty: (item?.qty ?? 0) + (qty ?? 0),
      deliveryOn: null,
      incomplete: (item?.incomplete ?? false) || qty === null,
    });
  }
  return [...items.values()];
};

/** Whether the delivery's own customer and number, as FCMS last gave them, are the PO's. */
const names = ({ identity }: Po, delivery: Delivery): boolean =>
  identityKey(deliveryIdentity(delivery)) === identityKey(identity);

/** What a backfilled PO takes from its deliveries; a reviewed one keeps what a human decided of it. */
const derivedFrom = (po: Po, deliveries: readonly Delivery[]): Po => {
  const live = deliveries.filter((delivery) => !delivery.content.cancelled);
  const basis = live.length > 0 ? live : deliveries;
  const first = basis[0];
  if (first === undefined) return po;
  const derived = { ...po, items: deliveredItems(live), receivedOn: first.position.effectiveOn };
  if (po.reviewed) return derived;
  const named = {
    ...derived,
    customerName: basis.findLast((delivery) => delivery.customerName !== null)?.customerName ?? null,
  };
  // A live delivery names its PO, or it would have moved; unless its number was reserved for the PO. A cancelled one stays
  // where it was, whatever FCMS calls it now.
  const naming = first.link === 'reserved' || live.length === 0 ? deliveries.find((one) => names(po, one)) : first;
  if (naming === undefined) {
    const { identity } = po;
    return { ...named, customer: identity.customerKey, poNo: identity.poKey ?? standInPoNo(identity.docNo) };
  }
  return {
    ...named,
    identity:
      po.identity.poKey === null
        ? { ...po.identity, customerKey: customerKey(naming.customer) ?? unknown }
        : po.identity,
    customer: naming.customer ?? unknown,
    poNo: naming.poNo ?? standInPoNo(naming.docNo),
  };
};

/**
 * Works out what depends on a PO as a whole, from its deliveries in decision order: delivery numbers, reasons and, for a
 * backfilled PO, quantities, dates and names. Working out twice changes nothing.
 */
export const workOut = ({ po, deliveries }: PoWithDeliveries, tolerance: number): PoWithDeliveries => {
  const named = po.manual ? po : derivedFrom(po, deliveries);
  return { po: named, deliveries: workOutDeliveries(named, deliveries, tolerance) };
};
