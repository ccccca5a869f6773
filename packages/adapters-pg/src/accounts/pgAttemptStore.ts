import { type AttemptStore, type Attempts, noAttempts } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import { qualified } from '../store/columns.ts';

interface AttemptRow {
  readonly key: string;
  readonly failures: number;
  readonly failed_at: Date | null;
  readonly succeeded_at: Date | null;
}

const attemptsFrom = (row: AttemptRow | undefined): Attempts =>
  row === undefined ? noAttempts : { failures: row.failures, failedAt: row.failed_at, succeededAt: row.succeeded_at };

/** Old keys that are forgotten at once: a flood of them must not hold up the sign-in that finds it. */
const mostForgotten = 1000;

/** Tries to sign in, in our schema. */
export const pgAttemptStore = (pool: Pool, schema: string): AttemptStore => {
  const table = qualified(schema, 'sign_in_attempt');
  return {
    change: (keys, change) =>
      pool.transaction(async (client) => {
        // Locks every key, new ones too, in the order of the keys for everybody, so that nobody waits in a circle.
        const { rows } = await client.query<AttemptRow>(
          `INSERT INTO ${table} AS t (key, failures)
           SELECT key, 0 FROM unnest($1::text[]) WITH ORDINALITY AS given (key, place) ORDER BY place
           ON CONFLICT (key) DO UPDATE SET failures = t.failures RETURNING key, failures, failed_at, succeeded_at`,
          [[...keys].sort()],
        );
        const byKey = new Map(rows.map((row) => [row.key, row]));
        const { held, result } = change(keys.map((key) => attemptsFrom(byKey.get(key))));
        const next = keys.map((_, i) => held[i] ?? noAttempts);
        await client.query(
          `UPDATE ${table} AS t SET failures = given.failures, failed_at = given.failed_at, succeeded_at = given.succeeded_at
           FROM unnest($1::text[], $2::integer[], $3::timestamptz[], $4::timestamptz[])
             AS given (key, failures, failed_at, succeeded_at) WHERE t.key = given.key`,
          [
            keys,
            next.map(({ failures }) => failures),
            next.map(({ failedAt }) => failedAt),
            next.map(({ succeededAt }) => succeededAt),
          ],
        );
        return result;
      }),

    forget: (failedBefore, succeededBefore) =>
      pool.use(async (client) => {
        await client.query(
          `DELETE FROM ${table} WHERE key IN (
             SELECT key FROM ${table}
             WHERE (failed_at IS NULL OR failed_at < $1) AND (succeeded_at IS NULL OR succeeded_at < $2)
             LIMIT ${mostForgotten} FOR UPDATE SKIP LOCKED)`,
          [failedBefore, succeededBefore],
        );
      }),
  };
};
