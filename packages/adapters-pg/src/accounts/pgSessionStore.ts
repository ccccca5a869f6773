import type { AccountId, Session, SessionStore } from '@cynow/po-core';
import type pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { writeAudit } from '../store/auditRows.ts';
import { qualified } from '../store/columns.ts';
import { accountEntry } from './accountEntry.ts';

interface SessionRow {
  readonly id: string;
  readonly account: AccountId;
  readonly credentials: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

const sessionFrom = (row: SessionRow): Session => ({
  id: row.id,
  account: row.account,
  credentials: row.credentials,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
});

/** Sessions in our schema. */
export const pgSessionStore = (pool: Pool, schema: string, newId: () => string): SessionStore => {
  const table = qualified(schema, 'session');
  const removeAllWith = async (client: pg.ClientBase, account: AccountId): Promise<number> =>
    (await client.query(`DELETE FROM ${table} WHERE account = $1`, [account])).rowCount ?? 0;

  return {
    add: ({ id, account, credentials, createdAt, lastUsedAt, expiresAt }) =>
      pool.use(async (client) => {
        await client.query(
          `INSERT INTO ${table} (id, account, credentials, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
          [id, account, credentials, createdAt, lastUsedAt, expiresAt],
        );
      }),

    find: (id) =>
      pool.use(async (client) => {
        const { rows } = await client.query<SessionRow>(`SELECT * FROM ${table} WHERE id = $1`, [id]);
        return rows[0] === undefined ? null : sessionFrom(rows[0]);
      }),

    touch: (id, at) =>
      pool.use(async (client) => {
        await client.query(`UPDATE ${table} SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2`, [id, at]);
      }),

    remove: (id) =>
      pool.use(async (client) => {
        await client.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
      }),

    removeAll: (account) => pool.use((client) => removeAllWith(client, account)),

    signOutEverywhere: (by, at, { account, user }) =>
      pool.transaction(async (client) => {
        const sessions = await removeAllWith(client, account);
        if (sessions > 0) {
          const change = { before: { sessions }, after: { sessions: 0 } };
          await writeAudit(client, schema, [accountEntry(newId(), by, at, 'sign-out-everywhere', user, change)]);
        }
        return sessions;
      }),

    removeOver: (at, idleSince) =>
      pool.use(async (client) => {
        await client.query(`DELETE FROM ${table} WHERE expires_at < $1 OR last_used_at < $2`, [at, idleSince]);
      }),
  };
};
