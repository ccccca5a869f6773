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
    ${meddling(body)};
    CREATE EVENT TRIGGER meddle ON ddl_command_end EXECUTE FUNCTION public.meddle();
    CREATE EVENT TRIGGER meddle_drop ON sql_drop EXECUTE FUNCTION public.meddle();`);

const meddling = (body: string) =>
  `CREATE OR REPLACE FUNCTION public.meddle() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN
     IF current_setting('application_name') LIKE 'cynow-po/%' THEN ${body}; END IF;
   END $f$`;

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
      `IF (SELECT reloptions FROM pg_class WHERE oid = 'public.auth_user'::regclass) IS NULL THEN
         ALTER TABLE public.auth_user SET (fillfactor = 90); END IF`,
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
         EXECUTE 'CREATE VIEW public.spy AS SELECT id FROM po.delivery'; END IF`,
    );
    const result = await migrateUp(database.url, { schema, migrations });
    expect(result).toMatchObject({ outcome: 'rolled-back' });
    expect(result.disturbances[0]?.differences).toContainEqual({
      ...{ object: 'public.spy', kind: 'view', owner: 'postgres', change: 'added' },
    });
  });
});

describe('somebody else’s change of the catalog meanwhile', () => {
  /** Makes each try wait, after its first statement, for an advisory lock with the number of the try. */
  const wait = (attempt: number) =>
    `IF coalesce(current_setting('meddle.waited', true), '') = '' THEN
       PERFORM set_config('meddle.waited', 'yes', true), pg_advisory_xact_lock_shared(${attempt}); END IF`;

  /** Runs `up`, and `meanwhile` during each of its first tries. */
  const whileWeWork = async (...meanwhile: readonly string[]) => {
    await using dba = await open(database.url);
    await onOurCommands(dba, wait(0));
    for (const attempt of meanwhile.keys()) await dba.query('SELECT pg_advisory_lock($1)', [attempt]);
    const running = migrateUp(database.url, { schema, migrations, lockTimeoutMs: 60_000 });
    for (const [attempt, sql] of meanwhile.entries()) {
      const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${attempt} AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      while ((await dba.query(waiting)).rows.length === 0) await setTimeout(5);
      await dba.query(sql);
      if (attempt + 1 < meanwhile.length) await dba.query(meddling(wait(attempt + 1)));
      await dba.query('SELECT pg_advisory_unlock($1)', [attempt]);
    }
    return running;
  };

  it('leads to one more try, which succeeds, and is told', async () => {
    const result = await whileWeWork('ALTER TABLE fcms_cdc.tr_orders ADD COLUMN remark text');
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
    const result = await whileWeWork('CREATE TABLE public.another ()', 'DROP TABLE public.another');
    expect(result).toMatchObject({ outcome: 'rolled-back', applied: [] });
    expect(result.disturbances).toHaveLength(2);
  });

  it('in a temporary schema does not count', async () => {
    const result = await whileWeWork('CREATE TEMPORARY TABLE scratch (a text)');
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
