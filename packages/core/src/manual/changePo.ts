import type { AuditAction, Doer } from '../audit/AuditEntry.ts';
import { noChanges } from '../backfill/Changes.ts';
import { unknown } from '../po/codeKeys.ts';
import type { Item, Po, PoId } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import type { Revision } from '../ports/PoStore.ts';
import { Draft } from '../review/Draft.ts';
import { heldAt, type ReviewPorts } from '../review/decideReview.ts';
import type { SiteRules } from '../SiteRules.ts';
import { shown } from '../text/shown.ts';
import { readItems, type UnusableField } from './enterPos.ts';
import type { PoChange } from './PoChange.ts';

/** A change of a PO, and who makes it. */
export interface ChangeRequest {
  /** The address of a PO that was merged leads to the PO that it was merged into. */
  readonly poId: PoId;
  readonly change: PoChange;
  readonly by: Doer;
  /** The version of the PO that was looked at; null changes whatever it is now. */
  readonly version: Revision | null;
}

/** Why nothing was changed. */
export type ChangeRefusal =
  | { readonly reason: 'not-found'; readonly poId: PoId }
  /** Somebody changed the PO after it was looked at. */
  | { readonly reason: 'changed'; readonly version: Revision }
  /** It is so already. */
  | { readonly reason: 'no-change' }
  | { readonly reason: 'unusable'; readonly fields: readonly UnusableField[] }
  /** Of a PO that our staff cancelled only the memo can be changed. */
  | { readonly reason: 'cancelled' }
  /** What a backfilled PO says comes from its documents, until staff say what was ordered. */
  | { readonly reason: 'items-needed' }
  /** A PO without a customer or number cannot be one that staff entered: correct it first. */
  | { readonly reason: 'unnamed' };

/** What became of a change. */
export type ChangeResult =
  | {
      readonly outcome: 'changed';
      /** The entry of the audit trail: what to undo. */
      readonly auditId: string;
      readonly poId: PoId;
      /** The PO's version from now on. */
      readonly version: Revision;
      /** Whether it was a backfilled PO, and is one that staff entered from now on. */
      readonly takenOver: boolean;
    }
  | { readonly outcome: 'refused'; readonly refusal: ChangeRefusal };

const sameItems = (a: readonly Item[], b: readonly Item[]): boolean => {
  const told = (items: readonly Item[]): string =>
    JSON.stringify(items.map(({ product, qty, deliveryOn, incomplete }) => [product, qty, deliveryOn, incomplete]));
  return told(a) === told(b);
};

/** The PO as it is to be, and the entry of the audit trail that tells of it. */
type Changed = { readonly po: Po; readonly action: AuditAction } | ChangeRefusal;

const changed = (po: Po, change: PoChange): Changed => {
  const { customerName, receivedOn, items, memo } = change;
  const read = items === undefined ? null : readItems(items);
  if (read !== null && read.unusable.length > 0) return { reason: 'unusable', fields: read.unusable };
  const withMemo = memo === undefined || memo === po.memo ? po : { ...po, memo: shown(memo) ?? '' };
  const next: Po = {
    ...withMemo,
    customerName: customerName === undefined ? po.customerName : shown(customerName),
    receivedOn: receivedOn === undefined ? po.receivedOn : receivedOn,
    items: read === null || (po.manual && sameItems(read.items, po.items)) ? po.items : read.items,
  };
  const isMemoAlone =
    next.customerName === po.customerName && next.receivedOn === po.receivedOn && next.items === po.items;
  if (isMemoAlone) return next.memo === po.memo ? { reason: 'no-change' } : { po: withMemo, action: 'edit-memo' };
  if (po.state === 'cancelled') return { reason: 'cancelled' };
  if (po.manual) return { po: next, action: 'change-po' };
  if (read === null) return { reason: 'items-needed' };
  if (po.identity.poKey === null || po.identity.customerKey === unknown) return { reason: 'unnamed' };
  return { po: { ...next, manual: true }, action: 'change-po' };
};

const changeOn = (
  found: Found,
  { poId, change, by, version }: ChangeRequest,
  {
    site,
    at,
    newId,
    next: nextVersion,
  }: { readonly site: SiteRules; readonly at: Date; readonly newId: () => string; readonly next: Revision },
): Amendment<ChangeResult> => {
  const refused = (refusal: ChangeRefusal): Amendment<ChangeResult> => ({
    changes: noChanges,
    result: { outcome: 'refused', refusal },
  });
  const entry = heldAt(found, poId);
  if (entry === undefined) return refused({ reason: 'not-found', poId });
  if (version !== null && entry.version !== version) return refused({ reason: 'changed', version: entry.version });
  const next = changed(entry.po, change);
  if ('reason' in next) return refused(next);
  const draft = new Draft(found, site.qtyTolerance);
  draft.put(next.po, entry.deliveries);
  const auditId = newId();
  return {
    ...draft.amendment(),
    audit: [
      {
        id: auditId,
        at,
        by,
        batchId: null,
        action: next.action,
        subjects: draft.subjects(),
        note: null,
        before: draft.before(),
        after: draft.after(),
        undoes: null,
      },
    ],
    result: {
      outcome: 'changed',
      auditId,
      poId: entry.po.id,
      version: nextVersion,
      takenOver: next.po.manual && !entry.po.manual,
    },
  };
};

/**
 * Changes what staff say of a PO: memo, customer's name, day of receipt, and what was ordered; all of it, with its entry in the
 * audit trail, or nothing. The reasons of its documents are worked out again; the documents stay as FCMS has them. A backfilled
 * PO of which staff say what was ordered is taken over, as entering it would. Two people never overwrite each other: one who
 * names the `version` that he saw is told when it has changed since. Undone by `undoDecision`.
 */
export const changePo = (
  { pos, clock, newId }: ReviewPorts,
  site: SiteRules,
  request: ChangeRequest,
): Promise<ChangeResult> => {
  const at = clock.now();
  return pos.change({ ids: [request.poId] }, at, (found, next) => changeOn(found, request, { site, at, newId, next }));
};
