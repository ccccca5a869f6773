import { unknown } from '../po/codeKeys.ts';
import { standInPoNo } from '../po/identity.ts';
import type { Delivery, Po } from '../po/Po.ts';
import type { QtyMismatchFacts, Reason, ReasonCode } from '../review/Reason.ts';

/** Reasons that tell of an event: they hold until a human has looked, so working them out again keeps them. */
const lasting: ReadonlySet<ReasonCode> = new Set(['SOURCE_CHANGED']);

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

/**
 * The reasons that hold for a delivery, as it and its PO stand. `instructed` is the running sum, in cylinders, of its
 * product over the PO's live deliveries up to and including it.
 */
export const reasonsOf = (delivery: Delivery, po: Po, instructed: number, tolerance: number): readonly Reason[] => {
  const kept = delivery.reasons.filter((reason) => lasting.has(reason.code));
  if (delivery.content.cancelled) return [{ code: 'CANCELLED_IN_FCMS', facts: {} }, ...kept];
  const reasons: Reason[] = [];
  if (delivery.customer === null) reasons.push({ code: 'MISSING_CUSTOMER', facts: { customer: unknown } });
  if (delivery.poNo === null) {
    reasons.push({ code: 'MISSING_PO_NO', facts: { poNo: standInPoNo(delivery.docNo), raw: delivery.content.poNo } });
  }
  if (delivery.productKey === null) reasons.push({ code: 'MISSING_PRODUCT', facts: { product: unknown } });
  if (delivery.qty === null) reasons.push({ code: 'INVALID_QTY', facts: { qty: null, raw: delivery.content.qty } });
  if (delivery.position.parts === null) reasons.push({ code: 'INVALID_DOC_NO', facts: { docNo: delivery.docNo } });
  if (po.manual && delivery.productKey !== null) {
    const product = delivery.product ?? delivery.productKey;
    const items = po.items.filter((item) => item.productKey === delivery.productKey);
    if (items.length === 0) {
      reasons.push({ code: 'PRODUCT_NOT_ORDERED', facts: { product } });
    } else {
      const ordered = items.reduce((sum, item) => sum + item.qty, 0);
      const facts = qtyMismatch(product, ordered, instructed, tolerance);
      if (facts !== null) reasons.push({ code: 'QTY_MISMATCH', facts: { ...facts } });
    }
  }
  return kept.length === 0 ? reasons : [...reasons, ...kept];
};
