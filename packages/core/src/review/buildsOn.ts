import type { AuditAction, AuditEntry, AuditSubject } from '../audit/AuditEntry.ts';
import type { DecisionSnapshot } from './DecisionSnapshot.ts';

/** What people decide about POs and enter of them, and can take back; a memo apart. */
const decisions: readonly AuditAction[] = [
  'correct',
  'merge',
  'move-document',
  'accept-qty',
  'keep',
  'cancel-po',
  'reopen',
  'alias-always',
  'alias-other',
  'enter-po',
  'change-po',
];

/** The same, and memos. */
export const undoable: ReadonlySet<AuditAction> = new Set([...decisions, 'edit-memo']);

/** What, done later, builds on a decision. Reserving a number for the PO does not. */
const builds: ReadonlySet<AuditAction> = new Set([...decisions, 'make-po']);

const subjectsOf = (pos: DecisionSnapshot['pos']): ReadonlySet<AuditSubject> =>
  new Set(pos.map(({ po }) => `po:${po.id}` as const));

/**
 * What was done later and builds on a decision. Whatever was done about a PO that the decision made does; a memo written on
 * another one only where the decision had changed that memo itself.
 */
export const buildsOn = (before: DecisionSnapshot, after: DecisionSnapshot): ((later: AuditEntry) => boolean) => {
  const was = new Map(before.pos.map(({ po }) => [po.id, po]));
  const made = subjectsOf(after.pos.filter(({ po }) => !was.has(po.id)));
  const rewritten = subjectsOf(after.pos.filter(({ po }) => was.get(po.id)?.memo !== po.memo));
  return ({ action, subjects }) =>
    builds.has(action) ||
    subjects.some((subject) => made.has(subject) || (action === 'edit-memo' && rewritten.has(subject)));
};
