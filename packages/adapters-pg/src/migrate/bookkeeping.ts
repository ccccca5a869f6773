import { type ClientBase, escapeIdentifier } from 'pg';
import { bookkeepingTable } from './inspect/checks.ts';
import type { AppliedMigration } from './planMigrations.ts';
import type { PreparedMigration } from './prepareMigration.ts';

const columns = ['number', 'name', 'checksum', 'statements', 'created_schema', 'applied_at'];

const tableIn = (schema: string): string => `${escapeIdentifier(schema)}.${bookkeepingTable}`;

/** The statements that `up` runs before the first migration, in its transaction. */
export const bookkeepingSql = (schema: string, createSchema: boolean): string =>
  `${createSchema ? `CREATE SCHEMA ${escapeIdentifier(schema)};\n` : ''}CREATE TABLE ${tableIn(schema)} (
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  statements integer NOT NULL,
  created_schema boolean NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);`;

/**
 * Whether the schema holds our table of applied migrations, and whether this role may read it. Its columns decide, not
 * its name alone: other tools keep a `schema_version` too. More columns than ours are a newer release's.
 */
export async function findBookkeeping(
  client: ClientBase,
  schema: string,
): Promise<'absent' | 'readable' | 'unreadable'> {
  const { rows } = await client.query<{ readable: boolean }>(
    `SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r'
       AND ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
                 WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) @> $3::text[]`,
    [schema, bookkeepingTable, columns],
  );
  const [table] = rows;
  if (table === undefined) return 'absent';
  return table.readable ? 'readable' : 'unreadable';
}

/** The applied migrations in order, and whether `up` made the schema itself. */
export async function readBookkeeping(
  client: ClientBase,
  schema: string,
): Promise<{ readonly applied: readonly AppliedMigration[]; readonly createdByUp: boolean }> {
  const { rows } = await client.query<AppliedMigration & { readonly createdSchema: boolean }>(
    `SELECT number, name, checksum, applied_at AS "appliedAt", created_schema AS "createdSchema"
     FROM ${tableIn(schema)} ORDER BY number`,
  );
  return {
    applied: rows.map(({ number, name, checksum, appliedAt }) => ({ number, name, checksum, appliedAt })),
    createdByUp: rows.some(({ createdSchema }) => createdSchema),
  };
}

/** Notes a migration as applied. */
export async function recordMigration(
  client: ClientBase,
  schema: string,
  { migration, checksum, statements }: PreparedMigration,
  createdSchema: boolean,
): Promise<void> {
  await client.query(
    `INSERT INTO ${tableIn(schema)} (number, name, checksum, statements, created_schema) VALUES ($1, $2, $3, $4, $5)`,
    [migration.number, migration.name, checksum, statements, createdSchema],
  );
}
