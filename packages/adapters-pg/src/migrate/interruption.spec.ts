import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { compareFingerprints, readCatalogFingerprint } from './catalogFingerprint.ts';
import { migrateUp } from './migrateUp.ts';
import { migrateZero } from './migrateZero.ts';
import { migrationStatus } from './migrationStatus.ts';
import { createHost, describeSchema, sampleMigrations as migrations, open } from './sampleMigrations.spec.support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await using client = await open(database.url);
  await createHost(client);
});
afterAll(() => database.drop());

const schema = 'po';

/** A process that says when it is about to begin, and then migrates. */
const migrateInAProcess = (body: string) => {
  const file = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const program = `
    import { migrateUp } from ${file('./migrateUp.ts')};
    import { migrateZero } from ${file('./migrateZero.ts')};
    const [url, given] = process.argv.slice(1);
    const options = JSON.parse(given);
    await import('libpg-query');
    console.log('ready');
    ${body}
    console.log('done');`;
  const given = JSON.stringify({ schema, migrations, confirm: `${database.name}/${schema}` });
  return spawn(
    process.execPath,
    ['--conditions=@cynow/source', '--input-type=module', '--eval', program, database.url, given],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
};

it.each([
  ['up', 'await migrateUp(url, options);'],
  ['zero', 'await migrateZero(url, options);'],
])('killed in the middle, %s has done each migration wholly or not at all, and can go on', async (command, body) => {
  await using client = await open(database.url);
  const outside = await readCatalogFingerprint(client, schema);
  const shapes = new Map<number, readonly string[]>();
  for (const count of [0, 1, 2]) {
    if (count > 0) await migrateUp(client, { schema, migrations: migrations.slice(0, count) });
    shapes.set(count, await describeSchema(client, schema));
  }
  const back = { schema, migrations, confirm: `${database.name}/${schema}` };
  if (command === 'up') await migrateZero(client, back);

  let wholeMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= 10; round += 1) {
    const child = migrateInAProcess(body);
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    const began = performance.now();
    // The first is let through, so that the others die somewhere on its way.
    await (round === 0 ? exit : Promise.race([setTimeout(Math.random() * wholeMs), exit]));
    child.kill('SIGKILL');
    await exit;
    if (round === 0) wholeMs = performance.now() - began;
    // The server notices at its next word to the dead process; only then is the outcome settled.
    const gone = `SELECT FROM pg_stat_activity WHERE application_name = 'cynow-po/migrate' AND datname = current_database()`;
    while ((await client.query(gone)).rows.length > 0) await setTimeout(10);

    const { state, applied } = await migrationStatus(client, schema, migrations);
    expect(['absent', 'pending', 'current']).toContain(state);
    expect(await describeSchema(client, schema)).toEqual(shapes.get(applied.length));
    expect(compareFingerprints(outside, await readCatalogFingerprint(client, schema))).toEqual([]);
    if (round === 0) expect(applied.length).toBe(command === 'up' ? 2 : 0);

    if (command === 'up') {
      const { outcome } = await migrateUp(database.url, { schema, migrations });
      expect(['applied', 'up-to-date']).toContain(outcome);
      await migrateZero(database.url, back);
    } else {
      await migrateUp(database.url, { schema, migrations });
    }
  }
  await migrateZero(client, back);
});

it('of the connection is no answer of the database, and is thrown', async () => {
  await using dba = await open(database.url);
  const [first] = migrations;
  await dba.query(`CREATE FUNCTION public.cut() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      IF current_setting('application_name') = 'cynow-po/migrate' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
    END $$;
    CREATE EVENT TRIGGER cut ON ddl_command_end EXECUTE FUNCTION public.cut()`);
  await expect(migrateUp(database.url, { schema, migrations: [first!] })).rejects.toThrow();
  await dba.query('DROP EVENT TRIGGER cut');
  expect(await migrationStatus(dba, schema, migrations)).toMatchObject({ state: 'absent' });
});
