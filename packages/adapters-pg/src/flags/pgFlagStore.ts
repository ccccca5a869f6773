import {
  type AuditEntry,
  type FlagProcess,
  type FlagState,
  type FlagStore,
  flagChanged,
  flagKey,
  initialFlag,
  isSameFlag,
  type Role,
  type StoredFlag,
} from '@cynow/po-core';
import type pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { writeAudit } from '../store/auditRows.ts';
import { qualified } from '../store/columns.ts';
import { flagChannel } from './flagChannel.ts';

interface FlagRow {
  readonly state: FlagState['state'];
  readonly read_only: boolean;
  readonly users: string[];
  readonly roles: Role[];
  readonly share: number | null;
  readonly maintenance_text: string | null;
  readonly notice: string | null;
  readonly version: number;
  readonly changed_at: Date;
  readonly changed_by: string;
}

interface ProcessRow extends Omit<FlagProcess, 'seenAt'> {
  readonly seen_at: Date;
}

const flagFrom = (row: FlagRow | undefined): StoredFlag =>
  row === undefined
    ? { ...initialFlag, version: 0, changedAt: null, changedBy: null }
    : {
        state: row.state,
        readOnly: row.read_only,
        users: row.users,
        roles: row.roles,
        percent: row.share === null ? null : row.share / 100,
        maintenanceText: row.maintenance_text,
        notice: row.notice,
        version: row.version,
        changedAt: row.changed_at,
        changedBy: row.changed_by,
      };

/** Reads the flag on a connection of the caller's. */
export const readFlag = async (client: pg.ClientBase, schema: string): Promise<StoredFlag> => {
  const { rows } = await client.query<FlagRow>(`SELECT * FROM ${qualified(schema, 'flag')} WHERE key = $1`, [flagKey]);
  return flagFrom(rows[0]);
};

/** The flag in our schema. A change is told to all processes that listen, as soon as it is committed. */
export const pgFlagStore = (pool: Pool, schema: string, newId: () => string): FlagStore => {
  const [flag, processes] = [qualified(schema, 'flag'), qualified(schema, 'flag_process')];
  return {
    read: () => pool.use((client) => readFlag(client, schema)),

    change: (by, at, change) =>
      pool.transaction(async (client) => {
        // Whoever changes it waits for who changes it now, even before the first row is there.
        await client.query(`LOCK TABLE ${flag} IN SHARE ROW EXCLUSIVE MODE`);
        const now = await readFlag(client, schema);
        const next = flagChanged(change(now), {});
        if (isSameFlag(next, now)) return now;
        await client.query(
          `INSERT INTO ${flag} AS held (key, state, read_only, users, roles, share, maintenance_text, notice, version, changed_at, changed_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)
           ON CONFLICT (key) DO UPDATE SET state = $2, read_only = $3, users = $4, roles = $5, share = $6,
             maintenance_text = $7, notice = $8, version = held.version + 1, changed_at = $9, changed_by = $10`,
          [
            flagKey,
            next.state,
            next.readOnly,
            next.users,
            next.roles,
            next.percent === null ? null : Math.round(next.percent * 100),
            next.maintenanceText,
            next.notice,
            at,
            by.actor,
          ],
        );
        const entry: AuditEntry = {
          id: newId(),
          at,
          by,
          batchId: null,
          action: 'set-flag',
          subjects: [`flag:${flagKey}`],
          note: null,
          before: flagChanged(now, {}),
          after: next,
          undoes: null,
        };
        await writeAudit(client, schema, [entry]);
        await client.query('SELECT pg_notify($1, $2)', [flagChannel(schema), '']);
        return { ...next, version: now.version + 1, changedAt: at, changedBy: by.actor };
      }),

    report: ({ id, command, host, pid, release, version, state, seenAt }) =>
      pool.use(async (client) => {
        await client.query(
          `INSERT INTO ${processes} (id, command, host, pid, release, version, state, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (id) DO UPDATE SET version = $6, state = $7, seen_at = $8`,
          [id, command, host, pid, release, version, state, seenAt],
        );
      }),

    forget: (id) =>
      pool.use(async (client) => {
        await client.query(`DELETE FROM ${processes} WHERE id = $1`, [id]);
      }),

    processes: (since) =>
      pool.use(async (client) => {
        const { rows } = await client.query<ProcessRow>(
          `SELECT id, command, host, pid, release, version, state, seen_at FROM ${processes} WHERE seen_at >= $1
           ORDER BY host COLLATE "C", command COLLATE "C", pid`,
          [since],
        );
        return rows.map(({ seen_at: seenAt, ...process }) => ({ ...process, seenAt }));
      }),
  };
};
