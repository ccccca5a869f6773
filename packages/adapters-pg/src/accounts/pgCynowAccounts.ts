import { type CynowAccount, type CynowAccounts, PoError } from '@cynow/po-core';
import pg from 'pg';
import { createPool, type Pool } from '../connection/createPool.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { sourceTimeoutMs } from '../source/shortly.ts';
import { readDjangoSession } from './readDjangoSession.ts';

interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly is_staff: boolean;
  readonly is_superuser: boolean;
  readonly groups: string[];
}

const accountFrom = (row: AccountRow | undefined): CynowAccount | null =>
  row === undefined
    ? null
    : {
        id: row.id,
        name: row.username,
        isStaff: row.is_staff,
        isSuperuser: row.is_superuser,
        groups: row.groups,
      };

const accountBy = (condition: string): string =>
  `SELECT u.id::text AS id, u.username, u.is_staff, u.is_superuser,
     ARRAY(SELECT g.name::text FROM public.auth_group g JOIN public.auth_user_groups m ON m.group_id = g.id
           WHERE m.user_id = u.id ORDER BY g.name) AS groups
   FROM public.auth_user u WHERE u.is_active AND ${condition}`;

/** Iterations where nobody has a password yet: those of Django 4.2. */
const firstIterations = 600_000;

/** Django's own keys are 32 lower-case letters and digits; the column takes 40. */
const cookieForm = /^[a-z0-9]{8,40}$/;

/** Fits `bigint`, whatever the site's key is. */
const idForm = /^\d{1,18}$/;

/** PostgreSQL holds no text with a zero byte, so that nobody has such a name. */
const isStorable = (name: string): boolean => !name.includes('\0');

const problems: Readonly<Record<string, 'missing' | 'forbidden' | 'busy'>> = {
  '42P01': 'missing',
  '42703': 'missing',
  '3F000': 'missing',
  '42501': 'forbidden',
  // Given up after its time, or while waiting for a lock.
  '57014': 'busy',
  '55P03': 'busy',
};

/**
 * CYNOW's accounts in `public`: each look is one statement by key, of two seconds at most, on connections of its own (one or
 * two, made when first asked), so that a busy CYNOW holds up nothing but its own sign-ins.
 */
export const pgCynowAccounts = (settings: PgSettings): CynowAccounts & { close(): Promise<void> } => {
  const maxConnections = Math.min(2, Math.max(1, Math.floor(settings.maxConnections / 2)));
  const pool: Pool = createPool({ ...settings, statementTimeoutMs: sourceTimeoutMs, maxConnections });

  const ask = async <Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[],
  ): Promise<Row | undefined> => {
    try {
      return await pool.use(async (client) => (await client.query<Row>(sql, [...values])).rows[0]);
    } catch (error) {
      const problem = error instanceof pg.DatabaseError ? problems[error.code ?? ''] : undefined;
      if (problem === undefined || !(error instanceof Error)) throw error;
      throw new PoError('CYNOW_UNREADABLE', { problem, what: error.message }, { cause: error });
    }
  };

  const ofId = async (id: string): Promise<CynowAccount | null> =>
    idForm.test(id) ? accountFrom(await ask<AccountRow>(accountBy('u.id = $1::bigint'), [id])) : null;

  return {
    ofId,

    ofName: async (name) =>
      isStorable(name) ? accountFrom(await ask<AccountRow>(accountBy('u.username = $1'), [name])) : null,

    async ofSession(cookie, at) {
      if (!cookieForm.test(cookie)) return null;
      const session = await ask<{ session_data: string }>(
        'SELECT session_data FROM public.django_session WHERE session_key = $1 AND expire_date > $2',
        [cookie, at],
      );
      const id = session === undefined ? null : readDjangoSession(session.session_data);
      return id === null ? null : ofId(id);
    },

    async passwordOf(name) {
      // One statement, whether there is such an account or not: it does the same work.
      const found = await ask<{ encoded: string | null; usual: string | null }>(
        `SELECT (SELECT u.password::text FROM public.auth_user u WHERE u.is_active AND u.username = $1) AS encoded,
           (SELECT mode() WITHIN GROUP (ORDER BY split_part(u.password, '$', 2)) FROM public.auth_user u
            WHERE u.is_active AND u.password LIKE 'pbkdf2\\_sha256$%') AS usual`,
        [isStorable(name) ? name : ''],
      );
      const usual = Number(found?.usual ?? firstIterations);
      return {
        encoded: found?.encoded ?? null,
        usualIterations: Number.isSafeInteger(usual) && usual > 0 ? usual : firstIterations,
      };
    },

    async credentialsOf(id) {
      if (!idForm.test(id)) return null;
      const found = await ask<{ credentials: string }>(
        `SELECT encode(sha256(convert_to(u.password, 'UTF8')), 'hex') AS credentials FROM public.auth_user u
         WHERE u.is_active AND u.id = $1::bigint`,
        [id],
      );
      return found?.credentials ?? null;
    },

    close: () => pool.close(),
  };
};
