import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { compareFingerprints, readCatalogFingerprint } from './catalogFingerprint.ts';
import type { Migration } from './Migration.ts';
import { migrateUp } from './migrateUp.ts';
import { migrationSql } from './migrationSql.ts';
import { migrationStatus } from './migrationStatus.ts';
import { createHost, describeSchema, sampleMigrations as migrations, open } from './sampleMigrations.spec.support.ts';
import { schemaLockKey } from './schemaLock.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

const [first, second] = migrations as readonly [Migration, Migration];
const schema = 'po';

describe.each(['po', 'PO 한글 "x"'])('in the schema %s', (schema) => {
  it('goes from nothing to current, one transaction each, and finds nothing to do then', async () => {
    await using client = await open(database.url);
    await createHost(client);
    const before = await readCatalogFingerprint(client, schema);
    expect(await migrationStatus(client, schema, migrations)).toMatchObject({ state: 'absent', pending: migrations });

    const result = await migrateUp(database.url, { schema, migrations });
    expect(result).toMatchObject({
      outcome: 'applied',
      createdSchema: true,
      applied: [
        { number: 1, name: 'orders', statements: 8 },
        { number: 2, name: 'first_delivery', statements: 2 },
      ],
      refusals: [],
      disturbances: [],
    });
    for (const { proof } of result.applied) {
      expect(proof.catalogObjects).toBe(before.length);
      expect(proof.locks).toBeGreaterThan(0);
    }

    expect(await migrationStatus(client, schema, migrations)).toMatchObject({
      state: 'current',
      createdByUp: true,
      applied: [{ number: 1 }, { number: 2 }],
      pending: [],
    });
    expect(compareFingerprints(before, await readCatalogFingerprint(client, schema))).toEqual([]);
    expect(await migrateUp(database.url, { schema, migrations })).toMatchObject({ outcome: 'up-to-date', applied: [] });
  });
});

it('can be half way: applied and pending at once', async () => {
  await using client = await open(database.url);
  await migrateUp(client, { schema, migrations: [first] });
  expect(await migrationStatus(client, schema, migrations)).toMatchObject({
    state: 'pending',
    applied: [{ number: 1 }],
    pending: [{ number: 2 }],
  });
  expect(await migrateUp(client, { schema, migrations })).toMatchObject({
    outcome: 'applied',
    createdSchema: false,
    applied: [{ number: 2 }],
  });
  expect(await migrationStatus(client, schema, migrations)).toMatchObject({ state: 'current', createdByUp: true });
});

it('rehearses everything, and leaves the whole catalog as it was', async () => {
  await using client = await open(database.url);
  await createHost(client);
  const empty = await readCatalogFingerprint(client, undefined);
  expect(await migrateUp(client, { schema, migrations, rehearse: true })).toMatchObject({
    outcome: 'rehearsed',
    createdSchema: false,
    applied: [{ number: 1 }, { number: 2 }],
  });
  expect(compareFingerprints(empty, await readCatalogFingerprint(client, undefined))).toEqual([]);

  await migrateUp(client, { schema, migrations: [first] });
  const halfWay = await readCatalogFingerprint(client, undefined);
  expect(await migrateUp(client, { schema, migrations, rehearse: true })).toMatchObject({
    outcome: 'rehearsed',
    applied: [{ number: 2 }],
  });
  expect(compareFingerprints(halfWay, await readCatalogFingerprint(client, undefined))).toEqual([]);
});

it('executes exactly the text that is shown beforehand', async () => {
  await using client = await open(database.url);
  const sent: unknown[] = [];
  const query = client.query.bind(client);
  Object.assign(client, {
    query: (...args: Parameters<typeof query>) => {
      sent.push(args[0]);
      return query(...args);
    },
  });
  await migrateUp(client, { schema, migrations });
  for (const migration of migrations) expect(sent).toContain(await migrationSql(migration, schema));
});

it('rolls all of a migration back when one statement fails, keeps those before it, and says where', async () => {
  await using client = await open(database.url);
  const broken: Migration = {
    ...second,
    sql: `CREATE TABLE :schema.late (a int);\n\nALTER TABLE :schema.purchase_order\n  ADD COLUMN code text;`,
  };
  const result = await migrateUp(client, { schema, migrations: [first, broken] });
  expect(result).toMatchObject({
    outcome: 'rolled-back',
    applied: [{ number: 1 }],
    failure: { sqlState: '42701', migration: 2 },
  });
  expect(await describeSchema(client, schema)).not.toContainEqual(expect.stringContaining('late'));
  expect(await migrateUp(client, { schema, migrations })).toMatchObject({ outcome: 'applied' });

  const unknownType: Migration = {
    number: 3,
    name: 'x',
    sql: '-- 수주\nCREATE TABLE :schema.x (\n  a :schema.no_such\n);',
  };
  expect(await migrateUp(client, { schema, migrations: [...migrations, unknownType] })).toMatchObject({
    failure: { sqlState: '42704', line: 3 },
  });
});

it('searches only pg_catalog for bare names, whatever the host has on its path', async () => {
  await using client = await open(database.url);
  await client.query(`CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE plpgsql AS
    'BEGIN EXECUTE ''DROP TABLE public.x''; END'; CREATE TABLE public.x ()`);
  await client.query(`SET search_path = public, pg_catalog; SET standard_conforming_strings = off`);
  const sql = `CREATE TABLE :schema.t (a varchar, b text GENERATED ALWAYS AS (lower(a)) STORED, c text DEFAULT '\\');
    INSERT INTO :schema.t (a) VALUES ('X')`;
  expect(await migrateUp(client, { schema, migrations: [{ number: 1, name: 'x', sql }] })).toMatchObject({
    outcome: 'applied',
  });
  expect((await client.query('SELECT b, c FROM po.t')).rows).toEqual([{ b: 'x', c: '\\' }]);
  expect((await client.query('SHOW search_path')).rows).toEqual([{ search_path: 'public, pg_catalog' }]);
});

describe('refuses, with nothing run,', () => {
  const refusedUntouched = async (given: readonly Migration[], name = schema) => {
    await using client = await open(database.url);
    const before = await readCatalogFingerprint(client, undefined);
    const result = await migrateUp(database.url, { schema: name, migrations: given });
    expect(compareFingerprints(before, await readCatalogFingerprint(client, undefined))).toEqual([]);
    expect(result).toMatchObject({ outcome: 'refused', applied: [] });
    return result.refusals;
  };

  it('every statement that is not on the list, of all pending migrations', async () => {
    const foreignKey = { number: 1, name: 'a', sql: 'CREATE TABLE :schema.t (u int REFERENCES public.auth_user (id))' };
    const drop = { number: 2, name: 'b', sql: 'CREATE TABLE :schema.u ();\nDROP SCHEMA public CASCADE' };
    expect(await refusedUntouched([foreignKey, drop])).toMatchObject([
      { code: 'statement', migration: { number: 1 }, refusal: { code: 'outside', subject: 'public.auth_user' } },
      { code: 'statement', migration: { number: 2 }, refusal: { code: 'statement', line: 2, kind: 'DropStmt' } },
    ]);
  });

  it('when one byte of an applied migration has changed', async () => {
    await migrateUp(database.url, { schema, migrations: [first] });
    expect(await refusedUntouched([{ ...first, sql: `${first.sql} ` }, second])).toEqual([
      { code: 'changed', migrations: [{ number: 1, name: 'orders' }] },
    ]);
    await using client = await open(database.url);
    expect((await migrationStatus(client, schema, [{ ...first, sql: '' }])).state).toBe('changed');
  });

  it('when the schema is newer than the release', async () => {
    await migrateUp(database.url, { schema, migrations });
    expect(await refusedUntouched([first])).toEqual([
      { code: 'newer', migrations: [{ number: 2, name: 'first_delivery' }] },
    ]);
    await using client = await open(database.url);
    expect((await migrationStatus(client, schema, [first])).state).toBe('newer');
  });

  it('when a later migration is applied already', async () => {
    const late = { ...second, number: 3 };
    await migrateUp(database.url, { schema, migrations: [first, late] });
    expect(
      await refusedUntouched([first, { number: 2, name: 'left_out', sql: 'CREATE TABLE :schema.x ()' }, late]),
    ).toEqual([{ code: 'out-of-order', migrations: [{ number: 2, name: 'left_out' }] }]);
  });

  it('a schema that is somebody else’s, even with a table of the same name as ours', async () => {
    await using client = await open(database.url);
    await client.query('CREATE SCHEMA po; CREATE TABLE po.schema_version (version_rank int, script text)');
    expect((await migrationStatus(client, schema, migrations)).state).toBe('foreign');
    expect(await refusedUntouched(migrations)).toEqual([
      { code: 'foreign-schema', objects: ['table po.schema_version'] },
    ]);
    await client.query('DROP TABLE po.schema_version; CREATE FUNCTION po.f() RETURNS int LANGUAGE sql AS $$SELECT 1$$');
    expect(await refusedUntouched(migrations)).toEqual([{ code: 'foreign-schema', objects: ['function po.f()'] }]);
  });

  it('a schema that everybody shares', async () => {
    expect(await refusedUntouched(migrations, 'public')).toEqual([{ code: 'schema-name', problem: 'reserved' }]);
  });
});

describe('one at a time', () => {
  it('is done once by eight at once, the others wait and find it done', async () => {
    for (let round = 0; round < 3; round += 1) {
      const name = `po ${round}`;
      const results = await Promise.all(
        Array.from({ length: 8 }, () => migrateUp(database.url, { schema: name, migrations })),
      );
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['applied', ...Array(7).fill('up-to-date')]);
    }
    await using client = await open(database.url);
    const { rows } = await client.query(
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
       WHERE l.locktype = 'advisory'`,
    );
    expect(rows).toEqual([]);
  });

  it('gives up after the time that it may wait, and says who holds it', async () => {
    await using other = await open(database.url, 'cynow-po/migrate');
    const key = schemaLockKey(schema);
    const { rows } = await other.query('SELECT pg_advisory_lock($1::int, $2::int), pg_backend_pid() AS pid', [...key]);
    expect(await migrateUp(database.url, { schema, migrations, waitMs: 50 })).toMatchObject({
      outcome: 'locked-out',
      heldBy: [{ pid: rows[0].pid, applicationName: 'cynow-po/migrate', holds: 'migration lock' }],
    });
    expect(await migrateUp(database.url, { schema: 'another', migrations })).toMatchObject({ outcome: 'applied' });
  });

  it('is held up by a lock on our table for a bounded time, and changes nothing', async () => {
    await migrateUp(database.url, { schema, migrations: [first] });
    await using hostile = await open(database.url, 'hostile');
    await hostile.query('BEGIN; LOCK TABLE po.purchase_order IN ACCESS EXCLUSIVE MODE');
    const result = await migrateUp(database.url, { schema, migrations, lockTimeoutMs: 20 });
    expect(result).toMatchObject({
      outcome: 'locked-out',
      applied: [],
      heldBy: [{ applicationName: 'hostile', holds: 'purchase_order AccessExclusiveLock' }],
    });
    await hostile.query('LOCK TABLE po.schema_version IN ACCESS EXCLUSIVE MODE');
    expect(await migrateUp(database.url, { schema, migrations, lockTimeoutMs: 20 })).toMatchObject({
      outcome: 'locked-out',
    });
    await hostile.query('ROLLBACK');
    expect(await migrateUp(database.url, { schema, migrations })).toMatchObject({ applied: [{ number: 2 }] });
  });
});
