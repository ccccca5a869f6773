import { compareDecisionOrder } from '../document/decisionOrder.ts';
import { unknown } from '../po/codeKeys.ts';
import { identityKey } from '../po/identity.ts';
import { joinedMemos } from '../po/joinedMemos.ts';
import type { Alias, Delivery, Item, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Draft } from './Draft.ts';
import type { ReasonCode } from './Reason.ts';
import { resolveReasons } from './resolveReasons.ts';

/** Deliveries of several POs as those of one. */
export const inDecisionOrder = (deliveries: readonly Delivery[]): readonly Delivery[] =>
  [...deliveries].sort((a, b) => compareDecisionOrder(a.position, b.position));

/** The identity that a PO had, as an alias; none where it had no number or no customer. */
export const aliasOf = ({ identity }: Po, auditId: string): readonly Alias[] =>
  identity.poKey === null || identity.customerKey === unknown
    ? []
    : [{ identity: { customerKey: identity.customerKey, poKey: identity.poKey }, auditId, always: false }];

/** Each identity once, the first one counts; not the PO's own. */
export const aliasesWithout = (aliases: readonly Alias[], own: Po['identity']): readonly Alias[] => {
  const byKey = new Map(aliases.toReversed().map((alias) => [identityKey(alias.identity), alias]));
  byKey.delete(identityKey(own));
  return [...byKey.values()].reverse();
};

/**
 * What was ordered, when two POs turn out to be one order: what staff entered for the one that stays, and the products that
 * only the other has. The same order entered twice must not become twice the quantity.
 */
const mergedItems = (into: Po, from: Po): readonly Item[] => {
  if (!from.manual) return into.items;
  if (!into.manual) return from.items;
  const ordered = new Set(into.items.map(({ productKey }) => productKey));
  return [...into.items, ...from.items.filter(({ productKey }) => !ordered.has(productKey))];
};

/** Reasons that are answered by saying which order a document belongs to. */
const answered: ReadonlySet<ReasonCode> = new Set([
  'MISSING_CUSTOMER',
  'MISSING_PO_NO',
  'PROBABLE_MATCH',
  'SUSPECT_LINK',
]);

/**
 * Merges a PO into another: its deliveries, reserved numbers and earlier numbers move there, its own number becomes an earlier
 * one of that, and its address leads there.
 */
export const mergePos = (draft: Draft, from: PoWithDeliveries, intoId: PoId, auditId: string): PoWithDeliveries => {
  const into = draft.pos.get(intoId)!;
  const moved = resolveReasons(from.po, from.deliveries, auditId, (code) => answered.has(code), false);
  const manual = into.po.manual || from.po.manual;
  draft.remove(from.po.id, intoId);
  return draft.put(
    {
      ...into.po,
      manual,
      reviewed: true,
      customerName: into.po.customerName ?? from.po.customerName,
      receivedOn: into.po.manual ? into.po.receivedOn : from.po.manual ? from.po.receivedOn : into.po.receivedOn,
      items: mergedItems(into.po, from.po),
      memo: joinedMemos(into.po.memo, from.po.memo),
      aliases: aliasesWithout([...into.po.aliases, ...from.po.aliases, ...aliasOf(from.po, auditId)], into.po.identity),
    },
    inDecisionOrder([...into.deliveries, ...moved]),
  );
};
