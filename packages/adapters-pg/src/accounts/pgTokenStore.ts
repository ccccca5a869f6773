import type { AccountId, Token, TokenScope, TokenStore } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import { writeAudit } from '../store/auditRows.ts';
import { qualified } from '../store/columns.ts';
import { isUuid } from '../store/isUuid.ts';
import { accountEntry } from './accountEntry.ts';

interface TokenRow {
  readonly id: string;
  readonly account: AccountId;
  readonly user_name: string;
  readonly scope: TokenScope;
  readonly created_at: Date;
  readonly created_by: string;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

const columns = 'id, account, user_name, scope, created_at, created_by, expires_at, revoked_at, last_used_at';

const tokenFrom = (row: TokenRow): Token => ({
  id: row.id,
  account: row.account,
  user: row.user_name,
  scope: row.scope,
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
});

/** Tokens in our schema, without their secrets. */
export const pgTokenStore = (pool: Pool, schema: string, newId: () => string): TokenStore => {
  const table = qualified(schema, 'api_token');
  return {
    add: (by, at, { id, account, user, scope, expiresAt }, hash) =>
      pool.transaction(async (client) => {
        await client.query(
          `INSERT INTO ${table} (id, hash, account, user_name, scope, created_at, created_by, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, hash, account, user, scope, at, by.actor, expiresAt],
        );
        const after = { id, scope, expiresAt };
        await writeAudit(client, schema, [accountEntry(newId(), by, at, 'create-token', user, { after })]);
      }),

    find: (hash) =>
      pool.use(async (client) => {
        const { rows } = await client.query<TokenRow>(`SELECT ${columns} FROM ${table} WHERE hash = $1`, [hash]);
        return rows[0] === undefined ? null : tokenFrom(rows[0]);
      }),

    list: (account) =>
      pool.use(async (client) => {
        const { rows } = await client.query<TokenRow>(
          `SELECT ${columns} FROM ${table} WHERE $1::text IS NULL OR account = $1 ORDER BY created_at DESC, id DESC`,
          [account ?? null],
        );
        return rows.map(tokenFrom);
      }),

    async revoke(by, at, id, account) {
      if (!isUuid(id)) return 'unknown';
      return pool.transaction(async (client) => {
        const { rows } = await client.query<TokenRow>(
          `SELECT ${columns} FROM ${table} WHERE id = $1 AND ($2::text IS NULL OR account = $2) FOR UPDATE`,
          [id, account ?? null],
        );
        const [held] = rows;
        if (held === undefined) return 'unknown';
        if (held.revoked_at !== null) return 'already';
        await client.query(`UPDATE ${table} SET revoked_at = $2 WHERE id = $1`, [id, at]);
        const before = { id: held.id, scope: held.scope };
        await writeAudit(client, schema, [accountEntry(newId(), by, at, 'revoke-token', held.user_name, { before })]);
        return 'revoked';
      });
    },

    used: (id, at) =>
      pool.use(async (client) => {
        await client.query(
          `UPDATE ${table} SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)`,
          [id, at],
        );
      }),
  };
};
