import type { AuditEntry, AuditSubject } from '../audit/AuditEntry.ts';

/** An entry as it is held. */
export interface AuditRecord extends AuditEntry {
  /** Rises with every entry. */
  readonly seq: number;
  /** The entry that took it back; null while it is in force. */
  readonly undoneBy: string | null;
}

/** What people did, to read. It is written together with what they changed. */
export interface AuditTrail {
  find(id: string): Promise<AuditRecord | null>;
  /** What was done together, oldest first. */
  ofBatch(batchId: string): Promise<readonly AuditRecord[]>;
  /** What was done about anything, newest first: at most `limit`, only older than `before` when it is given. */
  latest(limit: number, before?: number): Promise<readonly AuditRecord[]>;
  /** What was done about it, newest first: at most `limit`, only older than `before` when it is given. */
  about(subject: AuditSubject, limit: number, before?: number): Promise<readonly AuditRecord[]>;
}
