import pg from 'pg';
import { fcmsTableNames, fcmsTables } from './fcmsTables.ts';

/** The comment on a schema that tells demo data from a live replica. */
const demoMark = 'Demo data of CYNOW PO management. Made by a program, replaced by the next run of it.';

/**
 * Creates a schema with the five FCMS tables and their primary keys, empty, and marks it as demo data.
 * Rejects with the database's error when a schema of that name exists.
 */
export async function createFcmsTables(client: pg.ClientBase, schema = 'fcms_cdc'): Promise<void> {
  const name = pg.escapeIdentifier(schema);
  const tables = fcmsTableNames.map((table) => {
    const { columns, key } = fcmsTables[table];
    const lines = Object.entries(columns).map(([column, type]) => `${pg.escapeIdentifier(column)} ${type}`);
    const keys = key.map((column) => pg.escapeIdentifier(column)).join(', ');
    return `CREATE TABLE ${name}.${pg.escapeIdentifier(table)} (${lines.join(', ')}, PRIMARY KEY (${keys}));`;
  });
  const comment = `COMMENT ON SCHEMA ${name} IS ${pg.escapeLiteral(demoMark)};`;
  await client.query([`CREATE SCHEMA ${name};`, comment, ...tables].join('\n'));
}

/**
 * Removes a schema that `createFcmsTables` made. `foreign`: the schema is not marked as demo data, it may be a live
 * replica, and nothing was done. Rejects when somebody put other objects into it, or built on its tables.
 */
export async function dropFcmsTables(
  client: pg.ClientBase,
  schema = 'fcms_cdc',
): Promise<'absent' | 'dropped' | 'foreign'> {
  const { rows } = await client.query<{ mark: string | null }>(
    `SELECT obj_description(oid, 'pg_namespace') AS mark FROM pg_namespace WHERE nspname = $1`,
    [schema],
  );
  const [found] = rows;
  if (found === undefined) return 'absent';
  if (found.mark !== demoMark) return 'foreign';
  const name = pg.escapeIdentifier(schema);
  const tables = fcmsTableNames.map((table) => `${name}.${pg.escapeIdentifier(table)}`);
  // Without CASCADE: what others made on top of the demo data is not ours to remove.
  await client.query(`DROP TABLE IF EXISTS ${tables.join(', ')}; DROP SCHEMA ${name};`);
  return 'dropped';
}
