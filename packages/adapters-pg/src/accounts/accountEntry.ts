import type { AuditAction, AuditEntry, Doer } from '@cynow/po-core';

/** An entry in the trail about an account, by its name. */
export const accountEntry = (
  id: string,
  by: Doer,
  at: Date,
  action: AuditAction,
  user: string,
  { before = null, after = null }: { readonly before?: unknown; readonly after?: unknown } = {},
): AuditEntry => ({
  id,
  at,
  by,
  batchId: null,
  action,
  subjects: [`user:${user}`],
  note: null,
  before,
  after,
  undoes: null,
});
