import type { ClientBase } from 'pg';

/** A lock that this connection holds on something that is neither ours nor PostgreSQL's own. */
export interface ForeignLock {
  /** PostgreSQL's description, `table public.auth_user` for one. */
  readonly object: string;
  readonly owner: string;
  /** PostgreSQL's name of the mode, `ShareRowExclusiveLock` for one. */
  readonly mode: string;
}

/** What this connection has locked in its open transaction. */
export interface LockReading {
  /** How many locks on relations and other objects were looked at. */
  readonly examined: number;
  readonly foreign: readonly ForeignLock[];
}

/**
 * Reads the locks of the open transaction. Ours are those on our schema and what lies in it, with the TOAST tables
 * behind it. An object that no longer exists was made or dropped by this transaction; that it was not somebody else's
 * is what the catalog's fingerprint shows. A share lock on a role only keeps the role from being dropped meanwhile.
 */
export async function readLocks(client: ClientBase, schema: string): Promise<LockReading> {
  const { rows } = await client.query<ForeignLock & { readonly outside: boolean }>(locksQuery, [schema]);
  return {
    examined: rows.length,
    foreign: rows.filter(({ outside }) => outside).map(({ object, owner, mode }) => ({ object, owner, mode })),
  };
}

const locksQuery = `
WITH held AS (
  SELECT DISTINCT relation, classid, objid, objsubid, mode FROM pg_catalog.pg_locks
  WHERE pid = pg_catalog.pg_backend_pid() AND (relation IS NOT NULL OR locktype = 'object')
), lock AS (
  SELECT h.mode, c.relname IS NULL AND x.identity IS NULL AS gone,
         coalesce(m.relnamespace, c.relnamespace, ns.oid, (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = x.schema))
           AS namespace,
         h.classid IS NOT DISTINCT FROM 'pg_catalog.pg_authid'::regclass AND h.mode = 'AccessShareLock' AS of_role,
         coalesce(pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, c.oid, 0),
                  x.type || ' ' || x.identity, '') AS object,
         coalesce(pg_catalog.pg_get_userbyid(coalesce(m.relowner, c.relowner)), '') AS owner
  FROM held h
    LEFT JOIN pg_catalog.pg_class c ON c.oid = h.relation
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_catalog.pg_class m
      ON c.relnamespace = 'pg_toast'::regnamespace AND m.reltoastrelid = coalesce(i.indrelid, c.oid)
    LEFT JOIN LATERAL pg_catalog.pg_identify_object(h.classid, h.objid, h.objsubid) x ON h.relation IS NULL
    LEFT JOIN pg_catalog.pg_namespace ns
      ON h.classid = 'pg_catalog.pg_namespace'::regclass AND ns.oid = h.objid
)
SELECT l.object, l.owner, l.mode,
       NOT l.gone AND NOT l.of_role AND (n.nspname IS NULL OR n.nspname NOT IN ($1::text, 'pg_catalog')) AS outside
FROM lock l LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.namespace
ORDER BY l.object, l.mode`;
