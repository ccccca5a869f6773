/** On which way something reached us: a page, the JSON API, a command, or a batch over many POs. */
export type Channel = 'page' | 'api' | 'cli' | 'batch';

/** Who does something, and how. */
export interface Doer {
  readonly actor: string;
  readonly channel: Channel;
  /** The request that asked for it, as the log names it; null where there is none. */
  readonly requestId: string | null;
}

/** What people do. The list is closed. */
export const auditActions = [
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
  'edit-memo',
  'undo',
  'undo-run',
  'request-run',
  'cancel-run',
  'reserve',
  'release',
  'extend',
  'match',
  'unmatch',
  'attach-orphan',
  'make-po',
  'ignore-orphan',
  'set-flag',
  'add-user',
  'set-password',
  'change-user',
  'disable-user',
  'sign-out-everywhere',
  'create-token',
  'revoke-token',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What an entry is about: a PO or a run by its address, the others by number. */
export type AuditSubject =
  | `po:${string}`
  | `document:${string}`
  | `reservation:${string}`
  | `orphan:${string}`
  | `flag:${string}`
  | `run:${string}`
  /** By the name. */
  | `user:${string}`;

/** One thing that somebody did: who, when, how, and what was before and after. Entries are only ever added. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly by: Doer;
  /** What was done together has the same. */
  readonly batchId: string | null;
  readonly action: AuditAction;
  readonly subjects: readonly AuditSubject[];
  readonly note: string | null;
  /** As JSON; what it holds depends on the action. */
  readonly before: unknown;
  readonly after: unknown;
  /** The entry that this one took back. */
  readonly undoes: string | null;
}
