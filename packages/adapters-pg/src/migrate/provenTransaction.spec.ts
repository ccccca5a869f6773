import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { compareFingerprints, readCatalogFingerprint } from './catalogFingerprint.ts';
import { migrateUp } from './migrateUp.ts';
import { migrateZero } from './migrateZero.ts';
import { migrationStatus } from './migrationStatus.ts';
import { createHost, sampleMigrations as migrations, open } from './sampleMigrations.spec.support.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
  await using client = await open(database.url);
  await createHost(client);
});
afterEach(() => database.drop());

const schema = 'po';

/** An event trigger of the host runs inside our transaction: what it does, no reading of our texts can foresee. */
const onOurCommands = (client: ClientBase, body: string) =>
  client.query(`
    CREATE FUNCTION public.meddle() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN
      IF current_setting('application_name') LIKE 'cynow-po/%' THEN ${body} END IF;
    END $f$;
    CREATE EVENT TRIGGER meddle ON ddl_command_end EXECUTE FUNCTION public.meddle();
    CREATE EVENT TRIGGER meddle_drop ON sql_drop EXECUTE FUNCTION public.meddle();`);

const stopMeddling = 'DROP EVENT TRIGGER meddle; DROP EVENT TRIGGER meddle_drop; DROP FUNCTION public.meddle()';

describe('what is done behind our back in our own transaction', () => {
  it.each([
    ['a lock on a host table, be it the weakest', 'PERFORM FROM public.auth_user', 'AccessShareLock', []],
    [
      'a lock that stops writers',
      'LOCK TABLE public.auth_user IN SHARE ROW EXCLUSIVE MODE',
      'ShareRowExclusiveLock',
      [],
    ],
    [
      'a change of a host table',
      'ALTER TABLE public.auth_user SET (fillfactor = 90)',
      'ShareUpdateExclusiveLock',
      [{ object: 'public.auth_user', kind: 'table', change: 'changed' }],
    ],
  ])('%s, is found, rolled back and named', async (_what, body, mode, differences) => {
    await using client = await open(database.url);
    await onOurCommands(client, body);
    const before = await readCatalogFingerprint(client, undefined);
    const result = await migrateUp(database.url, { schema, migrations });
    expect(result).toMatchObject({ outcome: 'rolled-back', applied: [] });
    expect(result.disturbances).toHaveLength(2);
    for (const disturbance of result.disturbances) {
      expect(disturbance.foreignLocks).toContainEqual({ object: 'table public.auth_user', owner: 'postgres', mode });
      expect(disturbance.differences).toMatchObject(differences);
    }
    expect(compareFingerprints(before, await readCatalogFingerprint(client, undefined))).toEqual([]);

    await client.query(stopMeddling);
    expect(await migrateUp(database.url, { schema, migrations })).toMatchObject({ outcome: 'applied' });
  });

  it('is found at zero as well', async () => {
    await migrateUp(database.url, { schema, migrations });
    await using client = await open(database.url);
    await onOurCommands(client, 'PERFORM FROM fcms_cdc.tr_orders');
    const confirm = `${database.name}/${schema}`;
    expect(await migrateZero(database.url, { schema, migrations, confirm })).toMatchObject({
      outcome: 'rolled-back',
      disturbances: [
        { foreignLocks: expect.arrayContaining([expect.objectContaining({ object: 'table fcms_cdc.tr_orders' })]) },
        { foreignLocks: expect.arrayContaining([expect.objectContaining({ object: 'table fcms_cdc.tr_orders' })]) },
      ],
    });
    expect(await migrationStatus(client, schema, migrations)).toMatchObject({ state: 'current' });
    await client.query(stopMeddling);
    expect(await migrateZero(database.url, { schema, migrations, confirm })).toMatchObject({ outcome: 'dropped' });
  });

  it('is found when it builds something of the host’s on a table of ours', async () => {
    await using client = await open(database.url);
    await onOurCommands(
      client,
      `IF pg_trigger_depth() = 0 AND to_regclass('po.delivery') IS NOT NULL AND to_regclass('public.spy') IS NULL THEN
         EXECUTE 'CREATE VIEW public.spy AS SELECT id FROM po.delivery'; END IF;`,
    );
    const result = await migrateUp(database.url, { schema, migrations });
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(result.disturbances[0]?.differences).toContainEqual({
      ...{ object: 'public.spy', kind: 'view', owner: 'postgres', change: 'added' },
    });
  });
});

describe('somebody else’s change of the catalog meanwhile', () => {
  /** Holds our transaction open until `meanwhile` is done, `times` times. */
  const whileWeWork = async (times: number, meanwhile: (dba: ClientBase, round: number) => Promise<unknown>) => {
    await using dba = await open(database.url);
    await onOurCommands(
      dba,
      `WHILE NOT pg_try_advisory_xact_lock_shared(4711) LOOP PERFORM pg_sleep(0.005); END LOOP;`,
    );
    await dba.query('SELECT pg_advisory_lock(4711)');
    const running = migrateUp(database.url, { schema, migrations: migrations.slice(0, 1) });
    const waiting = `SELECT FROM pg_stat_activity WHERE application_name = 'cynow-po/migrate' AND state = 'active'
      AND query LIKE '%CREATE TABLE%schema_version%' AND datname = current_database()`;
    for (let round = 0; round < times; round += 1) {
      while ((await dba.query(waiting)).rows.length === 0) await setTimeout(5);
      await meanwhile(dba, round);
      await dba.query('SELECT pg_advisory_unlock(4711)');
      if (round + 1 < times) {
        while ((await dba.query('SELECT pg_try_advisory_lock(4711) AS free')).rows[0]?.free !== true)
          await setTimeout(1);
      }
    }
    return running;
  };

  it('leads to one more try, which succeeds, and is told', async () => {
    const result = await whileWeWork(1, (dba) => dba.query('ALTER TABLE fcms_cdc.tr_orders ADD COLUMN remark text'));
    expect(result).toMatchObject({
      outcome: 'applied',
      disturbances: [
        {
          foreignLocks: [],
          differences: [
            { object: 'fcms_cdc.tr_orders', kind: 'table', owner: 'postgres', change: 'changed' },
            { object: 'fcms_cdc.tr_orders.remark', kind: 'column', owner: 'postgres', change: 'added' },
          ],
        },
      ],
    });
  });

  it('does not lead to a third', async () => {
    const result = await whileWeWork(2, (dba, round) =>
      dba.query(`CREATE ROLE_SETTING ${round}`).catch(() => dba.query(`CREATE TABLE public.another_${round} ()`)),
    );
    expect(result).toMatchObject({ outcome: 'rolled-back', applied: [] });
    expect(result.disturbances).toHaveLength(2);
  });

  it('in a temporary schema does not count', async () => {
    const result = await whileWeWork(1, (dba) => dba.query('CREATE TEMPORARY TABLE scratch (a text)'));
    expect(result).toMatchObject({ outcome: 'applied', disturbances: [] });
  });
});

it('neither waits for an idle reader and a writer of the host nor blocks them', async () => {
  await using reader = await open(database.url);
  await using writer = await open(database.url);
  await reader.query('BEGIN; SELECT count(*) FROM public.auth_user; SELECT count(*) FROM fcms_cdc.tr_orders');
  await writer.query(`BEGIN; UPDATE public.auth_user SET username = 'x' WHERE id = 1`);
  expect(await migrateUp(database.url, { schema, migrations, lockTimeoutMs: 1 })).toMatchObject({ outcome: 'applied' });
  const confirm = `${database.name}/${schema}`;
  expect(await migrateZero(database.url, { schema, migrations, confirm })).toMatchObject({ outcome: 'dropped' });
  await using other = await open(database.url);
  await other.query(`SET lock_timeout = 1; UPDATE public.auth_user SET username = 'y' WHERE id = 2`);
  await writer.query('COMMIT');
  await reader.query('COMMIT');
});
