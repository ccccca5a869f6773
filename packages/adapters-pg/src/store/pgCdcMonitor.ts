import { type CdcMonitor, type CdcObservation, observed, standstillEnded } from '@cynow/po-core';
import type pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { qualified } from './columns.ts';

interface ObservationRow {
  readonly counter: string;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly changed_at: Date | null;
}

/** Looks at the row counters of the source's tables, which every role may read, and remembers the looks in our schema. */
export const pgCdcMonitor = (pool: Pool, schema: string, fcmsSchema: string): CdcMonitor => {
  const table = qualified(schema, 'cdc_observation');
  const standstill = qualified(schema, 'cdc_standstill');

  const remembered = async (client: pg.ClientBase, forUpdate = ''): Promise<CdcObservation | null> => {
    const { rows } = await client.query<ObservationRow>(`SELECT * FROM ${table} ${forUpdate}`);
    const [row] = rows;
    return row === undefined
      ? null
      : { counter: row.counter, firstAt: row.first_at, lastAt: row.last_at, changedAt: row.changed_at };
  };

  const counter = async (client: pg.ClientBase): Promise<string> => {
    const { rows } = await client.query<{ counter: string | null }>(
      `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::text AS counter
       FROM pg_catalog.pg_stat_user_tables WHERE schemaname = $1`,
      [fcmsSchema],
    );
    return rows[0]?.counter ?? '0';
  };

  return {
    remembered: () => pool.use((client) => remembered(client)),
    async look(at, keep) {
      if (!keep) return pool.use(async (client) => observed(await remembered(client), await counter(client), at));
      return pool.transaction(async (client) => {
        const before = await remembered(client, 'FOR UPDATE');
        const next = observed(before, await counter(client), at);
        const ended = standstillEnded(before, next);
        if (ended !== null) {
          await client.query(
            `INSERT INTO ${standstill} (from_at, last_look_at, to_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
            [ended.from, ended.lastLookAt, ended.to],
          );
        }
        await client.query(
          `INSERT INTO ${table} (counter, first_at, last_at, changed_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (one) DO UPDATE SET counter = $1, last_at = $3, changed_at = $4`,
          [next.counter, next.firstAt, next.lastAt, next.changedAt],
        );
        return next;
      });
    },
    standstills: (since) =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ from_at: Date; last_look_at: Date; to_at: Date }>(
          `SELECT from_at, last_look_at, to_at FROM ${standstill} WHERE to_at > $1 ORDER BY to_at`,
          [since],
        );
        return rows.map((row) => ({ from: row.from_at, lastLookAt: row.last_look_at, to: row.to_at }));
      }),
  };
};
