import { customerKey, unknown } from '../po/codeKeys.ts';
import { identityKey, poIdentityOf, standInPoNo } from '../po/identity.ts';
import type { Delivery, Item, Po, PoWithDeliveries } from '../po/Po.ts';
import { poKey } from '../po/poNo.ts';
import type { Reason } from '../review/Reason.ts';
import { reasonsOf } from './reasonsOf.ts';

const sameReasons = (a: readonly Reason[], b: readonly Reason[]): boolean =>
  a.length === b.length &&
  a.every((reason, i) => {
    const other = b[i]!;
    return reason.code === other.code && JSON.stringify(reason.facts) === JSON.stringify(other.facts);
  });

/** Numbers the live deliveries 1…n and works out every delivery's reasons; a delivery that stays as it was is the same object. */
const workOutDeliveries = (po: Po, deliveries: readonly Delivery[], tolerance: number): readonly Delivery[] => {
  const instructed = new Map<string | null, number>();
  let live = 0;
  return deliveries.map((delivery) => {
    if (!delivery.content.cancelled) live += 1;
    const number = delivery.content.cancelled ? null : live;
    let sum = 0;
    if (number !== null && po.manual) {
      sum = (instructed.get(delivery.productKey) ?? 0) + (delivery.qty ?? 0);
      instructed.set(delivery.productKey, sum);
    }
    const reasons = reasonsOf(delivery, po, sum, tolerance);
    return number === delivery.number && sameReasons(reasons, delivery.reasons)
      ? delivery
      : { ...delivery, number, reasons };
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
const names = ({ identity }: Po, { customer, poNo, docNo }: Delivery): boolean =>
  identityKey(poIdentityOf(customerKey(customer), poKey(poNo), docNo)) === identityKey(identity);

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
  // A live delivery names its PO, or it would have moved. A cancelled one stays where it was, whatever FCMS calls it now.
  const naming = live[0] ?? deliveries.find((delivery) => names(po, delivery));
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
export const workOut = ({ po, deliveries }: PoWithDeliveries, tolerance: number): PoWithDeliveries => ({
  po: po.manual ? po : derivedFrom(po, deliveries),
  deliveries: workOutDeliveries(po, deliveries, tolerance),
});
