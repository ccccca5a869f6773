import { contentChanges, contentFields } from '../document/contentHash.ts';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { unknown } from '../po/codeKeys.ts';
import { standInPoNo } from '../po/identity.ts';
import type { Delivery, Link, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import { type Reason, type ReasonCode, sortReasons } from '../review/Reason.ts';
import type { Changes } from './Changes.ts';
import type { AcceptedDecision, Action, Decision, SkipReason } from './Decision.ts';
import { type KnownPos, needsDecision } from './KnownPos.ts';
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
  /** Whether the limit was reached: what comes after the last decision was not checked. */
  readonly limitReached: boolean;
}

const skip = ({ docNo, hash }: FcmsDocument, skipped: SkipReason): Decision => ({
  docNo,
  hash,
  outcome: 'skipped',
  skipped,
});

/** The document as a delivery of a PO; numbers and reasons are worked out with the PO. */
const deliver = (
  document: FcmsDocument,
  poId: PoId,
  link: Link,
  runId: string,
  reasons: readonly Reason[],
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
  productKey: document.productKey,
  product: document.product,
  productName: document.productName,
  packing: document.packing,
  qty: document.qty,
  link,
  runId,
  number: null,
  reasons,
});

const newPo = (id: PoId, document: FcmsDocument): Po => ({
  id,
  identity: document.identity,
  customer: document.customer ?? unknown,
  customerName: document.customerName,
  poNo: document.poNo ?? standInPoNo(document.docNo),
  manual: false,
  reviewed: false,
  receivedOn: document.position.effectiveOn,
  items: [],
  memo: '',
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

/**
 * Decides the documents of a batch in order, by the decision table of the rules; a decision sees the POs that earlier
 * ones made. Pure but for `newPoId`: every document has an answer, nothing throws, and cutting the documents into other
 * batches gives the same decisions.
 */
export const decideInOrder = (
  batch: readonly FcmsDocument[],
  known: KnownPos,
  options: DecideOptions,
): BatchDecisions => {
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

  /** Puts a PO back with other deliveries, everything that depends on it as a whole worked out again. */
  const settle = (po: Po, before: readonly Delivery[], after: readonly Delivery[]): PoWithDeliveries => {
    const entry = workOut({ po, deliveries: after }, options.qtyTolerance);
    noteReworks(before, entry.deliveries);
    table.put(entry);
    touched.add(po.id);
    return entry;
  };

  const accept = (
    document: FcmsDocument,
    entry: PoWithDeliveries,
    action: Action,
    link: Link | null,
  ): AcceptedDecision => {
    const { po, deliveries } = entry;
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
      candidates: [],
    };
  };

  /** The delivery takes what FCMS now says; its PO stays. */
  const update = (
    document: FcmsDocument,
    { po, deliveries }: PoWithDeliveries,
    current: Delivery,
    reasons: readonly Reason[],
  ) => settle(po, deliveries, withDelivery(deliveries, deliver(document, po.id, current.link, options.runId, reasons)));

  /** Takes the document off its PO; a PO that has no other goes. */
  const detach = (document: FcmsDocument, { po, deliveries }: PoWithDeliveries): void => {
    const others = without(deliveries, document.docNo);
    if (others.length > 0) {
      settle(po, deliveries, others);
      return;
    }
    table.remove(po.id);
    touched.delete(po.id);
    removed.add(po.id);
  };

  const attach = (document: FcmsDocument, { po, deliveries }: PoWithDeliveries, link: Link): PoWithDeliveries =>
    settle(po, deliveries, withDelivery(deliveries, deliver(document, po.id, link, options.runId, [])));

  const createPo = (document: FcmsDocument): PoWithDeliveries => {
    const po = newPo(options.newPoId(), document);
    added.add(po.id);
    return settle(po, [], [deliver(document, po.id, 'new', options.runId, [])]);
  };

  /** Steps 5–8: by number, as if never seen. */
  const decideAnew = (document: FcmsDocument, home: PoWithDeliveries | undefined): AcceptedDecision => {
    const target = table.byIdentity(document.identity);
    if (home === undefined) {
      return target === undefined
        ? accept(document, createPo(document), 'new-po', 'new')
        : accept(document, attach(document, target, 'exact'), 'attached', 'exact');
    }
    if (target?.po.id === home.po.id) {
      const link = home.deliveries.find((delivery) => delivery.docNo === document.docNo)?.link ?? 'exact';
      return accept(document, attach(document, home, link), 'refreshed', link);
    }
    if (target !== undefined) {
      detach(document, home);
      return accept(document, attach(document, target, 'exact'), 'attached', 'exact');
    }
    if (home.deliveries.length === 1) {
      const renamed = { ...home, po: { ...home.po, identity: document.identity } };
      return accept(document, attach(document, renamed, 'new'), 'refreshed', 'new');
    }
    detach(document, home);
    return accept(document, createPo(document), 'new-po', 'new');
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
    if (home.po.manual || home.po.reviewed) {
      return accept(document, update(document, home, current, [sourceChanged(current, document)]), 'none', null);
    }
    return decideAnew(document, home);
  };

  let { remaining } = options;
  for (const document of batch) {
    if (remaining === 0) break;
    const decision = decide(document);
    decisions.push(decision);
    if (remaining !== null && decision.outcome !== 'skipped') remaining -= 1;
  }

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
    changes: { touched: entries, added, removed: [...removed], recorded, changed },
    reworks,
    limitReached: remaining === 0,
  };
};
