import type { AuditAction, AuditEntry, AuditSubject, Doer } from '../audit/AuditEntry.ts';
import { isTooLateToUndo } from '../audit/isTooLateToUndo.ts';
import { type Changes, noChanges } from '../backfill/Changes.ts';
import { identityKey, type PoIdentity } from '../po/identity.ts';
import type { PoId } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { OrphanAudit, OrphanDecisionPorts } from './decideOrphan.ts';
import type { Orphan } from './Orphan.ts';

/** Decisions on orphans, by what the audit trail calls them. */
export const orphanActions: ReadonlySet<AuditAction> = new Set(['attach-orphan', 'make-po', 'ignore-orphan']);

/** Why a decision on an orphan was not taken back. */
export type OrphanUndoRefusal =
  | { readonly reason: 'not-found' }
  /** It is no decision on an orphan. */
  | { readonly reason: 'not-undoable'; readonly action: AuditAction }
  | { readonly reason: 'already-undone' }
  | { readonly reason: 'too-late'; readonly at: Date }
  /** Somebody decided later about the PO that was made. */
  | {
      readonly reason: 'built-on';
      readonly by: string;
      readonly at: Date;
      readonly action: AuditAction;
      readonly auditId: string;
    }
  /** The PO that was made has deliveries. */
  | { readonly reason: 'documents-since'; readonly docNos: readonly string[] }
  /** Numbers were reserved for the PO that was made. */
  | { readonly reason: 'numbers-reserved'; readonly docNos: readonly string[] };

/** What became of the undo of a decision on an orphan. */
export type OrphanUndoResult =
  | {
      readonly outcome: 'undone';
      /** The entry of the audit trail that the undo made. */
      readonly auditId: string;
      /** The decision that was taken back. */
      readonly undid: string;
      readonly orphan: Orphan;
    }
  | { readonly outcome: 'refused'; readonly auditId: string; readonly refusal: OrphanUndoRefusal };

/** The world in which decisions on orphans are taken back. */
export interface OrphanUndoPorts extends OrphanDecisionPorts {
  readonly audit: Pick<AuditTrail, 'find'>;
}

const numberOf = ({ subjects }: AuditEntry): string =>
  subjects.find((subject) => subject.startsWith('orphan:'))?.slice('orphan:'.length) ?? '';

/** What stands on the PO that was made; null when nothing does. */
const builtOn = (found: Found, entry: AuditEntry, poId: PoId): OrphanUndoRefusal | null => {
  const about: readonly AuditSubject[] = [`po:${poId}`, `orphan:${numberOf(entry)}`];
  const later = found.later.find(({ subjects }) => subjects.some((subject) => about.includes(subject)));
  if (later !== undefined) {
    const { by, at, action, id } = later;
    return { reason: 'built-on', by: by.actor, at, action, auditId: id };
  }
  const docNos = found.pos.find(({ po }) => po.id === poId)?.deliveries.map(({ docNo }) => docNo) ?? [];
  if (docNos.length > 0) return { reason: 'documents-since', docNos };
  const reserved = [...found.reservations].filter(([, { poId: held }]) => held === poId).map(([docNo]) => docNo);
  return reserved.length > 0 ? { reason: 'numbers-reserved', docNos: reserved } : null;
};

/** The PO that was made goes, and the number that had given way to it leads again to whose it was, if that still is. */
const unmade = (found: Found, { alias }: OrphanAudit, poId: PoId): Changes => {
  const holder = found.pos.find(({ po }) => po.id === alias?.poId);
  const changes = { ...noChanges, removed: [poId] };
  if (alias === null || holder === undefined) return changes;
  const key = identityKey(alias.alias.identity);
  const isIt = ({ identity }: { readonly identity: PoIdentity }): boolean => identityKey(identity) === key;
  const taken = found.pos.some(({ po }) => po.id !== poId && (isIt(po) || po.aliases.some(isIt)));
  if (taken) return changes;
  const po = { ...holder.po, aliases: [...holder.po.aliases, alias.alias] };
  return {
    ...changes,
    touched: [{ po, deliveries: holder.deliveries }],
    aliases: { taken: [], given: [{ poId: po.id, alias: alias.alias }] },
  };
};

/**
 * Takes a decision on an orphan back, by its entry in the audit trail: the orphan is open again, or resolved where its order
 * has arrived, and a PO that was made of it goes. Refused, with nothing changed, after 30 days, or when something was built on
 * the PO that was made.
 */
export const undoOrphanDecision = async (
  { pos, audit, clock, newId }: OrphanUndoPorts,
  { auditId, by }: { readonly auditId: string; readonly by: Doer },
): Promise<OrphanUndoResult> => {
  const refused = (refusal: OrphanUndoRefusal): OrphanUndoResult => ({ outcome: 'refused', auditId, refusal });
  const entry = await audit.find(auditId);
  if (entry === null) return refused({ reason: 'not-found' });
  if (!orphanActions.has(entry.action)) return refused({ reason: 'not-undoable', action: entry.action });
  const at = clock.now();
  if (isTooLateToUndo(entry.at, at)) return refused({ reason: 'too-late', at: entry.at });
  const docNo = numberOf(entry);
  const [was, is] = [entry.before as OrphanAudit, entry.after as OrphanAudit];
  const made = entry.action === 'make-po' ? is.poId : null;
  const query = {
    ids: [made ?? [], was.alias?.poId ?? []].flat(),
    identities: was.alias === null ? [] : [was.alias.alias.identity],
    orphans: [docNo],
    after: entry,
  };
  return pos.change(query, at, (found): Amendment<OrphanUndoResult> => {
    const orphan = found.orphans.find(({ report }) => report.docNo === docNo);
    const refusal =
      found.undone || orphan?.decision?.auditId !== auditId ? ({ reason: 'already-undone' } as const) : null;
    const built = refusal ?? (made === null ? null : builtOn(found, entry, made));
    if (built !== null || orphan === undefined) {
      return { changes: noChanges, result: refused(built ?? { reason: 'not-found' }) };
    }
    const arrived = orphan.state === 'resolved' || orphan.arrivedAt !== null;
    const undone: Orphan = {
      ...orphan,
      state: arrived ? 'resolved' : 'open',
      settledAt: arrived ? (orphan.arrivedAt ?? orphan.settledAt) : null,
      decision: null,
      arrivedAt: null,
      landedOn: null,
    };
    const undoId = newId();
    return {
      changes: made === null ? noChanges : unmade(found, was, made),
      orphans: [undone],
      audit: [
        {
          id: undoId,
          at,
          by,
          batchId: null,
          action: 'undo',
          subjects: entry.subjects,
          note: null,
          before: is,
          after: { ...was, state: undone.state },
          undoes: auditId,
        },
      ],
      result: {
        outcome: 'undone',
        auditId: undoId,
        undid: auditId,
        orphan: { ...undone, version: undone.version + 1 },
      },
    };
  });
};
