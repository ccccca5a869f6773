import { setTimeout as pause } from 'node:timers/promises';
import {
  emptyTally,
  type HeldRun,
  type MissingDocuments,
  type OrphanCounts,
  PoError,
  type Run,
  type RunHolder,
  type RunOwner,
  type RunState,
  type RunStore,
  type Tally,
} from '@cynow/po-core';
import type pg from 'pg';
import { connect } from '../connection/connect.ts';
import { lostConnection } from '../connection/connectionProblem.ts';
import type { Pool } from '../connection/createPool.ts';
import { lockKey } from '../connection/lockKey.ts';
import { type PgSettings, targetOf } from '../connection/PgSettings.ts';
import { qualified } from './columns.ts';
import { newestFirst } from './newestFirst.ts';

interface RunRow {
  readonly id: string;
  readonly epoch: number;
  readonly state: RunState;
  readonly since: string | null;
  readonly until: string | null;
  readonly doc_limit: number | null;
  readonly force: boolean;
  readonly actor: string;
  readonly host: string;
  readonly pid: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly cursor_effective_on: string | null;
  readonly cursor_doc_no: string | null;
  readonly tally: Tally;
  readonly orphans: OrphanCounts;
  readonly missing: MissingDocuments | null;
  readonly undone_at: Date | null;
  readonly undone_by: string | null;
  readonly error: string | null;
}

const runFrom = (row: RunRow): Run => ({
  id: row.id,
  state: row.state,
  window: { since: row.since, until: row.until },
  limit: row.doc_limit,
  force: row.force,
  actor: row.actor,
  host: row.host,
  pid: row.pid,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  cursor: row.cursor_doc_no === null ? null : { effectiveOn: row.cursor_effective_on, docNo: row.cursor_doc_no },
  tally: row.tally,
  orphans: row.orphans,
  missing: row.missing,
  undone: row.undone_at === null ? null : { at: row.undone_at, by: row.undone_by ?? '' },
  error: row.error,
});

const pollMs = 100;
const holderPolls = 10;
const noOrphans: OrphanCounts = { open: 0, found: 0, resolved: 0 };
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);

/**
 * Runs in our schema. The place is an advisory lock of a connection of its own, so it is free as soon as the process dies;
 * the epoch in the run's row keeps a process that lost the place without noticing from writing.
 */
export const pgRunStore = (pool: Pool, settings: PgSettings, newId: () => string): RunStore => {
  const run = qualified(settings.schema, 'run');
  const key = lockKey('run', settings.schema);

  const query = <Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> =>
    pool.use(async (client) => (await client.query<Row>(text, values)).rows);

  const holder = async (): Promise<RunHolder | null> => {
    const [row] = await query<RunRow>(`SELECT * FROM ${run} WHERE state = 'running'`, []);
    return row === undefined
      ? null
      : { runId: row.id, actor: row.actor, host: row.host, pid: row.pid, startedAt: row.started_at };
  };

  /**
   * Who holds the place. Whoever has just taken it is not written down for a moment, in which nobody may stand there, or
   * the process before it, which died.
   */
  const holderSoon = async (): Promise<RunHolder | null> => {
    let before = await holder();
    for (let poll = 1; ; poll += 1) {
      await pause(pollMs);
      const found = await holder();
      const stands = found !== null && found.runId === before?.runId && found.pid === before.pid;
      if (stands || poll === holderPolls) return found;
      before = found;
    }
  };

  /** The lock's connection, or null when another held the lock all the time. */
  const lock = async (waitMs: number | null, signal: AbortSignal | undefined): Promise<pg.Client | null> => {
    // Losing this connection loses the lock; what then protects is the epoch, looked at with every batch.
    const client = await connect(settings);
    const deadline = waitMs === null ? Number.POSITIVE_INFINITY : Date.now() + waitMs;
    try {
      for (;;) {
        const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [key]);
        if (rows[0]?.locked === true) return client;
        if (Date.now() >= deadline || signal?.aborted === true) break;
        await pause(pollMs);
      }
    } catch (error) {
      await client.end();
      throw lostConnection(error, targetOf(settings.url)) ?? error;
    }
    await client.end();
    return null;
  };

  const held = (row: RunRow, client: pg.Client): HeldRun => ({
    run: runFrom(row),
    fence: { runId: row.id, epoch: row.epoch },
    async looked(missing, tally) {
      const written = await query(
        `UPDATE ${run} SET missing = $3, tally = $4
         WHERE id = $1 AND epoch = $2 AND state = 'running' AND undone_at IS NULL RETURNING id`,
        [row.id, row.epoch, JSON.stringify(missing), JSON.stringify(tally)],
      );
      if (written.length === 0) throw new PoError('RUN_TAKEN_OVER', { runId: row.id });
    },
    async release({ state, at, tally, orphans, error }) {
      try {
        // The row may know of a batch whose confirmation was lost with the connection.
        await query(
          `UPDATE ${run} SET state = $3, finished_at = $4, orphans = $6, error = $7,
             tally = CASE WHEN (tally->>'checked')::bigint > ($5::json->>'checked')::bigint THEN tally ELSE $5 END
           WHERE id = $1 AND epoch = $2 AND state = 'running'`,
          [row.id, row.epoch, state, at, JSON.stringify(tally), JSON.stringify(orphans), error],
        );
      } finally {
        await client.end();
      }
    },
  });

  /** Takes the place over from a run whose process died. */
  const takeOver = (client: pg.ClientBase) =>
    client.query(`UPDATE ${run} SET state = 'interrupted', epoch = epoch + 1 WHERE state = 'running'`);

  return {
    async start({ owner, at, id, options, waitMs, signal }) {
      const client = await lock(waitMs, signal);
      if (client === null) return { outcome: 'busy', holder: await holderSoon() };
      try {
        const started = await pool.transaction(async (transaction) => {
          await takeOver(transaction);
          return 'resume' in options
            ? resume(transaction, options.resume, owner)
            : begin(transaction, id ?? newId(), options, owner, at);
        });
        if ('outcome' in started) {
          await client.end();
          return started;
        }
        return { outcome: 'started', held: held(started, client) };
      } catch (error) {
        await client.end();
        throw error;
      }
    },
    async isRunning(id) {
      if (!isUuid(id)) return false;
      // Seen in the list of locks: trying to take it would keep others from it for a moment.
      const rows = await query<{ running: boolean }>(
        `SELECT EXISTS (SELECT FROM ${run} WHERE id = $1 AND state = 'running') AND EXISTS (
           SELECT FROM pg_locks
           WHERE locktype = 'advisory' AND granted AND objsubid = 1
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
             AND (classid::bigint << 32) | objid::bigint = $2::bigint) AS running`,
        [id, key],
      );
      return rows[0]?.running === true;
    },
    async find(id) {
      if (!isUuid(id)) return null;
      const [row] = await query<RunRow>(`SELECT * FROM ${run} WHERE id = $1`, [id]);
      return row === undefined ? null : runFrom(row);
    },
    async latest(limit, after) {
      const rows = await query<RunRow>(`SELECT * FROM ${run} ${newestFirst('started_at', after !== undefined)}`, [
        limit,
        ...(after === undefined ? [] : [after.startedAt, after.id]),
      ]);
      return rows.map(runFrom);
    },
  };

  async function begin(
    client: pg.ClientBase,
    id: string,
    options: Pick<Run, 'window' | 'limit' | 'force'>,
    owner: RunOwner,
    at: Date,
  ): Promise<RunRow> {
    const { rows } = await client.query<RunRow>(
      `INSERT INTO ${run} (id, state, since, until, doc_limit, force, actor, host, pid, started_at, tally, orphans)
       VALUES ($1, 'running', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *`,
      [
        id,
        options.window.since,
        options.window.until,
        options.limit,
        options.force,
        owner.actor,
        owner.host,
        owner.pid,
        at,
        JSON.stringify(emptyTally),
        JSON.stringify(noOrphans),
      ],
    );
    return rows[0]!;
  }

  async function resume(client: pg.ClientBase, id: string, owner: RunOwner) {
    const { rows } = await client.query<RunRow>(
      `UPDATE ${run} SET state = 'running', epoch = epoch + 1, actor = $2, host = $3, pid = $4, finished_at = NULL, error = NULL
       WHERE id = $1 AND state <> 'completed' AND undone_at IS NULL RETURNING *`,
      [isUuid(id) ? id : null, owner.actor, owner.host, owner.pid],
    );
    const [row] = rows;
    if (row !== undefined) return row;
    const found = isUuid(id) ? await client.query<RunRow>(`SELECT * FROM ${run} WHERE id = $1`, [id]) : null;
    const completed = found?.rows[0];
    if (completed !== undefined && completed.undone_at !== null) return { outcome: 'undone' } as const;
    return completed === undefined
      ? ({ outcome: 'not-found' } as const)
      : ({ outcome: 'not-resumable', state: completed.state } as const);
  }
};
