import { customerKey, productKey } from '../po/codeKeys.ts';
import { type PoIdentity, poIdentityOf } from '../po/identity.ts';
import { createPoNumberReader } from '../po/poNo.ts';
import type { SiteRules } from '../SiteRules.ts';
import { remembering } from '../text/remembering.ts';
import { shown } from '../text/shown.ts';
import { text } from '../text/text.ts';
import { type Content, contentHash } from './contentHash.ts';
import { dayOf, effectiveDate } from './days.ts';
import type { Position } from './decisionOrder.ts';
import { createDocNoReader } from './docNo.ts';
import { canonicalDecimal, quantity } from './quantity.ts';
import type { SourceDocument } from './SourceDocument.ts';

/** A document, read and normalised: all that its decision depends on, computed once. */
export interface FcmsDocument {
  readonly docNo: string;
  readonly position: Position;
  readonly content: Content;
  readonly hash: string;
  /** The PO that its number and customer name. */
  readonly identity: PoIdentity;
  /** The number shown, without delivery mark; null when there is none. */
  readonly poNo: string | null;
  readonly mark: string | null;
  readonly customerKey: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  readonly productKey: string | null;
  readonly product: string | null;
  readonly productName: string | null;
  readonly packing: string | null;
  /** Cylinders; null when FCMS's quantity is not to be believed (`INVALID_QTY`). */
  readonly qty: number | null;
}

const cancelledCode = '51';

/** A customer or product code: for comparing, for identity, and as it is shown when it is one. */
const readCode = (keyOf: (x: string | null) => string | null) => (x: string | null) => {
  const key = keyOf(x);
  return { text: text(x), key, shown: key === null ? null : shown(x) };
};

/** Reads source documents by a site's rules. Total: every text has a reading. */
export const createDocumentReader = (site: SiteRules): ((source: SourceDocument) => FcmsDocument) => {
  const readDocNo = createDocNoReader(site.docPrefix);
  const readPoNumber = createPoNumberReader(site.placeholders);
  const readCustomer = remembering(readCode(customerKey));
  const readProduct = remembering(readCode(productKey));
  const readName = remembering(shown);
  return (source) => {
    const { poNo, poKey, mark } = readPoNumber(source.poNo);
    const qty = canonicalDecimal(source.qty);
    const customer = readCustomer(source.customer);
    const product = readProduct(source.product);
    const content: Content = {
      poNo: shown(source.poNo),
      customer: customer.text,
      product: product.text,
      qty,
      effectiveOn: effectiveDate(source.orderDate, source.addDatetime),
      deliveryOn: dayOf(source.deliveryDate),
      cancelled: source.progressCode?.trim() === cancelledCode,
    };
    return {
      docNo: source.docNo,
      position: { effectiveOn: content.effectiveOn, parts: readDocNo(source.docNo), docNo: source.docNo },
      content,
      hash: contentHash(content),
      identity: poIdentityOf(customer.key, poKey, source.docNo),
      poNo,
      mark,
      customerKey: customer.key,
      customer: customer.shown,
      customerName: readName(source.customerName),
      productKey: product.key,
      product: product.shown,
      productName: readName(source.productName),
      packing: readName(source.packing),
      qty: quantity(qty),
    };
  };
};
