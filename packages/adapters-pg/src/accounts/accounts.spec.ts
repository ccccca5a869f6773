import { deflateSync } from 'node:zlib';
import { createAccounts, PoError } from '@cynow/po-core';
import { accountsContract, cynowAccountsContract, somebody } from '@cynow/po-core/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../connection/createPool.ts';
import { createCynowStandIn } from '../demo/createCynowStandIn.ts';
import { openPg } from '../openPg.ts';
import { createIds } from '../store/createIds.ts';
import { pgAuditTrail } from '../store/pgAuditTrail.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { pgAccountPorts } from './pgAccountPorts.ts';
import { pgCynowAccounts } from './pgCynowAccounts.ts';

let template: TestDatabase;
/** One with CYNOW's tables besides. */
let withCynow: TestDatabase;
const onDatabase = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
beforeAll(async () => {
  template = await createTemplate();
  withCynow = await createDatabase({ template: template.name });
  await onDatabase(withCynow.url, createCynowStandIn);
});
afterAll(async () => {
  await template.drop();
  await withCynow.drop();
});

accountsContract(async () => {
  const database = await createDatabase({ template: template.name });
  const closing: (() => Promise<void>)[] = [];
  const open = () => {
    const settings = testSettings(database.url);
    const pool = createPool(settings);
    const { ports, close } = pgAccountPorts(pool, settings, createIds());
    closing.push(async () => {
      await close();
      await pool.close();
    });
    return { stores: ports, audit: pgAuditTrail(pool, 'po') };
  };
  return {
    ...open(),
    restarted: async () => open().stores,
    async close() {
      for (const close of closing) await close();
      await database.drop();
    },
  };
});

const sessionData = (payload: unknown, compress = false): string => {
  const json = Buffer.from(JSON.stringify(payload));
  return `${compress ? `.${deflateSync(json).toString('base64url')}` : json.toString('base64url')}:1tDemo:signature`;
};

const addSession = (client: pg.Client, cookie: string, data: string, until: Date) =>
  client.query('INSERT INTO public.django_session VALUES ($1, $2, $3)', [cookie, data, until]);

cynowAccountsContract(async (accounts, sessions) => {
  const database = await createDatabase({ template: withCynow.name });
  await onDatabase(database.url, async (client) => {
    await client.query('TRUNCATE public.auth_user, public.auth_group, public.django_session CASCADE');
    for (const { id, name, isActive, isStaff, isSuperuser, groups, encoded } of accounts) {
      await client.query(
        `INSERT INTO public.auth_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
         VALUES ($1, $2, $3, $4, '', '', '', $5, $6, now())`,
        [id, encoded, isSuperuser, name, isStaff, isActive],
      );
      for (const group of groups) {
        await client.query(
          `WITH g AS (INSERT INTO public.auth_group (name) VALUES ($1) RETURNING id)
           INSERT INTO public.auth_user_groups (user_id, group_id) SELECT $2, id FROM g`,
          [group, id],
        );
      }
    }
    for (const [cookie, { id, until }] of sessions) {
      await addSession(client, cookie, sessionData({ _auth_user_id: id }), until);
    }
  });
  const cynow = pgCynowAccounts(testSettings(database.url));
  return {
    cynow,
    async close() {
      await cynow.close();
      await database.drop();
    },
  };
});

describe('over the stand-in of CYNOW', () => {
  const roleRules = [
    { who: 'superuser', role: 'admin' },
    { who: { group: 'CYNOW Editors' }, role: 'editor' },
    { who: '*', role: 'viewer' },
  ] as const;
  const inDatabase = async (
    test: (client: pg.Client, accounts: ReturnType<typeof createAccounts>) => Promise<void>,
    asRole?: string,
  ): Promise<void> => {
    const database = await createDatabase({ template: withCynow.name });
    const url = new URL(database.url);
    try {
      if (asRole !== undefined) {
        await onDatabase(database.url, (client) =>
          client.query(
            `CREATE ROLE ${asRole} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA po TO ${asRole};
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA po TO ${asRole}`,
          ),
        );
        url.username = asRole;
        url.password = 'x';
      }
      const { accounts: ports, close } = await openPg(testSettings(url.href));
      const methods = ['own', 'django-session', 'django-password'] as const;
      const accounts = createAccounts({ ...ports, clock: { now: () => new Date() } }, { methods, roleRules });
      try {
        await onDatabase(database.url, (client) => test(client, accounts));
      } finally {
        await close();
      }
    } finally {
      if (asRole !== undefined) {
        await onDatabase(database.url, (client) => client.query(`DROP OWNED BY ${asRole}; DROP ROLE ${asRole}`));
      }
      await database.drop();
    }
  };
  const signIn = (accounts: ReturnType<typeof createAccounts>, name: string, password: string) =>
    accounts.signIn({ name, password, address: '10.0.0.1', replaces: null });
  const until = new Date(Date.now() + 86_400_000);

  it('signs in with passwords of both kinds, with scrypt and as Django stores them', () =>
    inDatabase(async (client, accounts) => {
      await accounts.users.add(somebody, { name: 'Kim', role: 'admin', password: '아주 좋은 비밀번호' });
      expect(await signIn(accounts, 'kim', '아주 좋은 비밀번호')).toMatchObject({ outcome: 'signed-in' });
      expect(await signIn(accounts, 'sales', 'cynow-demo')).toMatchObject({
        outcome: 'signed-in',
        principal: { account: 'cynow:2', user: 'sales', role: 'editor' },
      });
      for (const [name, because] of [
        ['nobody', 'unknown'],
        ['retired', 'unknown'],
        ['factory', 'wrong'],
        ['kim', 'wrong'],
      ] as const) {
        expect(await signIn(accounts, name, 'wrong')).toEqual({ outcome: 'refused', because });
      }
      // Nothing of what is secret is stored.
      const { rows } = await client.query<{ all: string }>(
        `SELECT (SELECT string_agg(s::text, ' ') FROM po.session s) || (SELECT string_agg(a::text, ' ') FROM po.account a)
           || (SELECT string_agg(t::text, ' ') FROM po.sign_in_attempt t) AS all`,
      );
      expect(rows[0]?.all).not.toMatch(/비밀번호|cynow-demo|10\.0\.0\.1|nobody/);
      expect(rows[0]?.all).toContain('$scrypt$ln=15,r=8,p=3$');
    }));

  it('knows who is signed in to CYNOW, compressed or not, and no other form', () =>
    inDatabase(async (client, accounts) => {
      const cases: readonly (readonly [string, string])[] = [
        [sessionData({ _auth_user_id: '2' }), 'editor'],
        [sessionData({ _auth_user_id: '1', filler: 'x'.repeat(5000) }, true), 'admin'],
        [sessionData({ _auth_user_id: '4' }), 'none'],
        [sessionData({ _auth_user_id: 2 }), 'none'],
        [sessionData({ _auth_user_id: '2; DROP TABLE x' }), 'none'],
        [sessionData({}), 'none'],
        [sessionData(null), 'none'],
        [sessionData({ _auth_user_id: '2', filler: 'x'.repeat(2_000_000) }, true), 'none'],
        [sessionData({ _auth_user_id: '2' }).split(':')[0]!, 'none'],
        ['.AAAA:1:2', 'none'],
        ['', 'none'],
      ];
      for (const [i, [data, role]] of cases.entries()) {
        const cookie = `cookie${i}`.padStart(32, '0');
        await addSession(client, cookie, data, until);
        const who = await accounts.continueCynowSession(cookie);
        expect({ data: data.slice(0, 40), role: who?.role ?? 'none' }).toEqual({ data: data.slice(0, 40), role });
      }
    }));

  it('says what keeps it from reading, and works with exactly the columns it names', () =>
    inDatabase(async (client, accounts) => {
      const cookie = 'c'.repeat(32);
      await addSession(client, cookie, sessionData({ _auth_user_id: '2' }), until);
      const refusal = await accounts.continueCynowSession(cookie).catch((error: unknown) => error);
      expect(PoError.is(refusal) && { code: refusal.code, ...refusal.facts }).toMatchObject({
        code: 'CYNOW_UNREADABLE',
        problem: 'forbidden',
      });
      await client.query(
        `GRANT SELECT (session_key, session_data, expire_date) ON public.django_session TO acc_reader;
         GRANT SELECT (id, username, is_active, is_staff, is_superuser) ON public.auth_user TO acc_reader;
         GRANT SELECT (id, name) ON public.auth_group TO acc_reader;
         GRANT SELECT (user_id, group_id) ON public.auth_user_groups TO acc_reader`,
      );
      // `django-password` is open, too, but nothing of it is read for a session of CYNOW's.
      expect(await accounts.continueCynowSession(cookie)).toMatchObject({ user: 'sales', role: 'editor' });
      await client.query('DROP TABLE public.django_session');
      const gone = await accounts.continueCynowSession('d'.repeat(32)).catch((error: unknown) => error);
      expect(PoError.is(gone) && gone.facts.problem).toBe('missing');
    }, 'acc_reader'));
});
