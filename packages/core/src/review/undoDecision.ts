import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import { isTooLateToUndo } from '../audit/isTooLateToUndo.ts';
import { noChanges } from '../backfill/Changes.ts';
import { docNo as docNoKey } from '../document/docNo.ts';
import { namedIn } from '../matching/CandidatePo.ts';
import { deliveryIdentity } from '../po/deliveryIdentity.ts';
import { identityKey } from '../po/identity.ts';
import type { Delivery, Po, PoId } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { SiteRules } from '../SiteRules.ts';
import { buildsOn, undoable } from './buildsOn.ts';
import { isDecisionSnapshot, type SnapshotDocument } from './DecisionSnapshot.ts';
import { Draft } from './Draft.ts';
import type { ReviewPorts } from './decideReview.ts';
import { inDecisionOrder } from './mergePos.ts';
import type { Reason } from './Reason.ts';

/** Why a decision was not taken back. */
export type UndoRefusal =
  | { readonly reason: 'not-found'; readonly auditId: string }
  /** It is nothing that can be taken back: an undo, say. */
  | { readonly reason: 'not-undoable'; readonly action: AuditAction }
  | { readonly reason: 'already-undone' }
  | { readonly reason: 'too-late'; readonly at: Date }
  /** Somebody decided later about the same. */
  | {
      readonly reason: 'built-on';
      readonly by: string;
      readonly at: Date;
      readonly action: AuditAction;
      readonly auditId: string;
    }
  /** Documents have come since by the number that the decision gave, or to the PO that was entered. */
  | { readonly reason: 'documents-since'; readonly docNos: readonly string[] }
  /** Another PO has the number now that the PO had before. */
  | { readonly reason: 'number-taken'; readonly customer: string; readonly poNo: string }
  /** The memo is not the one that was written: a run took the PO away, or joined its memo with another. */
  | { readonly reason: 'memo-gone' };

/** What became of an undo. */
export type UndoResult =
  | {
      readonly outcome: 'undone';
      /** The entry of the audit trail that the undo made. */
      readonly auditId: string;
      /** The decision that was taken back. */
      readonly undid: string;
      readonly poIds: readonly PoId[];
    }
  | { readonly outcome: 'refused'; readonly auditId: string; readonly refusal: UndoRefusal };

/** A document as it was before, with what FCMS says of it now. */
const restoredDocument = (
  now: Delivery,
  was: SnapshotDocument,
  after: SnapshotDocument | undefined,
  held: boolean,
  auditId: string,
): Delivery => {
  const settledAfter = new Set(after?.resolved.map(({ reason }) => reason.code));
  const forgotten = was.resolved.filter(({ reason }) => !settledAfter.has(reason.code));
  const refused = new Set(forgotten.flatMap((one) => one.refused ?? []));
  // A match may have been open beside a settled one: it names others, unless a run found a refused one again meanwhile.
  const openedByIt = (open: Reason): boolean =>
    forgotten.some(({ reason }) => reason.code === open.code) &&
    (!was.reasons.some(({ code }) => code === open.code) || namedIn([open]).some((id) => refused.has(id)));
  const closing = new Set(now.reasons.filter(openedByIt).map(({ code }) => code));
  const openAfter = new Set(after?.reasons.map(({ code }) => code));
  const settledNow = new Set(now.resolved.map(({ reason }) => reason.code));
  // What it settled, and what no longer stood because of it; unless that has ended otherwise since.
  const reopened = was.reasons.filter(
    ({ code }) => closing.has(code) || (!openAfter.has(code) && (!settledAfter.has(code) || settledNow.has(code))),
  );
  const stillOpen = now.reasons.filter(
    ({ code }) =>
      !closing.has(code) &&
      !reopened.some((one) => one.code === code) &&
      // Nobody has looked at it any more: what FCMS changed is decided anew.
      (held || code !== 'SOURCE_CHANGED' || was.reasons.some((one) => one.code === code)),
  );
  const corrected = now.correction?.auditId === auditId;
  return {
    ...now,
    hash: held ? now.hash : was.hash,
    link: was.link,
    product: corrected ? was.product : now.product,
    productKey: corrected ? was.productKey : now.productKey,
    correction: corrected ? was.correction : now.correction,
    reasons: [...stillOpen, ...reopened],
    resolved: [...was.resolved, ...now.resolved.filter((one) => one.auditId !== auditId && isNewer(one, was))],
  };
};

/** Whether a reason was resolved after the snapshot; what was resolved before stands in it. */
const isNewer = ({ reason }: Delivery['resolved'][number], was: SnapshotDocument): boolean =>
  !was.resolved.some((one) => one.reason.code === reason.code);

/** Where a document goes that came after the decision: to the PO that it names, as that is without the decision. */
const homeOf = (delivery: Delivery, restored: readonly Po[], found: Found): PoId | null => {
  const key = identityKey(deliveryIdentity(delivery));
  const named =
    restored.find(({ identity }) => identityKey(identity) === key) ??
    restored.find(({ aliases }) => aliases.some(({ identity }) => identityKey(identity) === key));
  if (named !== undefined) return named.id;
  const reserved = found.reservations.get(docNoKey(delivery.docNo) ?? '');
  return delivery.link === 'reserved' && restored.some(({ id }) => id === reserved?.poId) ? reserved!.poId : null;
};

/** The memo without the decision: what people wrote since on a PO whose memo it left alone stays. */
const memoWithout = (was: Po, after: Po | undefined, now: Po | undefined): string =>
  now !== undefined && after !== undefined && (after.memo === was.memo || now.memo !== after.memo)
    ? now.memo
    : was.memo;

/** What taking a decision back comes to: the POs as if it had never been made. */
const undoOn = (
  found: Found,
  entry: AuditEntry,
  { site, at, newId, by }: { site: SiteRules; at: Date; newId: () => string; by: Doer },
): Amendment<UndoResult> => {
  const refused = (refusal: UndoRefusal): Amendment<UndoResult> => ({
    changes: noChanges,
    result: { outcome: 'refused', auditId: entry.id, refusal },
  });
  const { before, after } = entry;
  if (!undoable.has(entry.action) || !isDecisionSnapshot(before) || !isDecisionSnapshot(after)) {
    return refused({ reason: 'not-undoable', action: entry.action });
  }
  if (found.undone) return refused({ reason: 'already-undone' });
  if (isTooLateToUndo(entry.at, at)) return refused({ reason: 'too-late', at: entry.at });
  const later = found.later.find(buildsOn(before, after));
  if (later !== undefined) {
    return refused({
      reason: 'built-on',
      by: later.by.actor,
      at: later.at,
      action: later.action,
      auditId: later.id,
    });
  }
  const draft = new Draft(found, site.qtyTolerance);
  const auditId = newId();
  const undone = (poIds: readonly PoId[]): Amendment<UndoResult> => ({
    ...draft.amendment(),
    audit: [
      {
        id: auditId,
        at,
        by,
        batchId: null,
        action: 'undo',
        subjects: draft.subjects(),
        note: null,
        before: draft.before(),
        after: draft.after(),
        undoes: entry.id,
      },
    ],
    result: { outcome: 'undone', auditId, undid: entry.id, poIds },
  });
  const current = after.pos.flatMap(({ po }) => draft.pos.get(po.id) ?? []);
  const afterOf = new Map(after.pos.map(({ po }) => [po.id, po]));

  // A memo alone holds nothing: runs may have made whatever they would of its PO.
  if (entry.action === 'edit-memo') {
    const [now] = current;
    const [was] = before.pos;
    if (now === undefined || was === undefined || now.po.memo !== afterOf.get(now.po.id)?.memo) {
      return refused({ reason: 'memo-gone' });
    }
    draft.put({ ...now.po, memo: was.po.memo }, now.deliveries);
    return undone([now.po.id]);
  }

  const restored = before.pos.map(({ po }) => ({
    ...po,
    memo: memoWithout(po, afterOf.get(po.id), draft.pos.get(po.id)?.po),
  }));
  const own = new Set([...before.pos, ...after.pos].map(({ po }) => po.id));
  for (const { identity, customer, poNo } of restored) {
    const holder = draft.pos.byIdentity(identity);
    if (holder !== undefined && !own.has(holder.po.id)) return refused({ reason: 'number-taken', customer, poNo });
  }

  const was = new Map(
    before.pos.flatMap(({ po, documents }) => documents.map((one) => [one.docNo, { po, one }] as const)),
  );
  const settled = new Map(after.pos.flatMap(({ documents }) => documents.map((one) => [one.docNo, one] as const)));
  const deliveriesOf = new Map<PoId, Delivery[]>(restored.map(({ id }) => [id, []]));
  const homeless: string[] = [];
  for (const delivery of current.flatMap(({ deliveries }) => deliveries)) {
    const earlier = was.get(delivery.docNo);
    if (earlier === undefined) {
      const home = homeOf(delivery, restored, found);
      if (home === null) homeless.push(delivery.docNo);
      else deliveriesOf.get(home)?.push(delivery);
      continue;
    }
    const held = earlier.po.manual || earlier.po.reviewed;
    deliveriesOf
      .get(earlier.po.id)
      ?.push(restoredDocument(delivery, earlier.one, settled.get(delivery.docNo), held, entry.id));
  }
  const goes = after.pos.filter(({ po }) => !deliveriesOf.has(po.id)).flatMap(({ po }) => draft.pos.get(po.id) ?? []);
  // They came to a PO that people entered, and would be without one that says what was ordered.
  const came = entry.action === 'enter-po' ? goes.flatMap(({ deliveries }) => deliveries) : [];
  const since = came.length > 0 ? came.map(({ docNo }) => docNo) : homeless;
  if (since.length > 0) return refused({ reason: 'documents-since', docNos: since });

  for (const { po } of goes) draft.remove(po.id, null);
  for (const [i, po] of restored.entries()) {
    const { createdAt, reservations } = before.pos[i]!;
    const deliveries = inDecisionOrder(deliveriesOf.get(po.id) ?? []);
    if (draft.pos.get(po.id) === undefined) draft.create(po, deliveries, new Date(createdAt));
    else draft.put(po, deliveries);
    for (const docNo of reservations) draft.reserveFor(docNo, po.id);
  }
  return undone(restored.map(({ id }) => id));
};

/** The world in which decisions are taken back. */
export interface UndoPorts extends ReviewPorts {
  readonly audit: Pick<AuditTrail, 'find' | 'ofBatch'>;
}

/**
 * Takes a decision back: everything is as if it had never been made, but for the audit trail, which keeps both. Refused, with
 * nothing changed, where later decisions build on it (rules 6).
 */
export const undoDecision = async (
  { pos, audit, clock, newId }: UndoPorts,
  site: SiteRules,
  { auditId, by }: { readonly auditId: string; readonly by: Doer },
): Promise<UndoResult> => {
  const entry = await audit.find(auditId);
  if (entry === null) return { outcome: 'refused', auditId, refusal: { reason: 'not-found', auditId } };
  const { before, after } = entry;
  if (!undoable.has(entry.action) || !isDecisionSnapshot(before) || !isDecisionSnapshot(after)) {
    return { outcome: 'refused', auditId, refusal: { reason: 'not-undoable', action: entry.action } };
  }
  const at = clock.now();
  return pos.change(
    {
      ids: [...before.pos, ...after.pos].map(({ po }) => po.id),
      identities: before.pos.map(({ po }) => po.identity),
      after: entry,
    },
    at,
    (found) => undoOn(found, entry, { site, at, newId, by }),
  );
};

/** Takes back what was decided together, the latest first, each by itself: yields what became of each. */
export async function* undoBatch(
  ports: UndoPorts,
  site: SiteRules,
  { batchId, by }: { readonly batchId: string; readonly by: Doer },
): AsyncGenerator<UndoResult, void> {
  const entries = await ports.audit.ofBatch(batchId);
  for (const { id, undoes } of entries.toReversed()) {
    if (undoes === null) yield await undoDecision(ports, site, { auditId: id, by });
  }
}
