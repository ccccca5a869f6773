import { unknown } from '../po/codeKeys.ts';
import { deliveryIdentity } from '../po/deliveryIdentity.ts';
import { standInPoNo } from '../po/identity.ts';
import type { Delivery, Po } from '../po/Po.ts';
import type { QtyMismatchFacts, Reason } from '../review/Reason.ts';
import { lastingReasons } from './lastingReasons.ts';
import type { Standing } from './standingsOf.ts';

/** How far the instructed quantity exceeds the ordered one; null within the tolerance (percent). */
const qtyMismatch = (
  product: string,
  ordered: number,
  instructed: number,
  tolerance: number,
): QtyMismatchFacts | null => {
  const difference = instructed - ordered;
  return 100 * difference > tolerance * ordered
    ? { product, ordered, instructed, difference, percent: (100 * difference) / ordered }
    : null;
};

/** A document that came by its reserved number, and names another order than that was reserved for. */
const reservationConflict = (delivery: Delivery, po: Po): Reason[] => {
  if (delivery.link !== 'reserved') return [];
  const own = deliveryIdentity(delivery);
  const known = [po.identity, ...po.aliases.map(({ identity }) => identity)];
  const sameNumber = own.poKey === null || known.some(({ poKey }) => poKey === own.poKey);
  const sameCustomer =
    delivery.customer === null ||
    po.identity.customerKey === unknown ||
    known.some(({ customerKey }) => customerKey === own.customerKey);
  if (sameNumber && sameCustomer) return [];
  return [
    {
      code: 'RESERVATION_CONFLICT',
      facts: {
        reservedFor: { customer: po.customer, poNo: po.poNo },
        document: { customer: delivery.customer, poNo: delivery.poNo },
      },
    },
  ];
};

/** Reasons that what staff ordered gives. */
const productReasons = (delivery: Delivery, po: Po, { instructed, ordered }: Standing, tolerance: number): Reason[] => {
  if (!po.manual || delivery.productKey === null) return [];
  const product = delivery.product ?? delivery.productKey;
  if (ordered === null) return [{ code: 'PRODUCT_NOT_ORDERED', facts: { product } }];
  const facts = qtyMismatch(product, ordered, instructed, tolerance);
  return facts === null ? [] : [{ code: 'QTY_MISMATCH', facts: { ...facts } }];
};

/**
 * The reasons that hold for a delivery, as it and its PO stand, whether or not a human resolved them. `tolerance`: percent,
 * rule `QTY_MISMATCH`.
 */
export const reasonsOf = (delivery: Delivery, po: Po, standing: Standing, tolerance: number): readonly Reason[] => {
  const lasting = lastingReasons(delivery, po);
  if (delivery.content.cancelled) return [{ code: 'CANCELLED_IN_FCMS', facts: {} }, ...lasting];
  const reasons: Reason[] = [];
  if (delivery.customer === null) reasons.push({ code: 'MISSING_CUSTOMER', facts: { customer: unknown } });
  if (delivery.poNo === null) {
    reasons.push({ code: 'MISSING_PO_NO', facts: { poNo: standInPoNo(delivery.docNo), raw: delivery.content.poNo } });
  }
  if (delivery.productKey === null) reasons.push({ code: 'MISSING_PRODUCT', facts: { product: unknown } });
  if (delivery.qty === null) reasons.push({ code: 'INVALID_QTY', facts: { qty: null, raw: delivery.content.qty } });
  if (delivery.position.parts === null) reasons.push({ code: 'INVALID_DOC_NO', facts: { docNo: delivery.docNo } });
  reasons.push(...productReasons(delivery, po, standing, tolerance), ...reservationConflict(delivery, po));
  if (standing.longSince !== null && !lasting.some(({ code }) => code === 'REUSED_PO_NO')) {
    reasons.push({ code: 'REUSED_PO_NO', facts: { lastDelivery: standing.longSince, state: po.state } });
  }
  return lasting.length === 0 ? reasons : [...reasons, ...lasting];
};
