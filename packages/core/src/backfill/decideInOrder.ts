import { contentChanges, contentFields } from '../document/contentHash.ts';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import { docNo as docNoKey } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { type IndexChanges, indexChangesOf, noIndexChanges } from '../matching/IndexChanges.ts';
import { unknown } from '../po/codeKeys.ts';
import { identityKey, standInPoNo } from '../po/identity.ts';
import { joinedMemos } from '../po/joinedMemos.ts';
import type { Correction, Delivery, Link, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import { type Reason, type ReasonCode, sortReasons } from '../review/Reason.ts';
import type { EarlierDelivery } from '../undo/EarlierDelivery.ts';
import { earlierDeliveries } from '../undo/earlierDeliveries.ts';
import { type Changes, noAliasChanges } from './Changes.ts';
import type { AcceptedDecision, Action, Decision, SkipReason } from './Decision.ts';
import { type KnownPos, needsDecision } from './KnownPos.ts';
import type { PoLook } from './PoLook.ts';
import { PoTable } from './PoTable.ts';
import { workOut } from './workOut.ts';

/** How a batch is to be decided. */
export interface DecideOptions {
  /** Decide recorded documents again, as if never seen. */
  readonly force: boolean;
  /** How many documents may still be decided (skipped ones use none); null without a limit. */
  readonly remaining: number | null;
  /** Percent, rule `QTY_MISMATCH`. */
  readonly qtyTolerance: number;
  /** The run that decides. */
  readonly runId: string;
  /** The address of the next new PO. */
  readonly newPoId: () => PoId;
  /** Looks at other POs; null where nobody does, and what is decided is no candidate for others. */
  readonly look: PoLook | null;
}

/** A reason that deciding another document opened or closed on this one, which the run has not decided so far. */
export interface Rework {
  readonly docNo: string;
  readonly code: ReasonCode;
  readonly change: 'opened' | 'closed';
}

/** The decisions of a batch, in order, and what they change. */
export interface BatchDecisions {
  readonly decisions: readonly Decision[];
  readonly changes: Changes;
  readonly reworks: readonly Rework[];
  /** What taking the run back restores, as it was before this batch. */
  readonly earlier: readonly EarlierDelivery[];
  /** What the changes change in what candidates are found by. */
  readonly index: IndexChanges;
  /** Whether the limit was reached: what comes after the last decision was not checked. */
  readonly limitReached: boolean;
}

const skip = ({ docNo, hash }: FcmsDocument, skipped: SkipReason): Decision => ({
  docNo,
  hash,
  outcome: 'skipped',
  skipped,
});

/** What people put in place of FCMS's product; null once FCMS says something else than it did then. */
const correctionOf = (document: FcmsDocument, earlier: Delivery | undefined): Correction | null =>
  earlier?.correction?.insteadOf === document.content.product ? earlier.correction : null;

/**
 * The document as a delivery of a PO; numbers and reasons are worked out with the PO. `earlier`: what people decided of it
 * stays.
 */
const deliver = (
  document: FcmsDocument,
  poId: PoId,
  link: Link,
  runId: string,
  reasons: readonly Reason[],
  earlier?: Delivery,
): Delivery => ({
  docNo: document.docNo,
  poId,
  position: document.position,
  content: document.content,
  hash: document.hash,
  poNo: document.poNo,
  mark: document.mark,
  customer: document.customer,
  customerName: document.customerName,
  productKey: correctionOf(document, earlier)?.productKey ?? document.productKey,
  product: correctionOf(document, earlier)?.product ?? document.product,
  productName: document.productName,
  packing: document.packing,
  qty: document.qty,
  link,
  runId,
  number: null,
  reasons,
  resolved: earlier?.resolved ?? [],
  correction: correctionOf(document, earlier),
});

const newPo = (id: PoId, document: FcmsDocument): Po => ({
  id,
  identity: document.identity,
  customer: document.customer ?? unknown,
  customerName: document.customerName,
  poNo: document.poNo ?? standInPoNo(document.docNo),
  manual: false,
  reviewed: false,
  state: 'open',
  receivedOn: document.position.effectiveOn,
  items: [],
  memo: '',
  aliases: [],
});

const without = (deliveries: readonly Delivery[], docNo: string): readonly Delivery[] =>
  deliveries.filter((delivery) => delivery.docNo !== docNo);

/** The deliveries with this one in its place in decision order, and any earlier state of it gone. */
const withDelivery = (deliveries: readonly Delivery[], delivery: Delivery): readonly Delivery[] => {
  const others = without(deliveries, delivery.docNo);
  const after = others.findLastIndex((other) => compareDecisionOrder(other.position, delivery.position) < 0);
  return [...others.slice(0, after + 1), delivery, ...others.slice(after + 1)];
};

/**
 * Before and after of a change, told together with what nobody has looked at yet: a field keeps as its "before" what a
 * human last saw, and has as its "after" what FCMS says now.
 */
const sourceChanged = (delivery: Delivery, document: FcmsDocument): Reason => {
  const open = delivery.reasons.find((reason) => reason.code === 'SOURCE_CHANGED')?.facts ?? {};
  const facts: Record<string, readonly [unknown, unknown]> = {};
  for (const field of contentFields) {
    const told = open[field] as readonly [unknown, unknown] | undefined;
    const before = told === undefined ? delivery.content[field] : told[0];
    const after = document.content[field];
    if (before !== after) facts[field] = [before, after];
  }
  return {
    code: 'SOURCE_CHANGED',
    facts: Object.keys(facts).length > 0 ? facts : contentChanges(delivery.content, document.content),
  };
};

const isRenamed = ({ content }: Delivery, document: FcmsDocument): boolean =>
  content.poNo !== document.content.poNo || content.customer !== document.content.customer;

/** Reasons that a held document's decision finds anew, or that its row being there refutes. */
const decidedAgain: ReadonlySet<ReasonCode> = new Set(['SOURCE_CHANGED', 'SUSPECT_LINK', 'MISSING_IN_FCMS']);

const linkOf = ({ docNo }: FcmsDocument, { deliveries }: PoWithDeliveries): Link | undefined =>
  deliveries.find((delivery) => delivery.docNo === docNo)?.link;

const flagged = ({ po, deliveries }: PoWithDeliveries, docNo: string, reason: Reason): PoWithDeliveries => ({
  po,
  deliveries: deliveries.map((delivery) =>
    delivery.docNo === docNo ? { ...delivery, reasons: [...delivery.reasons, reason] } : delivery,
  ),
});

/** What the way tells by which a number led a document to a PO: an earlier number of it, or a PO that staff cancelled. */
const byNumber = (document: FcmsDocument, po: Po, others: readonly Delivery[]): readonly Reason[] => {
  const reasons: Reason[] = [];
  const alias = po.aliases.find(({ identity }) => identityKey(identity) === identityKey(document.identity));
  if (alias !== undefined && !alias.always) {
    reasons.push({
      code: 'ALIAS_LINK',
      facts: { customer: document.customer, poNo: document.poNo, decision: alias.auditId },
    });
  }
  if (po.state === 'cancelled') {
    const last = others.findLast(({ content }) => !content.cancelled)?.position.effectiveOn ?? null;
    reasons.push({ code: 'REUSED_PO_NO', facts: { lastDelivery: last, state: po.state } });
  }
  return reasons;
};

/**
 * Decides the documents of a batch in order, by the decision table of the rules; a decision sees the POs that earlier
 * ones made. Pure but for `newPoId`: every document has an answer, and cutting the documents into other batches gives the
 * same decisions. Pauses after each document: looking at other POs takes half a millisecond.
 */
export function* decideStepwise(
  batch: readonly FcmsDocument[],
  known: KnownPos,
  options: DecideOptions,
): Generator<void, BatchDecisions, void> {
  const table = new PoTable(known.pos);
  const decisions: Decision[] = [];
  const reworks: Rework[] = [];
  const touched = new Set<PoId>();
  const added = new Set<PoId>();
  const removed = new Set<PoId>();

  const noteReworks = (before: readonly Delivery[], after: readonly Delivery[]): void => {
    const byDocNo = new Map(before.map((delivery) => [delivery.docNo, delivery]));
    for (const delivery of after) {
      const earlier = byDocNo.get(delivery.docNo);
      if (earlier === undefined || earlier === delivery || delivery.runId === options.runId) continue;
      const codes = (reasons: readonly Reason[]): ReasonCode[] => reasons.map((reason) => reason.code);
      const [was, is] = [codes(earlier.reasons), codes(delivery.reasons)];
      for (const code of is) if (!was.includes(code)) reworks.push({ docNo: delivery.docNo, code, change: 'opened' });
      for (const code of was) if (!is.includes(code)) reworks.push({ docNo: delivery.docNo, code, change: 'closed' });
    }
  };

  const put = (entry: PoWithDeliveries): PoWithDeliveries => {
    table.put(entry);
    touched.add(entry.po.id);
    options.look?.put(entry);
    return entry;
  };

  /** Puts a PO back with other deliveries, everything that depends on it as a whole worked out again. */
  const settle = (po: Po, before: readonly Delivery[], after: readonly Delivery[]): PoWithDeliveries => {
    const entry = workOut({ po, deliveries: after }, options.qtyTolerance);
    noteReworks(before, entry.deliveries);
    return put(entry);
  };

  const accept = (
    document: FcmsDocument,
    entry: PoWithDeliveries,
    action: Action,
    link: Link | null,
    before?: PoWithDeliveries,
    looks = link === 'new',
  ): AcceptedDecision => {
    const match = looks ? (options.look?.probable(document, entry, before) ?? null) : null;
    const { po, deliveries } = match === null ? entry : put(flagged(entry, document.docNo, match.reason));
    const delivery = deliveries.find((each) => each.docNo === document.docNo)!;
    const reasons = sortReasons(delivery.reasons);
    return {
      docNo: document.docNo,
      hash: document.hash,
      outcome: reasons.length === 0 ? 'created' : 'needs-review',
      action,
      link,
      po: {
        id: po.id,
        customer: po.customer,
        poNo: po.poNo,
        numberless: po.identity.poKey === null,
        manual: po.manual,
      },
      delivery: delivery.number,
      reasons,
      candidates: match?.candidates ?? [],
    };
  };

  /** What other POs say of a live document on a PO that its number led it to. `others`: the deliveries without it. */
  const suspicion = (document: FcmsDocument, po: Po, others: readonly Delivery[]): readonly Reason[] => {
    if (!po.manual || document.content.cancelled) return [];
    const reason = options.look?.suspect(document, workOut({ po, deliveries: others }, options.qtyTolerance)) ?? null;
    return reason === null ? [] : [reason];
  };

  /** The delivery takes what FCMS now says; its PO stays, and what people decided of it. */
  const update = (
    document: FcmsDocument,
    { po, deliveries }: PoWithDeliveries,
    current: Delivery,
    reasons: readonly Reason[],
  ) => {
    const delivery = deliver(document, po.id, current.link, options.runId, reasons, current);
    return settle(po, deliveries, withDelivery(deliveries, delivery));
  };

  /** Takes the document off its PO; a PO that has no other goes, and leaves what staff wrote on it to the document's next one. */
  const detach = (document: FcmsDocument, { po, deliveries }: PoWithDeliveries, next?: PoWithDeliveries): void => {
    const others = without(deliveries, document.docNo);
    if (others.length > 0) {
      settle(po, deliveries, others);
      return;
    }
    table.remove(po.id);
    touched.delete(po.id);
    removed.add(po.id);
    options.look?.remove(po.id);
    if (next === undefined || po.memo === '') return;
    const memo = joinedMemos(next.po.memo, po.memo);
    put({ po: { ...next.po, memo }, deliveries: next.deliveries });
  };

  const attach = (document: FcmsDocument, { po, deliveries }: PoWithDeliveries, link: Link): PoWithDeliveries => {
    const others = without(deliveries, document.docNo);
    const reasons = link === 'exact' ? [...byNumber(document, po, others), ...suspicion(document, po, others)] : [];
    return settle(po, deliveries, withDelivery(deliveries, deliver(document, po.id, link, options.runId, reasons)));
  };

  const createPo = (document: FcmsDocument): PoWithDeliveries => {
    const po = newPo(options.newPoId(), document);
    added.add(po.id);
    return settle(po, [], [deliver(document, po.id, 'new', options.runId, [])]);
  };

  /** Step 6: the PO that the document's number was reserved for. A document that is on it by that stays there. */
  const reservedFor = (document: FcmsDocument, home: PoWithDeliveries | undefined): PoWithDeliveries | undefined => {
    const reservation = known.reservations.get(docNoKey(document.docNo) ?? '');
    if (reservation === undefined || reservation.state === 'RELEASED') return undefined;
    const entry = table.get(reservation.poId);
    if (reservation.state === 'RESERVED' || reservation.state === 'EXPIRED') return entry;
    return entry !== undefined && entry === home && linkOf(document, home) === 'reserved' ? entry : undefined;
  };

  /** Steps 5–8: by reserved number, by number, else a new PO, as if never seen. */
  const decideAnew = (document: FcmsDocument, home: PoWithDeliveries | undefined): AcceptedDecision => {
    const reserved = reservedFor(document, home);
    const target = reserved ?? table.byIdentity(document.identity) ?? table.byAlias(document.identity);
    const link = reserved === undefined ? 'exact' : 'reserved';
    if (home === undefined) {
      return target === undefined
        ? accept(document, createPo(document), 'new-po', 'new')
        : accept(document, attach(document, target, link), 'attached', link);
    }
    if (target?.po.id === home.po.id) {
      const earlier = linkOf(document, home) ?? link;
      const now = reserved !== undefined || earlier === 'reserved' ? link : earlier;
      return accept(document, attach(document, home, now), 'refreshed', now, home);
    }
    if (target !== undefined) {
      detach(document, home, target);
      return accept(document, attach(document, table.get(target.po.id)!, link), 'attached', link);
    }
    if (home.deliveries.length === 1) {
      const renamed = { ...home, po: { ...home.po, identity: document.identity } };
      return accept(document, attach(document, renamed, 'new'), 'refreshed', 'new', home);
    }
    detach(document, home);
    return accept(document, createPo(document), 'new-po', 'new');
  };

  /** Step 4: the delivery takes what FCMS now says; what people decided stays, and the change is shown. */
  const decideHeld = (document: FcmsDocument, home: PoWithDeliveries, current: Delivery): AcceptedDecision => {
    const kept = current.reasons.filter(({ code }) => !decidedAgain.has(code));
    const again =
      current.link === 'reserved' ? [] : suspicion(document, home.po, without(home.deliveries, document.docNo));
    // A document that made the PO and now gives another number or customer may be of an order that it was not before.
    const looks = !home.po.manual && current.link === 'new' && isRenamed(current, document);
    const still = looks ? kept.filter(({ code }) => code !== 'PROBABLE_MATCH') : kept;
    const reasons = [...still, ...again, sourceChanged(current, document)];
    return accept(document, update(document, home, current, reasons), 'none', null, undefined, looks);
  };

  const decide = (document: FcmsDocument): Decision => {
    const recorded = known.recorded.get(document.docNo);
    if (!needsDecision(document, recorded, options.force)) return skip(document, 'ALREADY_RECORDED');
    const { cancelled } = document.content;
    const home = table.byDocument(document.docNo);
    const current = home?.deliveries.find((delivery) => delivery.docNo === document.docNo);
    if (home === undefined || current === undefined) {
      return cancelled ? skip(document, 'CANCELLED') : decideAnew(document, undefined);
    }
    if (cancelled) {
      const entry = update(document, home, current, current.reasons);
      return current.content.cancelled ? skip(document, 'CANCELLED') : accept(document, entry, 'none', null);
    }
    return home.po.manual || home.po.reviewed ? decideHeld(document, home, current) : decideAnew(document, home);
  };

  let { remaining } = options;
  for (const document of batch) {
    if (remaining === 0) break;
    const decision = decide(document);
    decisions.push(decision);
    if (remaining !== null && decision.outcome !== 'skipped') remaining -= 1;
    yield;
  }

  const posBefore = new Map(known.pos.map((entry) => [entry.po.id, entry]));
  const before = new Map(
    known.pos.flatMap(({ deliveries }) => deliveries.map((delivery) => [delivery.docNo, delivery])),
  );
  const entries = [...touched].map((id) => table.get(id)!);
  const recorded: Delivery[] = [];
  const changed: Delivery[] = [];
  for (const { deliveries } of entries) {
    for (const delivery of deliveries) {
      const earlier = before.get(delivery.docNo);
      if (earlier === undefined) recorded.push(delivery);
      else if (earlier !== delivery) changed.push(delivery);
    }
  }
  return {
    decisions,
    changes: { touched: entries, added, removed: [...removed], recorded, changed, aliases: noAliasChanges },
    reworks,
    earlier: earlierDeliveries(options.runId, known.pos, changed),
    index: options.look === null ? noIndexChanges : indexChangesOf((id) => posBefore.get(id), entries, [...removed]),
    limitReached: remaining === 0,
  };
}

/** The same at one go. */
export const decideInOrder = (
  batch: readonly FcmsDocument[],
  known: KnownPos,
  options: DecideOptions,
): BatchDecisions => {
  const steps = decideStepwise(batch, known, options);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
};
