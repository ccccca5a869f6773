import type { ClientBase } from 'pg';
import { bookkeepingSql, recordMigration } from './bookkeeping.ts';
import { type HistoryRefusal, historyRefusals, type MigrationName, migrationName } from './historyRefusals.ts';
import type { Refusal } from './inspect/Refusal.ts';
import type { Migration } from './Migration.ts';
import { type MigrationStatus, migrationStatus } from './migrationStatus.ts';
import { type PreparedMigration, prepareMigration } from './prepareMigration.ts';
import { type Disturbance, type Proof, provenTransaction } from './provenTransaction.ts';
import { readSchemaRights, type SchemaRights } from './readSchemaRights.ts';
import { type LockHolder, readRelationHolders, withSchemaLock } from './schemaLock.ts';
import { type SchemaNameProblem, schemaNameProblem } from './schemaNameProblem.ts';
import { inTransaction, type StatementFailure } from './transaction.ts';
import { type MigrationTarget, withMigrationClient } from './withMigrationClient.ts';

export interface UpOptions {
  /** Our schema, under any name that is not reserved. */
  readonly schema: string;
  readonly migrations: readonly Migration[];
  /** Do everything, the proofs included, and roll it all back. */
  readonly rehearse?: boolean;
  /** How long to wait for another migration of this schema to end; 60 s. */
  readonly waitMs?: number;
  /** How long a statement waits for a lock on something of ours; 200 ms. */
  readonly lockTimeoutMs?: number;
}

/** Why `up` did nothing. */
export type UpRefusal =
  | HistoryRefusal
  | { readonly code: 'schema-name'; readonly problem: SchemaNameProblem }
  /** The schema is absent, and only a role with CREATE on the database may make it. */
  | { readonly code: 'cannot-create-schema'; readonly role: string; readonly database: string }
  /** Not applied, although later ones are. */
  | { readonly code: 'out-of-order'; readonly migrations: readonly MigrationName[] }
  | { readonly code: 'statement'; readonly migration: MigrationName; readonly refusal: Refusal };

/** A migration that was carried out (or rehearsed), and what was proved before the end of its transaction. */
interface MigratedStep extends MigrationName {
  readonly checksum: string;
  readonly statements: number;
  /** A rehearsal is one transaction, so that its steps share one proof. */
  readonly proof: Proof;
}

export interface UpResult {
  /**
   * - `applied`, `rehearsed`: all that was pending.
   * - `up-to-date`: nothing was pending.
   * - `refused`: nothing was run; `refusals` say why.
   * - `rolled-back`: a statement failed (`failure`), or the proofs did twice (`disturbances`).
   * - `locked-out`: another connection (`heldBy`) kept a lock for too long; try later.
   *
   * In the last two cases `applied` names the migrations before, which stay.
   */
  readonly outcome: 'applied' | 'rehearsed' | 'up-to-date' | 'refused' | 'rolled-back' | 'locked-out';
  readonly schema: string;
  /** Whether this run made the schema. */
  readonly createdSchema: boolean;
  readonly applied: readonly MigratedStep[];
  readonly refusals: readonly UpRefusal[];
  /** Every try that was rolled back for what the proofs found, also when the next one succeeded. */
  readonly disturbances: readonly Disturbance[];
  readonly failure?: StatementFailure;
  readonly heldBy: readonly LockHolder[];
}

/**
 * Applies what is pending, one transaction a migration, one process at a time. Each text is inspected before the first
 * is run; before each COMMIT it is proved that nothing outside the schema is locked by us or differs from before.
 * @throws only what is no answer of the database: no connection, or one that broke. Nothing is half done then.
 */
export async function migrateUp(target: MigrationTarget, options: UpOptions): Promise<UpResult> {
  const { schema, waitMs = 60_000 } = options;
  const problem = schemaNameProblem(schema);
  if (problem) return { ...nothingDone(schema), outcome: 'refused', refusals: [{ code: 'schema-name', problem }] };
  return withMigrationClient(target, async (client) => {
    const locked = await withSchemaLock(client, schema, waitMs, () => upAlone(client, options));
    return 'value' in locked ? locked.value : { ...nothingDone(schema), outcome: 'locked-out', heldBy: locked.holders };
  });
}

async function upAlone(client: ClientBase, options: UpOptions): Promise<UpResult> {
  const { schema, migrations, rehearse = false, lockTimeoutMs = 200 } = options;
  const read = await inTransaction(client, lockTimeoutMs, async () => ({
    end: 'ROLLBACK',
    value: {
      status: await migrationStatus(client, schema, migrations),
      rights: await readSchemaRights(client, schema),
    },
  }));
  if (read.kind !== 'ended') return stopped(client, nothingDone(schema), read);
  const { status, rights } = read.value;
  if (status.state === 'current') return { ...nothingDone(schema), outcome: 'up-to-date' };

  const steps = await Promise.all(status.pending.map((migration) => prepareMigration(migration, schema)));
  const refusals = upRefusals(status, rights, steps);
  if (refusals.length > 0) return { ...nothingDone(schema), outcome: 'refused', refusals };
  if (steps.length === 0) return { ...nothingDone(schema), outcome: 'up-to-date' };

  let result: UpResult = { ...nothingDone(schema), outcome: rehearse ? 'rehearsed' : 'applied' };
  for (const group of rehearse ? [steps] : steps.map((step) => [step])) {
    const { outcome, disturbances } = await provenTransaction(client, {
      schema,
      lockTimeoutMs,
      end: rehearse ? 'ROLLBACK' : 'COMMIT',
      work: async (send) => {
        for (const step of group) {
          const installs = step === steps[0] && status.applied.length === 0;
          const createdSchema = installs && status.state === 'absent';
          if (installs) await send({ text: bookkeepingSql(schema, createdSchema) });
          await send({ text: step.text, migration: step.migration.number });
          await recordMigration(client, schema, step, createdSchema);
        }
      },
    });
    result = { ...result, disturbances: [...result.disturbances, ...disturbances] };
    if (outcome.kind !== 'proved') return stopped(client, result, outcome);
    const done = group.map(({ migration: { number, name }, checksum, statements }) => {
      return { number, name, checksum, statements, proof: outcome.proof };
    });
    const createdSchema = status.state === 'absent' && !rehearse;
    result = { ...result, createdSchema, applied: [...result.applied, ...done] };
  }
  return result;
}

const nothingDone = (schema: string): Omit<UpResult, 'outcome'> => ({
  schema,
  createdSchema: false,
  applied: [],
  refusals: [],
  disturbances: [],
  heldBy: [],
});

async function stopped(
  client: ClientBase,
  result: Omit<UpResult, 'outcome'>,
  outcome: { kind: 'locked' } | { kind: 'disturbed' } | { kind: 'failed'; failure: StatementFailure },
): Promise<UpResult> {
  if (outcome.kind === 'locked') {
    return { ...result, outcome: 'locked-out', heldBy: await readRelationHolders(client, result.schema) };
  }
  return { ...result, outcome: 'rolled-back', ...(outcome.kind === 'failed' && { failure: outcome.failure }) };
}

function upRefusals(
  status: MigrationStatus,
  rights: SchemaRights,
  steps: readonly PreparedMigration[],
): readonly UpRefusal[] {
  const refusals: UpRefusal[] = [...historyRefusals(status, rights)];
  if (status.state === 'absent' && !rights.mayCreateSchemas) {
    refusals.push({ code: 'cannot-create-schema', role: rights.role, database: rights.database });
  }
  if (status.outOfOrder.length > 0) {
    refusals.push({ code: 'out-of-order', migrations: status.outOfOrder.map(migrationName) });
  }
  for (const { migration, refusals: found } of steps) {
    for (const refusal of found) refusals.push({ code: 'statement', migration: migrationName(migration), refusal });
  }
  return refusals;
}
