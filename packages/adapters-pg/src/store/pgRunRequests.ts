import {
  heardWithinMs,
  mostOpenRequests,
  type NumberedDecision,
  type RunClaim,
  type RunFailure,
  type RunHolder,
  type RunProgress,
  type RunRequest,
  type RunRequestState,
  type RunRequests,
  type RunResult,
  type RunTold,
  requestKeptMs,
  runRequestEntry,
} from '@cynow/po-core';
import type pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { writeAudit } from './auditRows.ts';
import { qualified } from './columns.ts';
import { isUuid } from './isUuid.ts';
import { newestFirst } from './newestFirst.ts';

interface Row {
  readonly id: string;
  readonly dry_run: boolean;
  readonly since: string | null;
  readonly until: string | null;
  readonly doc_limit: number | null;
  readonly force: boolean;
  readonly accept_missing: number | null;
  readonly actor: string;
  readonly state: RunRequestState;
  readonly queued_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly attempt: number;
  readonly host: string | null;
  readonly pid: number | null;
  readonly lost: number;
  readonly cancel_by: string | null;
  readonly cancel_at: Date | null;
  readonly waits_for: HolderJson | null;
  readonly progress: RunProgress | null;
  readonly result: RunResult | null;
  readonly failure: RunFailure | null;
  readonly decided: number;
  readonly void_up_to: number;
}

interface HolderJson extends Omit<RunHolder, 'startedAt'> {
  readonly startedAt: string;
}

const requestFrom = (row: Row): RunRequest => ({
  id: row.id,
  dryRun: row.dry_run,
  options: { window: { since: row.since, until: row.until }, limit: row.doc_limit, force: row.force },
  acceptMissing: row.accept_missing,
  actor: row.actor,
  state: row.state,
  queuedAt: row.queued_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  process: row.host === null || row.pid === null ? null : { host: row.host, pid: row.pid },
  cancel: row.cancel_by === null || row.cancel_at === null ? null : { by: row.cancel_by, at: row.cancel_at },
  waitsFor: row.waits_for === null ? null : { ...row.waits_for, startedAt: new Date(row.waits_for.startedAt) },
  progress: row.progress,
  result: row.result,
  failure: row.failure,
  lost: row.lost,
  decided: row.decided,
  voidUpTo: row.void_up_to,
});

const earlier = (at: Date, ms: number): Date => new Date(at.getTime() - ms);

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Requested runs in our schema. */
export const pgRunRequests = (pool: Pool, schema: string, newId: () => string): RunRequests => {
  const [table, decisions] = [qualified(schema, 'run_request'), qualified(schema, 'run_request_decision')];

  const columns = (waitsFor: string): string =>
    `id, dry_run, since, until, doc_limit, force, accept_missing, actor, state, queued_at, started_at, ended_at, attempt,
     host, pid, lost, cancel_by, cancel_at, ${waitsFor} AS waits_for, progress, result, failure, decided, void_up_to`;
  /** A real run that waits does so for the one that another process carries out, where it has met nobody else's. */
  const shown = columns(`CASE WHEN r.state = 'queued' AND NOT r.dry_run THEN coalesce(r.waits_for, (
    SELECT json_build_object('runId', o.id, 'actor', o.actor, 'host', o.host, 'pid', o.pid, 'startedAt', o.started_at)
    FROM ${table} o WHERE NOT o.dry_run AND o.ended_at IS NULL AND o.state = 'running' ORDER BY o.queued_at LIMIT 1)) END`);

  const findWith = async (client: pg.ClientBase, id: string): Promise<RunRequest | null> => {
    const { rows } = await client.query<Row>(`SELECT ${shown} FROM ${table} r WHERE id = $1`, [id]);
    return rows[0] === undefined ? null : requestFrom(rows[0]);
  };

  const isMine = `id = $1 AND attempt = $2 AND state = 'running'`;

  /** Keeps what is told, with what else changes; null when another process goes on. */
  const keep = (
    { request, attempt }: RunClaim,
    { at, progress, decisions: more }: RunTold,
    changes: string,
    values: readonly unknown[],
  ): Promise<{ readonly cancelled: boolean } | null> =>
    pool.transaction(async (client) => {
      const last = more.at(-1)?.seq ?? 0;
      const { rows } = await client.query<{ cancelled: boolean }>(
        `UPDATE ${table} SET heard_at = $3, progress = coalesce($4::json, progress), decided = greatest(decided, $5) ${changes}
         WHERE ${isMine} RETURNING cancel_at IS NOT NULL AS cancelled`,
        [request.id, attempt, at, jsonOrNull(progress), last, ...values],
      );
      const [row] = rows;
      if (row === undefined) return null;
      if (more.length > 0) {
        // One told a second time, because nobody knew whether it was heard, is there already.
        await client.query(
          `INSERT INTO ${decisions} (request_id, seq, told, decision)
           SELECT $1, seq, told, decision::json FROM unnest($2::integer[], $3::boolean[], $4::text[]) AS one (seq, told, decision)
           ON CONFLICT (request_id, seq) DO NOTHING`,
          [
            request.id,
            more.map(({ seq }) => seq),
            more.map(({ told }) => told),
            more.map(({ decision }) => JSON.stringify(decision)),
          ],
        );
      }
      return row;
    });

  return {
    add: ({ id, dryRun, options: { window, limit, force }, acceptMissing, by, at }) =>
      pool.transaction(async (client) => {
        await client.query(`DELETE FROM ${table} WHERE ended_at <= $1`, [earlier(at, requestKeptMs)]);
        const { rowCount } = await client.query(
          `INSERT INTO ${table} (id, dry_run, since, until, doc_limit, force, accept_missing, actor, state, queued_at, not_before,
             attempt, lost, decided, void_up_to)
           SELECT $1, $2, $3::date, $4::date, $5::integer, $6, $7::integer, $8, 'queued', $9, $9, 0, 0, 0, 0
           WHERE (SELECT count(*) FROM ${table} WHERE ended_at IS NULL) < $10`,
          [id, dryRun, window.since, window.until, limit, force, acceptMissing, by.actor, at, mostOpenRequests],
        );
        const request = rowCount === 1 ? await findWith(client, id) : null;
        if (request === null) return null;
        await writeAudit(client, schema, [runRequestEntry('request-run', { id: newId(), by, at }, null, request)]);
        return request;
      }),

    find: async (id) => (isUuid(id) ? pool.use((client) => findWith(client, id)) : null),

    latest: (limit, after) =>
      pool.use(async (client) => {
        const { rows } = await client.query<Row>(
          `SELECT ${shown} FROM ${table} r ${newestFirst('queued_at', after !== undefined)}`,
          [limit, ...(after === undefined ? [] : [after.queuedAt, after.id])],
        );
        return rows.map(requestFrom);
      }),

    decisions: async (id, after, limit, toldOnly) => {
      if (!isUuid(id)) return [];
      return pool.use(async (client) => {
        const { rows } = await client.query<Pick<NumberedDecision, 'seq' | 'decision'>>(
          `SELECT d.seq, d.decision FROM ${decisions} d JOIN ${table} r ON r.id = d.request_id
           WHERE d.request_id = $1 AND d.seq > $2::bigint AND d.seq > r.void_up_to ${toldOnly ? 'AND d.told' : ''}
           ORDER BY d.seq LIMIT $3`,
          [id, after, limit],
        );
        return rows;
      });
    },

    cancel: async (id, { by, at }) => {
      if (!isUuid(id)) return null;
      return pool.transaction(async (client) => {
        await client.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
        const before = await findWith(client, id);
        if (before === null || before.endedAt !== null || before.cancel !== null) return before;
        await client.query(
          `UPDATE ${table} SET cancel_by = $2, cancel_at = $3,
             state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
             ended_at = CASE WHEN state = 'queued' THEN $3::timestamptz END
           WHERE id = $1`,
          [id, by.actor, at],
        );
        const after = await findWith(client, id);
        if (after === null) return null;
        await writeAudit(client, schema, [runRequestEntry('cancel-run', { id: newId(), by, at }, before, after)]);
        return after;
      });
    },

    claim: ({ dryRun, process: { host, pid }, at }) =>
      pool.transaction(async (client) => {
        const before = earlier(at, heardWithinMs);
        const { rows } = await client.query<Row>(
          `UPDATE ${table} SET state = 'running', attempt = attempt + 1, host = $3, pid = $4, heard_at = $2, waits_for = NULL,
             started_at = coalesce(started_at, $2), lost = CASE WHEN state = 'running' THEN lost + 1 ELSE lost END,
             -- A number of its own says where a dry run begins anew.
             decided = CASE WHEN dry_run AND decided > void_up_to THEN decided + 1 ELSE decided END,
             void_up_to = CASE WHEN dry_run AND decided > void_up_to THEN decided + 1 ELSE void_up_to END,
             progress = CASE WHEN dry_run THEN NULL ELSE progress END
           WHERE id = (
             SELECT c.id FROM ${table} c
             WHERE c.dry_run = $1 AND c.ended_at IS NULL
               AND CASE WHEN c.state = 'queued' THEN c.not_before <= $2 ELSE c.heard_at <= $5 END
               AND (c.dry_run OR NOT EXISTS (
                 SELECT FROM ${table} o
                 WHERE NOT o.dry_run AND o.ended_at IS NULL AND (o.queued_at, o.id) < (c.queued_at, c.id)))
             ORDER BY c.queued_at, c.id LIMIT 1 FOR UPDATE SKIP LOCKED)
           RETURNING ${columns('NULL')}`,
          [dryRun, at, host, pid, before],
        );
        const [row] = rows;
        if (row === undefined) return null;
        if (row.dry_run && row.attempt > 1) {
          await client.query(`DELETE FROM ${decisions} WHERE request_id = $1 AND seq <= $2`, [row.id, row.void_up_to]);
        }
        return { request: requestFrom(row), attempt: row.attempt };
      }),

    report: async (claim, told) => {
      const kept = await keep(claim, told, '', []);
      if (kept === null) return 'lost';
      return kept.cancelled ? 'cancel' : 'go-on';
    },

    settle: async (claim, end, told) => {
      const [result, failure] = 'failure' in end ? [null, end.failure] : [end.result, null];
      const changes = ', state = $6, ended_at = $3, result = $7, failure = $8';
      return (await keep(claim, told, changes, [end.state, jsonOrNull(result), jsonOrNull(failure)])) !== null;
    },

    giveBack: async (claim, { notBefore, waitsFor }, told) => {
      const kept = await keep(
        claim,
        told,
        `, not_before = $6, waits_for = $7,
           state = CASE WHEN cancel_at IS NULL THEN 'queued' ELSE 'cancelled' END,
           ended_at = CASE WHEN cancel_at IS NULL THEN NULL ELSE $3::timestamptz END`,
        [notBefore, jsonOrNull(waitsFor)],
      );
      return kept !== null;
    },
  };
};
