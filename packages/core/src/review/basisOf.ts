import type { Delivery } from '../po/Po.ts';
import type { ReasonCode } from './Reason.ts';

/** The running sum of a delivery's product at it, and the ordered quantity, in cylinders; null where nothing was ordered. */
export interface QtySums {
  readonly instructed: number;
  readonly ordered: number | null;
}

/**
 * What a reason is about, as one text: while it stays the same, a reason that a human resolved stays resolved (rules 4).
 */
export const basisOf = (code: ReasonCode, delivery: Pick<Delivery, 'content' | 'hash'>, sums: QtySums): string => {
  const { poNo, customer, product, qty, effectiveOn, deliveryOn, cancelled } = delivery.content;
  switch (code) {
    case 'MISSING_CUSTOMER':
    case 'MISSING_PO_NO':
    case 'RESERVATION_CONFLICT':
    case 'REUSED_PO_NO':
    case 'ALIAS_LINK':
    case 'PROBABLE_MATCH':
      return JSON.stringify([customer, poNo]);
    case 'MISSING_PRODUCT':
    case 'PRODUCT_NOT_ORDERED':
      return JSON.stringify(product);
    case 'INVALID_QTY':
      return JSON.stringify(qty);
    case 'QTY_MISMATCH':
      return JSON.stringify([sums.instructed, sums.ordered]);
    case 'SUSPECT_LINK':
      return JSON.stringify([poNo, customer, product, qty, effectiveOn, deliveryOn]);
    case 'SOURCE_CHANGED':
      return delivery.hash;
    case 'CANCELLED_IN_FCMS':
      return String(cancelled);
    case 'INVALID_DOC_NO':
    case 'MISSING_IN_FCMS':
      return '';
  }
};
