import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { compareFingerprints, readCatalogFingerprint } from './catalogFingerprint.ts';
import { migrateUp } from './migrateUp.ts';
import { migrateZero } from './migrateZero.ts';
import { migrationStatus } from './migrationStatus.ts';
import { ownMigrations } from './ownMigrations.ts';
import { createHost, describeSchema, sampleMigrations as migrations, open } from './sampleMigrations.spec.support.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

const schema = 'po';
const confirmed = (name = schema) => ({ schema: name, migrations, confirm: `${database.name}/${name}` });

describe.each(['po', 'PO 한글 "x"'])('the schema %s', (schema) => {
  it('leaves no trace, five times over, without VACUUM', async () => {
    await using client = await open(database.url);
    await createHost(client);
    const before = await readCatalogFingerprint(client, undefined);
    const rowsWritten = async () => {
      await client.query('SELECT pg_stat_force_next_flush()');
      return (await client.query('SELECT relid, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables')).rows;
    };
    const hostRows = await rowsWritten();
    let made: readonly string[] | undefined;
    for (let round = 0; round < 5; round += 1) {
      expect(await migrateUp(database.url, { schema, migrations })).toMatchObject({ outcome: 'applied' });
      const now = await describeSchema(client, schema);
      expect(now.length).toBeGreaterThan(20);
      made ??= now;
      expect(now).toEqual(made);

      const result = await migrateZero(database.url, confirmed(schema));
      expect(result).toMatchObject({
        outcome: 'dropped',
        droppedSchema: true,
        rowCounts: [
          { table: 'delivery', rows: 0 },
          { table: 'purchase_order', rows: 2 },
        ],
        disturbances: [],
      });
      expect(compareFingerprints(before, await readCatalogFingerprint(client, undefined))).toEqual([]);
      expect(await migrationStatus(client, schema, migrations)).toMatchObject({ state: 'absent' });
    }
    const { rows: locks } = await client.query(
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
       WHERE l.locktype = 'advisory'`,
    );
    expect(locks).toEqual([]);
    expect(await rowsWritten()).toEqual(hostRows);
  });
});

it('leaves no trace of the migrations of this release either', async () => {
  await using client = await open(database.url);
  const before = await readCatalogFingerprint(client, undefined);
  const release = { schema: 'PO 한글 "x"', migrations: await ownMigrations() };
  expect(await migrateUp(client, { ...release, rehearse: true })).toMatchObject({ outcome: 'rehearsed', refusals: [] });
  expect(await migrateUp(client, release)).toMatchObject({ outcome: 'applied', disturbances: [] });
  const confirm = `${database.name}/${release.schema}`;
  expect(await migrateZero(client, { ...release, confirm })).toMatchObject({ outcome: 'dropped', disturbances: [] });
  expect(compareFingerprints(before, await readCatalogFingerprint(client, undefined))).toEqual([]);
});

it('drops by name, in one statement a kind, and says so beforehand', async () => {
  await migrateUp(database.url, { schema, migrations });
  const statements = [
    'DROP TABLE "po"."delivery", "po"."purchase_order", "po"."schema_version"',
    'DROP SEQUENCE "po"."reserved_number"',
    'DROP TYPE "po"."code", "po"."kind"',
    'DROP SCHEMA "po"',
  ];
  expect(await migrateZero(database.url, { schema, migrations })).toMatchObject({
    outcome: 'refused',
    statements,
    rowCounts: [{ table: 'delivery' }, { table: 'purchase_order', rows: 2 }],
    refusals: [{ code: 'confirm', expected: `${database.name}/po`, given: null }],
  });
  expect(await migrateZero(database.url, confirmed())).toMatchObject({ outcome: 'dropped', statements });
});

it('has nothing to do where there is nothing of ours', async () => {
  await using client = await open(database.url);
  expect(await migrateZero(client, { schema, migrations })).toMatchObject({ outcome: 'nothing' });
  await client.query('CREATE SCHEMA po');
  expect(await migrateZero(client, { schema, migrations })).toMatchObject({ outcome: 'nothing' });
});

it('undoes half a migration too', async () => {
  await migrateUp(database.url, { schema, migrations: migrations.slice(0, 1) });
  expect(await migrateZero(database.url, confirmed())).toMatchObject({ outcome: 'dropped' });
});

it('leaves a schema that the DBA made, empty and with its default privileges', async () => {
  await using client = await open(database.url);
  await client.query(`CREATE SCHEMA po; ALTER DEFAULT PRIVILEGES IN SCHEMA po GRANT SELECT ON TABLES TO PUBLIC`);
  const before = await readCatalogFingerprint(client, undefined);
  expect(await migrateUp(client, { schema, migrations })).toMatchObject({ outcome: 'applied', createdSchema: false });
  expect(await migrationStatus(client, schema, migrations)).toMatchObject({ state: 'current', createdByUp: false });
  expect(await migrateZero(client, confirmed())).toMatchObject({ outcome: 'dropped', droppedSchema: false });
  expect(compareFingerprints(before, await readCatalogFingerprint(client, undefined))).toEqual([]);
  expect(await migrationStatus(client, schema, migrations)).toMatchObject({ state: 'pending', applied: [] });
});

describe('refuses, with nothing dropped,', () => {
  const refusedUntouched = async (options: Parameters<typeof migrateZero>[1]) => {
    await using client = await open(database.url);
    const before = await readCatalogFingerprint(client, undefined);
    const result = await migrateZero(database.url, options);
    expect(compareFingerprints(before, await readCatalogFingerprint(client, undefined))).toEqual([]);
    expect(result.outcome).toBe('refused');
    return result.refusals;
  };

  it('without the right words', async () => {
    await migrateUp(database.url, { schema, migrations });
    for (const given of ['po', `${database.name}/PO`, `${database.name}/po `, 'other/po', '']) {
      expect(await refusedUntouched({ schema, migrations, confirm: given })).toEqual([
        { code: 'confirm', expected: `${database.name}/po`, given },
      ]);
    }
  });

  it('when it finds objects that up did not make, each by name', async () => {
    await migrateUp(database.url, { schema, migrations });
    await using dba = await open(database.url);
    await dba.query(`
      CREATE TABLE po.extra_table (a int);
      CREATE VIEW po.extra_view AS SELECT 1 AS one;
      ALTER TABLE po.delivery ADD COLUMN extra_column int;
      CREATE INDEX extra_index ON po.delivery (id);
      CREATE SEQUENCE po.extra_sequence;
      CREATE TYPE po.extra_type AS ENUM ();
      CREATE FUNCTION po.extra_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER extra_trigger BEFORE UPDATE ON po.delivery FOR EACH ROW EXECUTE FUNCTION po.extra_function();
      CREATE POLICY extra_policy ON po.delivery;
      CREATE STATISTICS po.extra_statistics ON id, order_id FROM po.delivery`);
    const [refusal, ...more] = await refusedUntouched(confirmed());
    expect(more).toEqual([]);
    expect(refusal).toMatchObject({ code: 'not-made-by-up' });
    expect(refusal?.code === 'not-made-by-up' && [...refusal.objects].sort()).toEqual([
      'column extra_column of table po.delivery',
      'function po.extra_function()',
      'index po.extra_index',
      'policy extra_policy on table po.delivery',
      'sequence po.extra_sequence',
      'statistics object po.extra_statistics',
      'table po.extra_table',
      'trigger extra_trigger on table po.delivery',
      'type po.extra_type',
      'view po.extra_view',
    ]);
  });

  it('when something outside was built on it', async () => {
    await migrateUp(database.url, { schema, migrations });
    await using dba = await open(database.url);
    await dba.query(`
      CREATE VIEW public.orders AS SELECT id FROM po.purchase_order;
      CREATE TABLE public.note (order_id bigint REFERENCES po.purchase_order, kind po.kind);
      CREATE PUBLICATION sink FOR TABLE po.delivery`);
    const [refusal, ...more] = await refusedUntouched(confirmed());
    expect(more).toEqual([]);
    expect(refusal).toMatchObject({ code: 'depended-on' });
    expect(JSON.stringify(refusal)).toMatch(/rule _RETURN on view .*orders/);
    expect(JSON.stringify(refusal)).toMatch(/constraint note_order_id_fkey on table .*note/);
    expect(JSON.stringify(refusal)).toMatch(/column kind of table .*note/);
    expect(JSON.stringify(refusal)).toMatch(/publication of table po.delivery in publication sink/);
  });

  it('while other processes of ours are connected, unless the caller knows better', async () => {
    await migrateUp(database.url, { schema, migrations });
    await using _serve = await open(database.url, 'cynow-po/serve');
    expect(await refusedUntouched(confirmed())).toMatchObject([
      { code: 'running', processes: [{ applicationName: 'cynow-po/serve', connectedAt: expect.any(Date) }] },
    ]);
    expect(
      await migrateZero(database.url, {
        ...confirmed(),
        standsInTheWay: ({ applicationName }) => applicationName !== 'cynow-po/serve',
      }),
    ).toMatchObject({ outcome: 'dropped' });
  });

  it('a schema that is not ours, is newer, or had other texts', async () => {
    await using client = await open(database.url);
    await client.query('CREATE SCHEMA theirs; CREATE TABLE theirs.t ()');
    expect(await refusedUntouched(confirmed('theirs'))).toEqual([
      { code: 'foreign-schema', objects: ['table theirs.t'] },
    ]);
    await migrateUp(client, { schema, migrations });
    expect(await refusedUntouched({ ...confirmed(), migrations: migrations.slice(0, 1) })).toMatchObject([
      { code: 'newer', migrations: [{ number: 2 }] },
    ]);
    const edited = migrations.map((migration) => ({ ...migration, sql: `${migration.sql}\n` }));
    expect(await refusedUntouched({ ...confirmed(), migrations: edited })).toMatchObject([
      { code: 'changed', migrations: [{ number: 1 }, { number: 2 }] },
    ]);
    expect(await refusedUntouched(confirmed('public'))).toEqual([{ code: 'schema-name', problem: 'reserved' }]);
  });
});

it('is held up by a reader of our table for a bounded time, and changes nothing', async () => {
  await migrateUp(database.url, { schema, migrations });
  await using reader = await open(database.url, 'psql');
  await reader.query('BEGIN; SELECT FROM po.delivery');
  expect(await migrateZero(database.url, { ...confirmed(), lockTimeoutMs: 20 })).toMatchObject({
    outcome: 'locked-out',
    heldBy: [{ applicationName: 'psql', holds: 'delivery AccessShareLock' }],
  });
  await reader.query('COMMIT');
  expect(await migrateZero(database.url, confirmed())).toMatchObject({ outcome: 'dropped' });
});
