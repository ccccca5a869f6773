import { accountKey, type HeldUser, type Role, type User, type UserStore } from '@cynow/po-core';
import type pg from 'pg';
import type { Pool } from '../connection/createPool.ts';
import { writeAudit } from '../store/auditRows.ts';
import { qualified } from '../store/columns.ts';
import { accountEntry } from './accountEntry.ts';

interface UserRow {
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string;
  readonly credentials: number;
  readonly created_at: Date;
  readonly created_by: string;
  readonly disabled_at: Date | null;
}

const userFrom = (row: Omit<UserRow, 'password_hash' | 'credentials'>): User => ({
  name: row.name,
  role: row.role,
  createdAt: row.created_at,
  createdBy: row.created_by,
  disabledAt: row.disabled_at,
});

const heldFrom = (row: UserRow): HeldUser => ({
  ...userFrom(row),
  passwordHash: row.password_hash,
  credentials: row.credentials,
});

/** Our own accounts in our schema. */
export const pgUserStore = (pool: Pool, schema: string, newId: () => string): UserStore => {
  const table = qualified(schema, 'account');

  const find = async (client: pg.ClientBase, name: string, rest = ''): Promise<HeldUser | null> => {
    const { rows } = await client.query<UserRow>(`SELECT * FROM ${table} WHERE key = $1 ${rest}`, [accountKey(name)]);
    return rows[0] === undefined ? null : heldFrom(rows[0]);
  };

  return {
    find: (name) => pool.use((client) => find(client, name)),

    list: () =>
      pool.use(async (client) => {
        const { rows } = await client.query<UserRow>(
          `SELECT name, role, created_at, created_by, disabled_at FROM ${table} ORDER BY key`,
        );
        return rows.map(userFrom);
      }),

    add: (by, at, { name, role, passwordHash }) =>
      pool.transaction(async (client) => {
        const { rowCount } = await client.query(
          `INSERT INTO ${table} (key, name, role, password_hash, credentials, created_at, created_by)
           VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (key) DO NOTHING`,
          [accountKey(name), name, role, passwordHash, at, by.actor],
        );
        if (rowCount === 0) return false;
        await writeAudit(client, schema, [accountEntry(newId(), by, at, 'add-user', name, { after: { role } })]);
        return true;
      }),

    setPassword: (by, at, name, passwordHash, expected) =>
      pool.transaction(async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `UPDATE ${table} SET password_hash = $2, credentials = credentials + 1
           WHERE key = $1 AND ($3::bigint IS NULL OR credentials = $3) RETURNING name`,
          [accountKey(name), passwordHash, expected],
        );
        const [changed] = rows;
        if (changed === undefined) return false;
        await writeAudit(client, schema, [accountEntry(newId(), by, at, 'set-password', changed.name)]);
        return true;
      }),

    change: (by, at, name, { role, disabled }) =>
      pool.transaction(async (client) => {
        const user = await find(client, name, 'FOR UPDATE');
        if (user === null) return null;
        const before = { role: user.role, disabled: user.disabledAt !== null };
        const after = { role: role ?? before.role, disabled: disabled ?? before.disabled };
        const { passwordHash: _hash, credentials: _credentials, ...shown } = user;
        if (after.role === before.role && after.disabled === before.disabled) return shown;
        const disabling = after.disabled && !before.disabled;
        const disabledAt = after.disabled ? (user.disabledAt ?? at) : null;
        await client.query(
          `UPDATE ${table} SET role = $2, disabled_at = $3, credentials = credentials + $4 WHERE key = $1`,
          [accountKey(name), after.role, disabledAt, disabling ? 1 : 0],
        );
        const action = disabling ? 'disable-user' : 'change-user';
        await writeAudit(client, schema, [accountEntry(newId(), by, at, action, user.name, { before, after })]);
        return { ...shown, role: after.role, disabledAt };
      }),

    renewHash: (name, from, to) =>
      pool.use(async (client) => {
        await client.query(`UPDATE ${table} SET password_hash = $3 WHERE key = $1 AND password_hash = $2`, [
          accountKey(name),
          from,
          to,
        ]);
      }),
  };
};
