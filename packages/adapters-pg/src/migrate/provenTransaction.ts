import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import {
  type CatalogDifference,
  type CatalogObject,
  compareFingerprints,
  readCatalogFingerprint,
} from './catalogFingerprint.ts';
import { type ForeignLock, readLocks } from './readLocks.ts';
import { inTransaction, type Send, type TransactionOutcome } from './transaction.ts';

/** What was proved before the end of a transaction. */
export interface Proof {
  /** Locks on relations and other objects that were looked at: all ours or PostgreSQL's own. */
  readonly locks: number;
  /** Entries of the catalog outside our schema that were compared: all as before. */
  readonly catalogObjects: number;
  /** SHA-256 of these entries, in hexadecimal: the same before and after. */
  readonly catalogDigest: string;
}

/** Why a transaction was rolled back although each statement succeeded. */
export interface Disturbance {
  /** Locks of our own on what is not ours. */
  readonly foreignLocks: readonly ForeignLock[];
  /** What changed outside our schema meanwhile, perhaps by somebody else's hand. */
  readonly differences: readonly CatalogDifference[];
}

export type ProvenOutcome =
  | { readonly kind: 'proved'; readonly proof: Proof }
  | { readonly kind: 'disturbed' }
  | Exclude<TransactionOutcome<never>, { readonly kind: 'ended' }>;

export interface ProvenTransaction {
  readonly schema: string;
  readonly lockTimeoutMs: number;
  /** COMMIT to keep what was done, ROLLBACK to rehearse it. */
  readonly end: 'COMMIT' | 'ROLLBACK';
  /** Does the work in the open transaction; runs again from the start when a try is repeated. */
  readonly work: (send: Send) => Promise<void>;
}

/** A disturbance may be another session's, so there is one more try. */
const undisturbedTries = 2;

/**
 * Does the work in one transaction and keeps it only if nothing outside our schema is locked by us and nothing there
 * differs from before. Gives every disturbance on the way, those of a try that was repeated with success included.
 */
export async function provenTransaction(
  client: ClientBase,
  transaction: ProvenTransaction,
): Promise<{ readonly outcome: ProvenOutcome; readonly disturbances: readonly Disturbance[] }> {
  const disturbances: Disturbance[] = [];
  for (;;) {
    const attempt = await attemptOnce(client, transaction);
    if (attempt.kind !== 'ended') return { outcome: attempt, disturbances };
    if ('locks' in attempt.value) return { outcome: { kind: 'proved', proof: attempt.value }, disturbances };
    disturbances.push(attempt.value);
    if (disturbances.length === undisturbedTries) return { outcome: { kind: 'disturbed' }, disturbances };
  }
}

const attemptOnce = (
  client: ClientBase,
  { schema, lockTimeoutMs, end, work }: ProvenTransaction,
): Promise<TransactionOutcome<Proof | Disturbance>> =>
  inTransaction<Proof | Disturbance>(client, lockTimeoutMs, async (send) => {
    const before = await readCatalogFingerprint(client, schema);
    await work(send);
    const after = await readCatalogFingerprint(client, schema);
    const differences = compareFingerprints(before, after);
    const { examined, foreign } = await readLocks(client, schema);
    if (foreign.length > 0 || differences.length > 0) {
      return { end: 'ROLLBACK', value: { foreignLocks: foreign, differences } };
    }
    return { end, value: { locks: examined, catalogObjects: after.length, catalogDigest: digestOf(after) } };
  });

/** Independent of the order in which the server gives the entries. */
function digestOf(entries: readonly CatalogObject[]): string {
  const lines = entries.map((entry) => JSON.stringify(Object.values(entry))).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
