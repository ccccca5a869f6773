import type { UnusableField } from '../manual/enterPos.ts';
import { customerKey, productKey } from '../po/codeKeys.ts';
import { identityKey, type PoIdentity, poIdentityOf } from '../po/identity.ts';
import type { Delivery, Po, PoWithDeliveries } from '../po/Po.ts';
import { createPoNumberReader } from '../po/poNo.ts';
import type { SiteRules } from '../SiteRules.ts';
import { shown } from '../text/shown.ts';
import type { Draft } from './Draft.ts';
import { aliasesWithout, aliasOf, mergePos } from './mergePos.ts';
import type { ReasonCode } from './Reason.ts';
import type { ReviewDecision, ReviewRefusal } from './ReviewDecision.ts';
import { resolveReasons } from './resolveReasons.ts';

type Correct = ReviewDecision & { readonly kind: 'correct' };

/** Customer and number that a PO is to have. */
interface Naming {
  readonly identity: PoIdentity;
  readonly customer: string;
  readonly poNo: string;
}

/** The customer and number that a correction gives, what it does not name as it is; or the fields that hold none. */
export const correctedNaming = (
  po: Po,
  { customer, poNo }: Correct,
  site: SiteRules,
): Naming | readonly UnusableField[] => {
  const unusable: UnusableField[] = [];
  const key = customer === undefined ? po.identity.customerKey : customerKey(customer);
  if (key === null) unusable.push({ field: 'customer', value: customer ?? '' });
  const number = poNo === undefined ? null : createPoNumberReader(site.placeholders)(poNo);
  if (number !== null && number.poKey === null) unusable.push({ field: 'poNo', value: poNo ?? '' });
  if (unusable.length > 0) return unusable;
  return {
    identity: poIdentityOf(
      key ?? po.identity.customerKey,
      number?.poKey ?? po.identity.poKey,
      po.identity.poKey === null ? po.identity.docNo : '',
    ),
    customer: customer === undefined ? po.customer : (shown(customer) ?? po.customer),
    poNo: number?.poNo ?? po.poNo,
  };
};

const productReasons: ReadonlySet<ReasonCode> = new Set(['MISSING_PRODUCT', 'PRODUCT_NOT_ORDERED']);

/** The deliveries with the product that a human names in place of FCMS's. */
const withProduct = (
  deliveries: readonly Delivery[],
  product: { readonly key: string; readonly shown: string },
  docNo: string | undefined,
  auditId: string,
): readonly Delivery[] =>
  deliveries.map((delivery) => {
    const meant =
      docNo === undefined ? delivery.reasons.some(({ code }) => productReasons.has(code)) : delivery.docNo === docNo;
    if (!meant) return delivery;
    return {
      ...delivery,
      product: product.shown,
      productKey: product.key,
      correction: {
        product: product.shown,
        productKey: product.key,
        insteadOf: delivery.content.product,
        auditId,
      },
    };
  });

/**
 * Gives a PO another customer or number, or its deliveries another product. Where another PO has that identity, the two are
 * merged; where one had it before, it gives way.
 */
export const correctPo = (
  draft: Draft,
  { po, deliveries }: PoWithDeliveries,
  decision: Correct,
  site: SiteRules,
  auditId: string,
): PoWithDeliveries | ReviewRefusal => {
  const { product, docNo } = decision;
  const naming = correctedNaming(po, decision, site);
  const key = product === undefined ? null : productKey(product);
  const unusable = [
    ...('identity' in naming ? [] : naming),
    ...(product !== undefined && key === null ? [{ field: 'product', value: product }] : []),
  ];
  if (!('identity' in naming) || unusable.length > 0) return { reason: 'unusable', fields: unusable };
  if (docNo !== undefined && !deliveries.some((delivery) => delivery.docNo === docNo)) {
    return { reason: 'no-such-document', docNo };
  }
  const corrected =
    key === null ? deliveries : withProduct(deliveries, { key, shown: shown(product ?? '') ?? key }, docNo, auditId);
  const renamed = identityKey(naming.identity) !== identityKey(po.identity);
  const recustomered = naming.identity.customerKey !== po.identity.customerKey;
  const unchanged = !renamed && !recustomered && naming.customer === po.customer && naming.poNo === po.poNo;
  if (unchanged && corrected.every((delivery, i) => delivery === deliveries[i])) return { reason: 'no-change' };

  const answered = new Set<ReasonCode>([
    ...(decision.customer === undefined ? [] : (['MISSING_CUSTOMER'] as const)),
    ...(decision.poNo === undefined ? [] : (['MISSING_PO_NO'] as const)),
    ...(renamed ? (['PROBABLE_MATCH'] as const) : []),
  ]);
  const settled = resolveReasons(po, corrected, auditId, (code) => answered.has(code));
  const other = renamed ? draft.pos.byIdentity(naming.identity) : undefined;
  if (other !== undefined && other.po.id !== po.id) {
    return mergePos(draft, { po, deliveries: settled }, other.po.id, auditId);
  }
  const { identity } = naming;
  const own = identity.poKey === null ? null : { customerKey: identity.customerKey, poKey: identity.poKey };
  if (renamed && own !== null && draft.pos.byAlias(own)?.po.id !== po.id) draft.takeAlias(own);
  const aliases = renamed ? aliasesWithout([...po.aliases, ...aliasOf(po, auditId)], identity) : po.aliases;
  return draft.put({ ...po, ...naming, reviewed: true, aliases }, settled);
};
