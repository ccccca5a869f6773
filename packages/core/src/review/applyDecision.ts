import { deliveryIdentity } from '../po/deliveryIdentity.ts';
import { identityKey } from '../po/identity.ts';
import type { Delivery, Item, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { SiteRules } from '../SiteRules.ts';
import { correctPo } from './correctPo.ts';
import type { Draft } from './Draft.ts';
import { inDecisionOrder, mergePos } from './mergePos.ts';
import type { ReasonCode } from './Reason.ts';
import type { ReviewDecision, ReviewRefusal } from './ReviewDecision.ts';
import { resolveReasons } from './resolveReasons.ts';

/** What applying a decision needs besides the POs. */
export interface DecisionContext {
  readonly site: SiteRules;
  readonly at: Date;
  readonly newPoId: () => PoId;
  /** The entry of the audit trail that the decision will make. */
  readonly auditId: string;
}

/** The PO that now stands for the one that was reviewed, or why the decision was not taken. */
type Applied = PoWithDeliveries | ReviewRefusal;

type Of<K extends ReviewDecision['kind']> = ReviewDecision & { readonly kind: K };

const keep = (draft: Draft, { po, deliveries }: PoWithDeliveries, decision: Of<'keep'>, auditId: string): Applied => {
  if (decision.note.trim() === '') return { reason: 'note-missing' };
  const settles = (code: ReasonCode): boolean => decision.codes?.includes(code) ?? true;
  const settled = resolveReasons(po, deliveries, auditId, settles);
  if (settled.every((delivery, i) => delivery === deliveries[i])) return { reason: 'nothing-open' };
  return draft.put({ ...po, reviewed: true }, settled);
};

const cancel = (draft: Draft, { po, deliveries }: PoWithDeliveries, auditId: string): Applied =>
  po.state === 'cancelled'
    ? { reason: 'no-change' }
    : draft.put(
        { ...po, state: 'cancelled', reviewed: true },
        resolveReasons(po, deliveries, auditId, () => true),
      );

/** What was settled open again. A match that named others since is told as it is now: a document has a reason once. */
const reopened = (delivery: Delivery): Delivery => {
  const { reasons, resolved } = delivery;
  if (resolved.length === 0) return delivery;
  const settled = resolved.map(({ reason }) => reason).filter(({ code }) => !reasons.some((one) => one.code === code));
  return { ...delivery, reasons: [...reasons, ...settled], resolved: [] };
};

const reopen = (draft: Draft, { po, deliveries }: PoWithDeliveries): Applied => {
  const open = deliveries.map(reopened);
  if (po.state === 'open' && open.every((delivery, i) => delivery === deliveries[i])) return { reason: 'no-change' };
  return draft.put({ ...po, state: 'open', reviewed: true }, open);
};

const qtyReasons: ReadonlySet<ReasonCode> = new Set(['QTY_MISMATCH', 'PRODUCT_NOT_ORDERED']);

/** The items with so many cylinders of a product ordered in all; what is missing goes to its last item. */
const ordering = (items: readonly Item[], { productKey, product }: Delivery, qty: number): readonly Item[] => {
  const key = productKey ?? '';
  const last = items.findLastIndex((item) => item.productKey === key);
  if (last === -1) {
    return [...items, { productKey: key, product: product ?? key, qty, deliveryOn: null, incomplete: false }];
  }
  const others = items.reduce((sum, item, i) => (item.productKey === key && i !== last ? sum + item.qty : sum), 0);
  return items.map((item, i) => (i === last ? { ...item, qty: qty - others } : item));
};

const acceptQty = (draft: Draft, { po, deliveries }: PoWithDeliveries): Applied => {
  if (!po.manual) return { reason: 'not-manual' };
  const questioned = deliveries.filter(({ reasons }) => reasons.some(({ code }) => qtyReasons.has(code)));
  const products = new Map(questioned.map((delivery) => [delivery.productKey, delivery]));
  let { items } = po;
  for (const [key, delivery] of products) {
    const instructed = deliveries.reduce(
      (sum, { productKey, qty, number }) => (number !== null && productKey === key ? sum + (qty ?? 0) : sum),
      0,
    );
    if (instructed > 0) items = ordering(items, delivery, instructed);
  }
  return items === po.items ? { reason: 'nothing-open' } : draft.put({ ...po, items, reviewed: true }, deliveries);
};

const merge = (draft: Draft, entry: PoWithDeliveries, into: PoId, auditId: string): Applied => {
  const target = draft.at(into);
  if (target === undefined) return { reason: 'not-found', poId: into };
  if (target.po.id === entry.po.id) return { reason: 'same-po' };
  if (target.po.state === 'cancelled') return cancelledTarget(target.po);
  return mergePos(draft, entry, target.po.id, auditId);
};

const cancelledTarget = ({ customer, poNo }: Po): ReviewRefusal => ({ reason: 'target-cancelled', customer, poNo });

/** Gives one document to another PO. A backfilled PO that loses its only one is merged into that. */
const moveDocument = (
  draft: Draft,
  entry: PoWithDeliveries,
  { docNo, into }: Of<'move-document'>,
  auditId: string,
): Applied => {
  const { po, deliveries } = entry;
  const target = draft.at(into);
  if (target === undefined) return { reason: 'not-found', poId: into };
  if (target.po.id === po.id) return { reason: 'same-po' };
  if (target.po.state === 'cancelled') return cancelledTarget(target.po);
  if (!deliveries.some((delivery) => delivery.docNo === docNo)) return { reason: 'no-such-document', docNo };
  if (!po.manual && deliveries.length === 1) return mergePos(draft, entry, target.po.id, auditId);
  const isMeant = (delivery: Delivery): boolean => delivery.docNo === docNo;
  const settled = resolveReasons(
    po,
    deliveries,
    auditId,
    (code, delivery) =>
      isMeant(delivery) && (code === 'SUSPECT_LINK' || code === 'PROBABLE_MATCH' || code === 'ALIAS_LINK'),
    false,
  );
  draft.put({ ...target.po, reviewed: true }, inDecisionOrder([...target.deliveries, ...settled.filter(isMeant)]));
  return draft.put(
    { ...po, reviewed: true },
    settled.filter((delivery) => !isMeant(delivery)),
  );
};

/** The numbers that the PO had before and by which documents came that nobody has judged yet. */
const questionedAliases = ({ po, deliveries }: PoWithDeliveries): ReadonlySet<string> => {
  const asking = deliveries.filter(({ reasons }) => reasons.some(({ code }) => code === 'ALIAS_LINK'));
  const keys = new Set(asking.map((delivery) => identityKey(deliveryIdentity(delivery))));
  return new Set(po.aliases.map(({ identity }) => identityKey(identity)).filter((key) => keys.has(key)));
};

const aliasAlways = (draft: Draft, entry: PoWithDeliveries): Applied => {
  const questioned = questionedAliases(entry);
  if (questioned.size === 0) return { reason: 'nothing-open' };
  const aliases = entry.po.aliases.map((alias) =>
    questioned.has(identityKey(alias.identity)) ? { ...alias, always: true } : alias,
  );
  return draft.put({ ...entry.po, aliases, reviewed: true }, entry.deliveries);
};

/** Documents that came by an earlier number are orders of their own: one PO for each such number. */
const aliasOther = (draft: Draft, entry: PoWithDeliveries, { newPoId, at }: DecisionContext): Applied => {
  const questioned = questionedAliases(entry);
  if (questioned.size === 0) return { reason: 'nothing-open' };
  const { po, deliveries } = entry;
  const numberOf = (delivery: Delivery): string | null => {
    const key = identityKey(deliveryIdentity(delivery));
    return questioned.has(key) && delivery.reasons.some(({ code }) => code === 'ALIAS_LINK') ? key : null;
  };
  const stays = draft.put(
    {
      ...po,
      reviewed: true,
      aliases: po.aliases.filter(({ identity }) => !questioned.has(identityKey(identity))),
    },
    deliveries.filter((delivery) => numberOf(delivery) === null),
  );
  for (const { identity } of po.aliases) {
    const own = deliveries.filter((delivery) => numberOf(delivery) === identityKey(identity));
    const [first] = own;
    if (first === undefined) continue;
    const other: Po = {
      id: newPoId(),
      identity,
      customer: first.customer ?? identity.customerKey,
      customerName: first.customerName,
      poNo: first.poNo ?? identity.poKey,
      manual: false,
      reviewed: true,
      state: 'open',
      receivedOn: null,
      items: [],
      memo: '',
      aliases: [],
    };
    draft.create(other, own, at);
  }
  return stays;
};

/** Applies a reviewer's decision to a draft. A refusal leaves the draft as it was. */
export const applyDecision = (
  draft: Draft,
  entry: PoWithDeliveries,
  decision: ReviewDecision,
  context: DecisionContext,
): Applied => {
  switch (decision.kind) {
    case 'correct':
      return correctPo(draft, entry, decision, context.site, context.auditId);
    case 'merge':
      return merge(draft, entry, decision.into, context.auditId);
    case 'move-document':
      return moveDocument(draft, entry, decision, context.auditId);
    case 'accept-qty':
      return acceptQty(draft, entry);
    case 'keep':
      return keep(draft, entry, decision, context.auditId);
    case 'cancel-po':
      return cancel(draft, entry, context.auditId);
    case 'reopen':
      return reopen(draft, entry);
    case 'alias-always':
      return aliasAlways(draft, entry);
    case 'alias-other':
      return aliasOther(draft, entry, context);
  }
};
