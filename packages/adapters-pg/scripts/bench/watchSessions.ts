import { setTimeout as pause } from 'node:timers/promises';
import { session } from './session.ts';

/** What a run was seen to do to others, sampled while it went on. */
export interface Watched {
  readonly samples: number;
  /** Milliseconds of the longest transaction that held a lock on FCMS's tables, and of the longest of all. */
  readonly onSourceMs: number;
  readonly transactionMs: number;
  /** Milliseconds for which one stood open and idle. */
  readonly idleMs: number;
  /** Locks on anything but our schema, the catalog and our temporary tables, other than AccessShare: mode and object. */
  readonly foreignLocks: readonly string[];
}

interface Sample {
  readonly on_source: number | null;
  readonly transaction: number | null;
  readonly idle: number | null;
  readonly locks: string[] | null;
}

const sample = `
  WITH ours AS (SELECT pid, state, xact_start, state_change FROM pg_stat_activity
                WHERE application_name = $1 AND datname = current_database()),
  held AS (SELECT l.pid, l.mode, n.nspname, c.relname FROM ours JOIN pg_locks l USING (pid)
           JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE l.locktype = 'relation' AND l.database <> 0)
  SELECT max(extract(epoch FROM clock_timestamp() - xact_start) * 1000)
           FILTER (WHERE pid IN (SELECT pid FROM held WHERE nspname = 'fcms_cdc'))::float AS on_source,
         max(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::float AS transaction,
         max(extract(epoch FROM clock_timestamp() - state_change) * 1000) FILTER (WHERE state LIKE 'idle in%')::float AS idle,
         (SELECT array_agg(DISTINCT mode || ' ' || nspname || '.' || relname) FROM held
          WHERE mode <> 'AccessShareLock' AND nspname NOT IN ('po', 'pg_catalog', 'pg_toast')
            AND nspname !~ '^pg_(toast_)?temp_') AS locks
  FROM ours`;

const everyMs = 50;

/** Watches the sessions of this application name until `work` is done. */
export const watchSessions = <T>(
  url: string,
  applicationName: string,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly watched: Watched }> =>
  session(url, async (client) => {
    let [samples, onSourceMs, transactionMs, idleMs] = [0, 0, 0, 0];
    const foreignLocks = new Set<string>();
    const running = work();
    let ended = false;
    const end = running.finally(() => {
      ended = true;
    });
    while (!ended) {
      const { rows } = await client.query<Sample>(sample, [applicationName]);
      const [row] = rows;
      samples += 1;
      onSourceMs = Math.max(onSourceMs, row?.on_source ?? 0);
      transactionMs = Math.max(transactionMs, row?.transaction ?? 0);
      idleMs = Math.max(idleMs, row?.idle ?? 0);
      for (const lock of row?.locks ?? []) foreignLocks.add(lock);
      await Promise.race([end, pause(everyMs)]);
    }
    const watched = { samples, onSourceMs, transactionMs, idleMs, foreignLocks: [...foreignLocks] };
    return { result: await end, watched };
  });
