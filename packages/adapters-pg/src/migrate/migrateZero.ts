import { type ClientBase, escapeIdentifier } from 'pg';
import { createdObjects } from './inspect/createdObjects.ts';
import { inspectMigration } from './inspect/inspectMigration.ts';
import type { Refusal } from './inspect/Refusal.ts';
import type { Migration } from './Migration.ts';
import { migrationSql } from './migrationSql.ts';
import { migrationStatus } from './migrationStatus.ts';
import { planZero, type ZeroFacts, type ZeroPlan, type ZeroPlanRefusal } from './planZero.ts';
import { type Disturbance, type Proof, provenTransaction } from './provenTransaction.ts';
import { type OtherProcess, readOtherProcesses } from './readOtherProcesses.ts';
import { readSchemaRights } from './readSchemaRights.ts';
import { readOutsideDependents, readSchemaContents } from './schemaContents.ts';
import { type LockHolder, readRelationHolders, withSchemaLock } from './schemaLock.ts';
import { type SchemaNameProblem, schemaNameProblem } from './schemaNameProblem.ts';
import { inTransaction, type StatementFailure } from './transaction.ts';
import { type MigrationTarget, withMigrationClient } from './withMigrationClient.ts';

export interface ZeroOptions {
  readonly schema: string;
  /** The release's migrations: what the applied ones made is dropped. */
  readonly migrations: readonly Migration[];
  /** `DATABASE/SCHEMA`, as the person typed it. Without it the answer is a refusal that says what would be dropped. */
  readonly confirm?: string;
  /**
   * Which connections of ours must have ended first: all but this one, unless the caller knows better (its own others,
   * or processes that work on another schema of the database).
   */
  readonly standsInTheWay?: (process: OtherProcess) => boolean;
  /** How long to wait for another migration of this schema to end; 60 s. */
  readonly waitMs?: number;
  /** How long a statement waits for a lock on something of ours; 200 ms. */
  readonly lockTimeoutMs?: number;
}

export type ZeroRefusal =
  | ZeroPlanRefusal
  | { readonly code: 'schema-name'; readonly problem: SchemaNameProblem }
  | { readonly code: 'statement'; readonly refusal: Refusal };

interface RowCount {
  readonly table: string;
  readonly rows: number;
}

export interface ZeroResult {
  /**
   * - `dropped`: nothing of ours is left; the schema itself only where somebody else made it, empty.
   * - `nothing`: there was nothing of ours.
   * - `refused`: nothing was dropped; `refusals` say why, all at once.
   * - `rolled-back`: a statement failed (`failure`), or the proofs did twice (`disturbances`).
   * - `locked-out`: another connection (`heldBy`) kept a lock for too long; try later.
   */
  readonly outcome: 'dropped' | 'nothing' | 'refused' | 'rolled-back' | 'locked-out';
  readonly schema: string;
  /** What the tables hold, or held before they were dropped. */
  readonly rowCounts: readonly RowCount[];
  /** What is, or would be, executed. */
  readonly statements: readonly string[];
  readonly droppedSchema: boolean;
  readonly refusals: readonly ZeroRefusal[];
  readonly proof?: Proof;
  /** Every try that was rolled back for what the proofs found, also when the next one succeeded. */
  readonly disturbances: readonly Disturbance[];
  readonly failure?: StatementFailure;
  readonly heldBy: readonly LockHolder[];
}

/**
 * Drops by name what `up` made, in one transaction, and leaves no trace. Before COMMIT it is proved that nothing
 * outside the schema is locked by us or differs from before.
 * @throws only what is no answer of the database: no connection, or one that broke. Nothing is half done then.
 */
export async function migrateZero(target: MigrationTarget, options: ZeroOptions): Promise<ZeroResult> {
  const { schema, waitMs = 60_000 } = options;
  const problem = schemaNameProblem(schema);
  if (problem) return { ...nothingDone(schema), outcome: 'refused', refusals: [{ code: 'schema-name', problem }] };
  return withMigrationClient(target, async (client) => {
    const locked = await withSchemaLock(client, schema, waitMs, () => zeroAlone(client, options));
    return 'value' in locked ? locked.value : { ...nothingDone(schema), outcome: 'locked-out', heldBy: locked.holders };
  });
}

async function zeroAlone(client: ClientBase, options: ZeroOptions): Promise<ZeroResult> {
  const { schema, confirm, lockTimeoutMs = 200 } = options;
  const read = await inTransaction(client, lockTimeoutMs, async () => {
    const facts = await readFacts(client, options);
    const plan = planZero(facts, confirm);
    return { end: 'ROLLBACK', value: { facts, plan, rowCounts: await countRows(client, schema, plan) } };
  });
  if (read.kind !== 'ended') return stopped(client, nothingDone(schema), read);
  const { facts, plan, rowCounts } = read.value;
  const { statements, refusals } = plan;
  if (statements.length === 0 && refusals.length === 0) return { ...nothingDone(schema), outcome: 'nothing' };

  const known = { ...nothingDone(schema), statements, rowCounts };
  const inspected = statements.length === 0 ? [] : await inspectMigration(statements.join(';\n'), schema, 'zero');
  const all = [...refusals, ...inspected.map((refusal) => ({ code: 'statement' as const, refusal }))];
  if (all.length > 0) return { ...known, outcome: 'refused', refusals: all };

  const { outcome, disturbances } = await provenTransaction(client, {
    schema,
    lockTimeoutMs,
    end: 'COMMIT',
    work: async (send) => {
      for (const text of statements) await send({ text });
    },
  });
  if (outcome.kind !== 'proved') return stopped(client, { ...known, disturbances }, outcome);
  const droppedSchema = facts.status.createdByUp;
  return { ...known, outcome: 'dropped', droppedSchema, proof: outcome.proof, disturbances };
}

async function readFacts(
  client: ClientBase,
  { schema, migrations, standsInTheWay = () => true }: ZeroOptions,
): Promise<ZeroFacts> {
  const status = await migrationStatus(client, schema, migrations);
  const applied = new Set(status.applied.map(({ number }) => number));
  const texts = migrations.filter(({ number }) => applied.has(number)).map((one) => migrationSql(one, schema));
  const made = await Promise.all((await Promise.all(texts)).map(createdObjects));
  return {
    status,
    rights: await readSchemaRights(client, schema),
    made: made.flat(),
    contents: await readSchemaContents(client, schema),
    dependents: await readOutsideDependents(client, schema),
    processes: (await readOtherProcesses(client)).filter(standsInTheWay),
  };
}

async function countRows(client: ClientBase, schema: string, { tables }: ZeroPlan): Promise<readonly RowCount[]> {
  const counts: RowCount[] = [];
  for (const table of tables) {
    const name = `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`;
    const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${name}`);
    counts.push({ table, rows: Number(rows[0]?.rows) });
  }
  return counts;
}

const nothingDone = (schema: string): Omit<ZeroResult, 'outcome'> => ({
  schema,
  rowCounts: [],
  statements: [],
  droppedSchema: false,
  refusals: [],
  disturbances: [],
  heldBy: [],
});

async function stopped(
  client: ClientBase,
  result: Omit<ZeroResult, 'outcome'>,
  outcome: { kind: 'locked' } | { kind: 'disturbed' } | { kind: 'failed'; failure: StatementFailure },
): Promise<ZeroResult> {
  if (outcome.kind === 'locked') {
    return { ...result, outcome: 'locked-out', heldBy: await readRelationHolders(client, result.schema) };
  }
  return { ...result, outcome: 'rolled-back', ...(outcome.kind === 'failed' && { failure: outcome.failure }) };
}
