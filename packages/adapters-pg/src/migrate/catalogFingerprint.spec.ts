import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { compareFingerprints, readCatalogFingerprint } from './catalogFingerprint.ts';
import { createHost, open } from './sampleMigrations.spec.support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await using client = await open(database.url);
  await createHost(client);
  await client.query('CREATE SCHEMA po; CREATE TABLE po.t (a text)');
});
afterAll(() => database.drop());

/** What the fingerprint says of a change, which is rolled back. */
const differencesAfter = async (sql: string) => {
  await using client = await open(database.url);
  await client.query('BEGIN');
  const before = await readCatalogFingerprint(client, 'po');
  await client.query(sql);
  const differences = compareFingerprints(before, await readCatalogFingerprint(client, 'po'));
  await client.query('ROLLBACK');
  return differences.map(({ change, kind, object }) => `${change} ${kind} ${object}`);
};

describe('a change that is seen', () => {
  it.each([
    ['ALTER TABLE fcms_cdc.tr_orders ADD COLUMN remark text', 'added column fcms_cdc.tr_orders.remark'],
    ['ALTER TABLE fcms_cdc.tr_orders ALTER product SET NOT NULL', 'changed column fcms_cdc.tr_orders.product'],
    [`ALTER TABLE fcms_cdc.tr_orders ALTER product SET DEFAULT 'x'`, 'added default fcms_cdc.tr_orders.product'],
    [
      'ALTER TABLE fcms_cdc.tr_orders ADD CHECK (owner > 0)',
      'added constraint fcms_cdc.tr_orders.tr_orders_owner_check',
    ],
    ['ALTER TABLE fcms_cdc.tr_orders DISABLE TRIGGER touched', 'changed trigger fcms_cdc.tr_orders.touched'],
    ['ALTER TABLE fcms_cdc.tr_orders ENABLE ROW LEVEL SECURITY', 'changed table fcms_cdc.tr_orders'],
    ['CREATE POLICY p ON fcms_cdc.tr_orders', 'added policy fcms_cdc.tr_orders.p'],
    ['CREATE INDEX i ON fcms_cdc.tr_orders (product)', 'added index fcms_cdc.i'],
    ['GRANT SELECT ON fcms_cdc.tr_orders TO PUBLIC', 'changed table fcms_cdc.tr_orders'],
    ['GRANT SELECT (product) ON fcms_cdc.tr_orders TO PUBLIC', 'changed column fcms_cdc.tr_orders.product'],
    [`COMMENT ON COLUMN fcms_cdc.tr_orders.product IS 'x'`, 'added comment fcms_cdc.tr_orders.product'],
    ['GRANT USAGE ON SCHEMA fcms_cdc TO PUBLIC', 'changed schema fcms_cdc'],
    ['CREATE SCHEMA another', 'added schema another'],
    ['DROP VIEW public.user_names', 'removed view public.user_names'],
    [
      'CREATE OR REPLACE VIEW public.user_names AS SELECT upper(username) AS username FROM public.auth_user',
      'changed rule public.user_names._RETURN',
    ],
    [
      `CREATE OR REPLACE FUNCTION fcms_cdc.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      'changed function fcms_cdc.touch()',
    ],
    [`CREATE TYPE public.e AS ENUM ('a')`, 'added enum value public.e.a'],
    ['CREATE TABLE public.child () INHERITS (public.auth_user)', 'added inheritance public.child.1'],
    ['CREATE SEQUENCE public.s', 'added sequence definition public.s'],
    ['CREATE STATISTICS public.s ON id, username FROM public.auth_user', 'added statistics public.s'],
    ['CREATE TABLE public.x (u int)', 'added table public.x'],
    ['ALTER TABLE public.auth_user ADD UNIQUE (username)', 'added index definition public.auth_user_username_key'],
    ['TRUNCATE fcms_cdc.tr_orders', 'changed table fcms_cdc.tr_orders'],
    ['CREATE PUBLICATION p FOR TABLE fcms_cdc.tr_orders', 'added publication p'],
    ['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC', 'added default privileges r'],
    ['GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO PUBLIC', 'changed function pg_catalog.*'],
  ])('%s', async (sql, expected) => {
    expect(await differencesAfter(sql)).toContain(expected);
  });

  it('to a setting of the database', async () => {
    await using client = await open(database.url);
    const before = await readCatalogFingerprint(client, 'po');
    await client.query(`ALTER DATABASE ${database.name} SET work_mem = '8MB'`);
    const differences = compareFingerprints(before, await readCatalogFingerprint(client, 'po'));
    expect(differences).toMatchObject([{ kind: 'role setting', change: 'added' }]);
  });

  it('of an owner, whom it names', async () => {
    await using client = await open(database.url);
    await client.query('BEGIN');
    const before = await readCatalogFingerprint(client, 'po');
    await client.query('ALTER TABLE fcms_cdc.tr_orders OWNER TO pg_database_owner');
    const differences = compareFingerprints(before, await readCatalogFingerprint(client, 'po'));
    expect(differences).toContainEqual({
      ...{ object: 'fcms_cdc.tr_orders', kind: 'table', owner: 'pg_database_owner', change: 'changed' },
    });
    await client.query('ROLLBACK');
  });
});

describe('what is not a change', () => {
  it.each([
    ['in our own schema', 'DROP TABLE po.t; CREATE TABLE po.u (a int)'],
    ['of rows', `UPDATE fcms_cdc.tr_orders SET product = 'x'; INSERT INTO public.auth_user VALUES (0, 'x')`],
    ['of statistics', 'ANALYZE'],
    ['in a temporary schema', 'CREATE TEMPORARY TABLE scratch (a text)'],
    ['that was undone', 'CREATE VIEW public.v AS SELECT 1; DROP VIEW public.v'],
  ])('%s', async (_what, sql) => {
    expect(await differencesAfter(sql)).toEqual([]);
  });

  it('by VACUUM', async () => {
    await using client = await open(database.url);
    await client.query('DELETE FROM fcms_cdc.tr_orders');
    const before = await readCatalogFingerprint(client, 'po');
    await client.query('VACUUM (FREEZE, ANALYZE)');
    expect(compareFingerprints(before, await readCatalogFingerprint(client, 'po'))).toEqual([]);
  });
});

it('shows why no migration of ours may refer to a host table: the trace of a foreign key outlives it', async () => {
  await using client = await open(database.url);
  await client.query('CREATE TABLE public.parent (id int PRIMARY KEY)');
  const before = await readCatalogFingerprint(client, 'po');
  await client.query('CREATE TABLE po.child (p int REFERENCES public.parent); DROP TABLE po.child');
  expect(compareFingerprints(before, await readCatalogFingerprint(client, 'po'))).toEqual([
    { object: 'public.parent', kind: 'table', owner: expect.any(String), change: 'changed' },
  ]);
});

it('of the whole database sees our schema too', async () => {
  await using client = await open(database.url);
  const all = await readCatalogFingerprint(client, undefined);
  const others = await readCatalogFingerprint(client, 'po');
  const extra = compareFingerprints(others, all);
  expect(extra).toContainEqual(expect.objectContaining({ object: 'po', kind: 'schema', change: 'added' }));
  expect(extra.every(({ object }) => object.startsWith('po'))).toBe(true);
});
