import { type ClientBase, escapeIdentifier } from 'pg';
import { bookkeepingTable } from './inspect/checks.ts';
import { type Migration, migrationChecksum } from './Migration.ts';
import type { AppliedMigration } from './planMigrations.ts';

const columns = ['number', 'name', 'checksum', 'statements', 'created_schema', 'applied_at'] as const;

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
 * Whether the schema holds our table of applied migrations. Its columns decide, not its name alone: other tools keep a
 * `schema_version` too.
 */
export async function hasBookkeeping(client: ClientBase, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean }>(
    `SELECT coalesce(pg_catalog.array_agg(a.attname::text ORDER BY a.attnum) = $3::text[], false) AS ours
     FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
    [schema, bookkeepingTable, [...columns]],
  );
  return rows[0]?.ours ?? false;
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
  migration: Migration,
  facts: { readonly statements: number; readonly createdSchema: boolean },
): Promise<void> {
  await client.query(
    `INSERT INTO ${tableIn(schema)} (number, name, checksum, statements, created_schema) VALUES ($1, $2, $3, $4, $5)`,
    [migration.number, migration.name, migrationChecksum(migration), facts.statements, facts.createdSchema],
  );
}
