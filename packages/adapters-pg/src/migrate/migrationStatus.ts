import type { ClientBase } from 'pg';
import { findBookkeeping, readBookkeeping } from './bookkeeping.ts';
import type { Migration } from './Migration.ts';
import { type MigrationPlan, planMigrations } from './planMigrations.ts';
import { readSchemaContents } from './schemaContents.ts';

/** Where a schema stands against the migrations of this release. */
export interface MigrationStatus extends MigrationPlan {
  readonly schema: string;
  /**
   * - `absent`: no such schema.
   * - `foreign`: it holds objects, and no table says that `up` made them.
   * - `unreadable`: it is ours, and this role may not read it.
   * - `newer`: migrations are applied that this release does not know.
   * - `changed`: an applied migration had another text.
   * - `pending`: ours or empty, with migrations to apply; half migrated when some are applied.
   * - `current`: nothing to apply.
   */
  readonly state: 'absent' | 'foreign' | 'unreadable' | 'newer' | 'changed' | 'pending' | 'current';
  /** Whether `up` made the schema itself; otherwise the DBA did, and `zero` leaves it, empty. */
  readonly createdByUp: boolean;
  readonly applied: MigrationPlan['unknown'];
  /** Of a foreign schema: what lies in it. */
  readonly foreign: readonly string[];
}

/** Reads where the schema stands. Changes nothing; takes no lock but that of reading our own table. */
export async function migrationStatus(
  client: ClientBase,
  schema: string,
  migrations: readonly Migration[],
): Promise<MigrationStatus> {
  const { rows } = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema]);
  const nothingApplied = { schema, createdByUp: false, applied: [], foreign: [], ...planMigrations(migrations, []) };
  if (rows.length === 0) return { ...nothingApplied, state: 'absent' };

  const bookkeeping = await findBookkeeping(client, schema);
  if (bookkeeping === 'unreadable') return { ...nothingApplied, state: 'unreadable' };
  const { applied, createdByUp } =
    bookkeeping === 'absent' ? { applied: [], createdByUp: false } : await readBookkeeping(client, schema);
  if (applied.length === 0) {
    const foreign = (await readSchemaContents(client, schema))
      .filter(({ kind }) => kind !== 'column')
      .map(({ description }) => description);
    return { ...nothingApplied, foreign, state: foreign.length > 0 ? 'foreign' : 'pending' };
  }
  const plan = planMigrations(migrations, applied);
  return { schema, createdByUp, applied, foreign: [], ...plan, state: stateOf(plan) };
}

function stateOf({ unknown, changed, pending }: MigrationPlan): MigrationStatus['state'] {
  if (unknown.length > 0) return 'newer';
  if (changed.length > 0) return 'changed';
  return pending.length > 0 ? 'pending' : 'current';
}
