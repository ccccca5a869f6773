import { PoError } from '@cynow/po-core';
import type pg from 'pg';
import { connect } from '../connection/connect.ts';
import { lostConnection } from '../connection/connectionProblem.ts';
import { lockKey } from '../connection/lockKey.ts';
import { type PgSettings, targetOf } from '../connection/PgSettings.ts';
import { rollBack } from '../connection/rollBack.ts';
import { inspectSource } from '../source/inspectSource.ts';
import { shortly, sourceTimeoutMs } from '../source/shortly.ts';
import { createProgressQueries, type ProgressQueries } from './progressQueries.ts';

/** The tables of FCMS that progress is read from. */
const tables = ['tr_cylinder_status_histories', 'tr_move_report_details'] as const;

/** Reads by key go through the primary key, however the planner sees the tables; compiling a statement costs more than it brings. */
export const byKeyOnly = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit'] as const;

const sessionSettings = `SELECT ${byKeyOnly.map((name) => `set_config('${name}', 'off', false), `).join('')}
  set_config('lock_timeout', '1s', false), set_config('max_parallel_workers_per_gather', '0', false)`;

/**
 * The statements for the source as it is at this site.
 * @throws PoError `SOURCE_MISSING`, `SOURCE_FORBIDDEN`
 */
export const inspectedQueries = async (
  client: pg.ClientBase,
  { fcmsSchema, schema }: Pick<PgSettings, 'fcmsSchema' | 'schema'>,
): Promise<ProgressQueries> => {
  const inspection = await inspectSource(client, fcmsSchema);
  const problems = inspection.problems.filter(
    (found) => 'schema' in found || tables.some((table) => found.table === `${fcmsSchema}.${table}`),
  );
  if (problems.length === 0) return createProgressQueries(fcmsSchema, schema, inspection);
  const forbidden = problems.every(({ problem }) => problem.endsWith('-forbidden'));
  throw new PoError(forbidden ? 'SOURCE_FORBIDDEN' : 'SOURCE_MISSING', { problems });
};

/**
 * The connection that makes the passes. Its lock is the right to make them, so that losing the connection loses the right and
 * whatever was being written at once.
 */
export interface ProgressSession {
  readonly queries: ProgressQueries;
  /** Reads the source, a short statement; read-only but for the session's own tables. */
  read<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Writes our schema, all or nothing. The source is not touched meanwhile. */
  write<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the session; null while another one has the right.
 * @throws PoError `NO_CONNECTION`, `SOURCE_MISSING`, `SOURCE_FORBIDDEN`
 */
export const openProgressSession = async (settings: PgSettings): Promise<ProgressSession | null> => {
  const client = await connect({ ...settings, statementTimeoutMs: sourceTimeoutMs });
  const target = targetOf(settings.url);
  const telling = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw lostConnection(error, target) ?? error;
    }
  };
  try {
    return await telling(async () => {
      const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
        lockKey('progress', settings.schema),
      ]);
      if (rows[0]?.locked !== true) {
        await client.end();
        return null;
      }
      const queries = await inspectedQueries(client, settings);
      await client.query(sessionSettings);
      await client.query('SET default_transaction_read_only = on');
      return {
        queries,
        read: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
          telling(async () => (await shortly(() => client.query<Row>(text, values))).rows),
        write: (work) => telling(() => inTransaction(client, settings.statementTimeoutMs, work)),
        close: () => client.end(),
      };
    });
  } catch (error) {
    await client.end();
    throw error;
  }
};

const inTransaction = async <T>(
  client: pg.Client,
  statementTimeoutMs: number,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> => {
  await client.query('BEGIN READ WRITE');
  try {
    await client.query(`SELECT set_config('statement_timeout', '${statementTimeoutMs}ms', true)`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
};
