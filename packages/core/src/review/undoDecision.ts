import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import { isTooLateToUndo } from '../audit/isTooLateToUndo.ts';
import { noChanges } from '../backfill/Changes.ts';
import { docNo as docNoKey } from '../document/docNo.ts';
import { deliveryIdentity } from '../po/deliveryIdentity.ts';
import { identityKey } from '../po/identity.ts';
import type { Delivery, Po, PoId } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { SiteRules } from '../SiteRules.ts';
import type { DecisionSnapshot, SnapshotDocument } from './DecisionSnapshot.ts';
import { Draft } from './Draft.ts';
import type { ReviewPorts } from './decideReview.ts';
import { inDecisionOrder } from './mergePos.ts';

/** What people decide about POs, and can take back. */
const undoable: ReadonlySet<AuditAction> = new Set([
  'correct',
  'merge',
  'move-document',
  'accept-qty',
  'keep',
  'cancel-po',
  'reopen',
  'alias-always',
  'alias-other',
]);

/** What, done later, builds on a decision. Reserving a number for the PO does not. */
const builds: ReadonlySet<AuditAction> = new Set([...undoable, 'enter-po', 'make-po']);

/** Why a decision was not taken back. */
export type UndoRefusal =
  | { readonly reason: 'not-found'; readonly auditId: string }
  /** It is nothing that can be taken back: an undo, say, or a PO that somebody entered. */
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
  /** Documents have come since by the number that the decision gave. */
  | { readonly reason: 'documents-since'; readonly docNos: readonly string[] }
  /** Another PO has the number now that the PO had before. */
  | { readonly reason: 'number-taken'; readonly customer: string; readonly poNo: string };

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
  const openedByIt = new Set(was.resolved.map(({ reason }) => reason.code).filter((code) => !settledAfter.has(code)));
  const openAfter = new Set(after?.reasons.map(({ code }) => code));
  const settledNow = new Set(now.resolved.map(({ reason }) => reason.code));
  // What it settled, and what no longer stood because of it; unless that has ended otherwise since.
  const reopened = was.reasons.filter(
    ({ code }) => !openAfter.has(code) && (!settledAfter.has(code) || settledNow.has(code)),
  );
  const stillOpen = now.reasons.filter(
    ({ code }) =>
      !openedByIt.has(code) &&
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
  if (!undoable.has(entry.action)) return refused({ reason: 'not-undoable', action: entry.action });
  if (found.undone) return refused({ reason: 'already-undone' });
  if (isTooLateToUndo(entry.at, at)) return refused({ reason: 'too-late', at: entry.at });
  const later = found.later.find(({ action }) => builds.has(action));
  if (later !== undefined) {
    return refused({
      reason: 'built-on',
      by: later.by.actor,
      at: later.at,
      action: later.action,
      auditId: later.id,
    });
  }
  const [before, after] = [entry.before as DecisionSnapshot, entry.after as DecisionSnapshot];
  const draft = new Draft(found, site.qtyTolerance);
  const current = after.pos.flatMap(({ po }) => draft.pos.get(po.id) ?? []);
  const restored = before.pos.map(({ po }) => po);

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
  if (homeless.length > 0) return refused({ reason: 'documents-since', docNos: homeless });

  for (const { po } of after.pos) if (!deliveriesOf.has(po.id)) draft.remove(po.id, null);
  for (const [i, po] of restored.entries()) {
    const { createdAt, reservations } = before.pos[i]!;
    const deliveries = inDecisionOrder(deliveriesOf.get(po.id) ?? []);
    if (draft.pos.get(po.id) === undefined) draft.create(po, deliveries, new Date(createdAt));
    else draft.put(po, deliveries);
    for (const docNo of reservations) draft.reserveFor(docNo, po.id);
  }
  const auditId = newId();
  return {
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
    result: { outcome: 'undone', auditId, undid: entry.id, poIds: restored.map(({ id }) => id) },
  };
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
  if (!undoable.has(entry.action)) {
    return { outcome: 'refused', auditId, refusal: { reason: 'not-undoable', action: entry.action } };
  }
  const [before, after] = [entry.before as DecisionSnapshot, entry.after as DecisionSnapshot];
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
