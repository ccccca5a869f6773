import { pbkdf2Sync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createCynowStandIn } from './createCynowStandIn.ts';
import { createFcmsTables } from './createFcmsTables.ts';
import { demoAccounts } from './demoAccounts.ts';
import { describeDemoDatabase } from './describeDemoDatabase.ts';
import type { FcmsOptions } from './FcmsOptions.ts';
import { fcmsColumns, fcmsTableNames } from './fcmsTables.ts';
import { generateFcms } from './generateFcms.ts';
import { loadFcms } from './loadFcms.ts';
import { makeDemoDatabase } from './makeDemoDatabase.ts';

const options: FcmsOptions = { seed: 1, documents: 600, endOn: '2025-11-22', historiesPerDocument: 10 };

describe('a demo database', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });
  beforeEach(async () => {
    await client.query('DROP SCHEMA IF EXISTS fcms_cdc CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  });

  const count = async (from: string): Promise<number> => {
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
    return rows[0]?.n ?? Number.NaN;
  };

  it('holds every generated value as it was generated, but for the padding', async () => {
    await createFcmsTables(client);
    const { rows, summary } = await loadFcms(database.url, options);
    expect(summary.documents).toBe(600);
    for (const table of fcmsTableNames) {
      const columns = fcmsColumns(table);
      // Times and decimals as text, so that neither the driver nor the zone of this process has a say.
      const { rows: stored } = await client.query<Record<string, string | null>>(
        `SELECT ${columns.map((column) => `"${column}"::text AS "${column}"`).join(', ')} FROM fcms_cdc.${table}`,
      );
      const line = (row: Readonly<Record<string, unknown>>): string =>
        JSON.stringify(columns.map((column) => (row[column] === null ? null : String(row[column]).replace(/ +$/, ''))));
      const generated = [...generateFcms(options)].flatMap((chunk) =>
        chunk.table === table ? chunk.rows.map((row) => line(row)) : [],
      );
      expect(stored.map(line).sort()).toEqual(generated.sort());
      expect(rows[table]).toBe(stored.length);
    }
  });

  it('has statistics at once, in a schema of any name', async () => {
    await createFcmsTables(client, 'fcms "rehearsal"');
    await loadFcms(client, { ...options, schema: 'fcms "rehearsal"' });
    const { rows } = await client.query(
      `SELECT reltuples::int AS n FROM pg_class WHERE oid = '"fcms ""rehearsal""".tr_orders'::regclass`,
    );
    expect(rows).toEqual([{ n: 600 }]);
    await client.query('DROP SCHEMA "fcms ""rehearsal""" CASCADE');
  });

  it('is made at once, and replaced the next time, while the tables of CYNOW stay', async () => {
    const first = await makeDemoDatabase(client, options);
    expect(first).toMatchObject({ outcome: 'made', replaced: false, standIn: 'created', schema: 'fcms_cdc' });
    await client.query(`UPDATE public.auth_user SET first_name = 'changed'`);

    const second = await makeDemoDatabase(client, { ...options, documents: 30 });
    expect(second).toMatchObject({ outcome: 'made', replaced: true, standIn: 'present' });
    expect(await count('fcms_cdc.tr_orders')).toBe(30);
    expect(await count(`public.auth_user WHERE first_name = 'changed'`)).toBe(demoAccounts.length);
    if (second.outcome !== 'made') throw new Error('not made');
    expect(describeDemoDatabase(second)).toContain('Replaced the demo data in schema fcms_cdc');
    expect(describeDemoDatabase(second)).toMatch(/tr_orders +30\n/);
  });

  it('never touches a schema that it did not make', async () => {
    await client.query(
      'CREATE SCHEMA fcms_cdc; CREATE TABLE fcms_cdc.tr_orders (x int); INSERT INTO fcms_cdc.tr_orders VALUES (1)',
    );
    expect(await makeDemoDatabase(client, options)).toEqual({ outcome: 'refused', schema: 'fcms_cdc' });
    await client.query(`COMMENT ON SCHEMA fcms_cdc IS 'Replica of FCMS'`);
    expect(await makeDemoDatabase(client, options)).toEqual({ outcome: 'refused', schema: 'fcms_cdc' });
    expect(await count('fcms_cdc.tr_orders')).toBe(1);
    expect(await count(`pg_class WHERE relnamespace = 'public'::regnamespace`)).toBe(0);
  });

  it('is all or nothing: what others built on the old data keeps them', async () => {
    await makeDemoDatabase(client, options);
    await client.query('CREATE VIEW public.theirs AS SELECT count(*) FROM fcms_cdc.tr_orders');
    await expect(makeDemoDatabase(client, { ...options, documents: 10 })).rejects.toMatchObject({ code: '2BP01' });
    expect(await count('fcms_cdc.tr_orders')).toBe(600);
  });

  it('lets its accounts in by their passwords, as Django stores them', async () => {
    expect(await createCynowStandIn(client)).toBe('created');
    expect(await createCynowStandIn(client)).toBe('present');
    const { rows } = await client.query<{ username: string; password: string; groups: string[] }>(
      `SELECT u.username, u.password, array_remove(array_agg(g.name::text), NULL) AS groups FROM public.auth_user u
       LEFT JOIN public.auth_user_groups ug ON ug.user_id = u.id LEFT JOIN public.auth_group g ON g.id = ug.group_id
       GROUP BY u.id ORDER BY u.id`,
    );
    expect(rows.map(({ username, groups }) => ({ username, groups }))).toEqual(
      demoAccounts.map(({ username, groups }) => ({ username, groups })),
    );
    expect(new Set(rows.map(({ password }) => password)).size).toBe(demoAccounts.length);
    const [algorithm, iterations, salt = '', hash] = rows[0]?.password.split('$') ?? [];
    expect(algorithm).toBe('pbkdf2_sha256');
    const derived = pbkdf2Sync(demoAccounts[0]?.password ?? '', salt, Number(iterations), 32, 'sha256');
    expect(derived.toString('base64')).toBe(hash);
  });

  it('has sessions whose user can be read without the secret', async () => {
    await createCynowStandIn(client);
    const { rows } = await client.query<{ data: string }>(
      `SELECT session_data AS data FROM public.django_session WHERE expire_date > now()`,
    );
    const payload = rows[0]?.data.split(':')[0] ?? '';
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ _auth_user_id: '1' });
    await client.query(`UPDATE public.cy_cylinder_current SET location = 'x' WHERE cylinder_no = 'KA0010007'`);
    expect(await count(`public.cy_cylinder_current WHERE updated_at > '2025-01-03'`)).toBe(1);
    expect(await count('public.cy_cylinder_summary')).toBe(5);
  });
});
