import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import type { RunRequest } from './RunRequest.ts';

/** A requested run as the audit trail tells it; times as ISO text. */
const toldOf = ({ dryRun, options, acceptMissing, state, cancel }: RunRequest) => ({
  dryRun,
  ...options.window,
  limit: options.limit,
  force: options.force,
  acceptMissing,
  state,
  cancel: cancel === null ? null : { by: cancel.by, at: cancel.at.toISOString() },
});

/**
 * The entry of the audit trail about a run that somebody asked for or wants to end. It outlives the request, which is forgotten
 * some days after its end.
 */
export const runRequestEntry = (
  action: Extract<AuditAction, 'request-run' | 'cancel-run'>,
  { id, by, at }: { readonly id: string; readonly by: Doer; readonly at: Date },
  before: RunRequest | null,
  after: RunRequest,
): AuditEntry => ({
  id,
  at,
  by,
  batchId: null,
  action,
  subjects: [`run:${after.id}`],
  note: null,
  before: before === null ? null : toldOf(before),
  after: toldOf(after),
  undoes: null,
});
