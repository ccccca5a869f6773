import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';

/** Another connection that stands in the way. */
export interface LockHolder {
  readonly pid: number;
  /** As it named itself; empty when it did not. */
  readonly applicationName: string;
  /** What it holds: the migration lock, or a relation of ours. */
  readonly holds: string;
}

const integerOf = (text: string): number => createHash('sha256').update(text).digest().readInt32BE(0);

/** The first key of every migration lock of ours, so that `pg_locks` shows whose it is. */
const lockClass = integerOf('cynow-po/migrate');

/** The advisory lock of a schema: the same in every database, another one for every schema's name. */
export const schemaLockKey = (schema: string): readonly [number, number] => [lockClass, integerOf(schema)];

const pollEveryMs = 100;

/**
 * Runs `body` while no other migration of this schema runs in this database; waits up to `waitMs` for that. The lock
 * is the connection's, so that it is gone when this process is. An exception of `body` leaves it to the end of the
 * connection, which is broken then.
 */
export async function withSchemaLock<T>(
  client: ClientBase,
  schema: string,
  waitMs: number,
  body: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly holders: readonly LockHolder[] }> {
  const key = schemaLockKey(schema);
  const deadline = performance.now() + waitMs;
  while (!(await tryLock(client, key))) {
    if (performance.now() >= deadline) return { holders: await readLockHolders(client, key) };
    await setTimeout(pollEveryMs * (0.5 + Math.random()));
  }
  const value = await body();
  const { rows } = await client.query<{ released: boolean }>(
    'SELECT pg_catalog.pg_advisory_unlock($1::int, $2::int) AS released',
    [...key],
  );
  if (rows[0]?.released !== true) {
    throw new Error(
      'The migration lock was taken on one connection of the server and released on another, so a pooler stands ' +
        'between. Let PO_MIGRATE_DATABASE_URL lead to PostgreSQL itself, or to a pooler in session mode.',
    );
  }
  return { value };
}

async function tryLock(client: ClientBase, key: readonly [number, number]): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'SELECT pg_catalog.pg_try_advisory_lock($1::int, $2::int) AS locked',
    [...key],
  );
  return rows[0]?.locked ?? false;
}

async function readLockHolders(client: ClientBase, key: readonly [number, number]): Promise<readonly LockHolder[]> {
  const { rows } = await client.query<LockHolder>(
    `SELECT l.pid, coalesce(a.application_name, '') AS "applicationName", 'migration lock' AS holds
     FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
       AND l.classid::int8 = $1::int8 & 4294967295 AND l.objid::int8 = $2::int8 & 4294967295
       AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
    [...key],
  );
  return rows;
}

/** Who else holds locks on tables and sequences of the schema: one of them is why a lock was not to be had. */
export async function readRelationHolders(client: ClientBase, schema: string): Promise<readonly LockHolder[]> {
  const { rows } = await client.query<LockHolder>(
    `SELECT DISTINCT l.pid, coalesce(a.application_name, '') AS "applicationName", c.relname || ' ' || l.mode AS holds
     FROM pg_catalog.pg_locks l
       JOIN pg_catalog.pg_class c ON c.oid = l.relation
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'S') AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
       AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
     ORDER BY l.pid, holds`,
    [schema],
  );
  return rows;
}
