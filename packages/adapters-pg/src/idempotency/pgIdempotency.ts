import { type ClaimResult, claimedForMs, type IdempotencyStore, keptForMs, PoError } from '@cynow/po-core';
import { alongside } from '../connection/alongside.ts';
import type { Pool } from '../connection/createPool.ts';
import { qualified } from '../store/columns.ts';

interface Row {
  readonly fingerprint: string;
  readonly wrote: boolean;
  readonly claimed_at: Date;
  readonly status: number | null;
  readonly body: string | null;
  readonly type: string | null;
  readonly etag: string | null;
}

const earlier = (at: Date, ms: number): Date => new Date(at.getTime() - ms);

const resultOf = (row: Row | undefined, fingerprint: string, at: Date): ClaimResult => {
  // It was given back in between: whoever asks again gets it.
  if (row === undefined) return { outcome: 'in-progress' };
  const { status, body, type, etag, wrote } = row;
  if (row.fingerprint !== fingerprint) return { outcome: 'other-request' };
  if (status !== null) return { outcome: 'answered', answer: { status, body: body ?? '', type: type ?? '', etag } };
  return { outcome: wrote && row.claimed_at <= earlier(at, claimedForMs) ? 'answer-lost' : 'in-progress' };
};

/** Requests in our schema. */
export const pgIdempotency = (pool: Pool, schema: string): IdempotencyStore => {
  const table = qualified(schema, 'keyed_request');
  return {
    claim: ({ account, key, fingerprint, at }) =>
      pool.use(async (client) => {
        await client.query(`DELETE FROM ${table} WHERE claimed_at <= $1`, [earlier(at, keptForMs)]);
        const claimed = await client.query<{ epoch: number }>(
          `INSERT INTO ${table} AS held (account, key, fingerprint, epoch, claimed_at, wrote) VALUES ($1, $2, $3, 1, $4, false)
           ON CONFLICT (account, key) DO UPDATE SET epoch = held.epoch + 1, claimed_at = $4
           WHERE held.fingerprint = $3 AND held.status IS NULL AND NOT held.wrote AND held.claimed_at <= $5
           RETURNING epoch`,
          [account, key, fingerprint, at, earlier(at, claimedForMs)],
        );
        const epoch = claimed.rows[0]?.epoch;
        if (epoch !== undefined) return { outcome: 'claimed', claim: { account, key, epoch } };
        const { rows } = await client.query<Row>(
          `SELECT fingerprint, wrote, claimed_at, status, body, type, etag FROM ${table} WHERE account = $1 AND key = $2`,
          [account, key],
        );
        return resultOf(rows[0], fingerprint, at);
      }),

    within: ({ account, key, epoch }, work) =>
      alongside.run(async (client) => {
        const { rows } = await client.query<{ wrote: boolean }>(
          'SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote',
        );
        if (rows[0]?.wrote !== true) return;
        const noted = await client.query(
          `UPDATE ${table} SET wrote = true WHERE account = $1 AND key = $2 AND epoch = $3 AND status IS NULL`,
          [account, key, epoch],
        );
        if (noted.rowCount !== 1) throw new PoError('CLAIM_LOST');
      }, work),

    settle: ({ account, key, epoch }, answer) =>
      pool.use(async (client) => {
        if (answer === null) {
          await client.query(
            `DELETE FROM ${table} WHERE account = $1 AND key = $2 AND epoch = $3 AND status IS NULL AND NOT wrote`,
            [account, key, epoch],
          );
          return;
        }
        const { status, body, type, etag } = answer;
        await client.query(
          `UPDATE ${table} SET status = $4, body = $5, type = $6, etag = $7
           WHERE account = $1 AND key = $2 AND epoch = $3 AND status IS NULL`,
          [account, key, epoch, status, body, type, etag],
        );
      }),
  };
};
