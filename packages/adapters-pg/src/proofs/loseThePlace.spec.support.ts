import type pg from 'pg';
import { lockKey } from '../connection/lockKey.ts';

/** Ends the connection that holds the place of a run in the schema `po`, as an administrator does, or a firewall. */
export const loseThePlace = (client: pg.ClientBase) =>
  client.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (classid::bigint << 32 | objid::bigint) = $1::bigint`,
    [lockKey('run', 'po')],
  );
