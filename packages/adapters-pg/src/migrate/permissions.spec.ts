import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { compareFingerprints, readCatalogFingerprint } from './catalogFingerprint.ts';
import { migrateUp } from './migrateUp.ts';
import { migrateZero } from './migrateZero.ts';
import { migrationStatus } from './migrationStatus.ts';
import { createHost, sampleMigrations as migrations, open } from './sampleMigrations.spec.support.ts';

const id = randomBytes(6).toString('hex');
const migrator = `cynow_migrator_${id}`;
const reader = `cynow_reader_${id}`;
const password = randomBytes(16).toString('hex');

let database: TestDatabase;
const as = (role: string): string => {
  const url = new URL(database.url);
  url.username = role;
  url.password = password;
  return url.href;
};

beforeAll(async () => {
  database = await createDatabase();
  await using dba = await open(database.url);
  await createHost(dba);
  await dba.query(`
    CREATE ROLE ${migrator} LOGIN PASSWORD '${password}';
    CREATE ROLE ${reader} LOGIN PASSWORD '${password}';
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA fcms_cdc TO ${migrator}, ${reader};
    GRANT SELECT ON fcms_cdc.tr_orders TO ${migrator}, ${reader}`);
});

afterAll(async () => {
  {
    await using dba = await open(database.url);
    await dba.query(`DROP OWNED BY ${migrator}, ${reader}; DROP ROLE ${migrator}, ${reader}`);
  }
  await database.drop();
});

describe('a migrator that may do nothing but own its schema', () => {
  const confirm = () => `${database.name}/po`;

  it('is told what it lacks when the schema is absent', async () => {
    expect(await migrateUp(as(migrator), { schema: 'po', migrations })).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'cannot-create-schema', role: migrator, database: database.name }],
    });
  });

  it('is told whose the schema is when it is empty and somebody else’s', async () => {
    await using dba = await open(database.url);
    await dba.query('CREATE SCHEMA po');
    const { rows } = await dba.query('SELECT current_user AS dba');
    expect(await migrateUp(as(migrator), { schema: 'po', migrations })).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'not-owner', role: migrator, owner: rows[0].dba }],
    });
    await dba.query('DROP SCHEMA po');
  });

  it('migrates a schema that was made for it, rehearses, and takes everything back', async () => {
    await using dba = await open(database.url);
    await dba.query(`
      CREATE SCHEMA po AUTHORIZATION ${migrator};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${migrator} IN SCHEMA po GRANT SELECT ON TABLES TO ${reader};
      GRANT USAGE ON SCHEMA po TO ${reader}`);
    const before = await readCatalogFingerprint(dba, undefined);
    expect(await migrateUp(as(migrator), { schema: 'po', migrations, rehearse: true })).toMatchObject({
      outcome: 'rehearsed',
    });
    expect(await migrateUp(as(migrator), { schema: 'po', migrations })).toMatchObject({
      outcome: 'applied',
      createdSchema: false,
      disturbances: [],
    });
    {
      await using runtime = await open(as(reader));
      expect(await migrationStatus(runtime, 'po', migrations)).toMatchObject({ state: 'current', createdByUp: false });
    }
    expect(await migrateZero(as(migrator), { schema: 'po', migrations, confirm: confirm() })).toMatchObject({
      outcome: 'dropped',
      droppedSchema: false,
    });
    expect(compareFingerprints(before, await readCatalogFingerprint(dba, undefined))).toEqual([]);
    await dba.query('DROP SCHEMA po');
  });

  it('is the only one who migrates: neither a superuser nor the runtime role does it in its place', async () => {
    await using dba = await open(database.url);
    await dba.query(`CREATE SCHEMA po AUTHORIZATION ${migrator}`);
    await migrateUp(as(migrator), { schema: 'po', migrations: migrations.slice(0, 1) });
    expect(await migrateUp(database.url, { schema: 'po', migrations })).toMatchObject({
      refusals: [{ code: 'not-owner', owner: migrator }],
    });
    expect(await migrateZero(database.url, { schema: 'po', migrations, confirm: confirm() })).toMatchObject({
      refusals: [{ code: 'not-owner', owner: migrator }],
    });
    await using runtime = await open(as(reader));
    expect(await migrationStatus(runtime, 'po', migrations)).toMatchObject({ state: 'unreadable' });
    expect(await migrateUp(as(reader), { schema: 'po', migrations })).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'unreadable', role: reader, owner: migrator }],
    });
    expect(await migrateZero(as(migrator), { schema: 'po', migrations, confirm: confirm() })).toMatchObject({
      outcome: 'dropped',
    });
    await dba.query('DROP SCHEMA po');
  });

  it('makes and drops the schema itself where it may', async () => {
    await using dba = await open(database.url);
    await dba.query(`GRANT CREATE ON DATABASE ${database.name} TO ${migrator}`);
    expect(await migrateUp(as(migrator), { schema: 'po', migrations })).toMatchObject({ createdSchema: true });
    expect(await migrateZero(as(migrator), { schema: 'po', migrations, confirm: confirm() })).toMatchObject({
      outcome: 'dropped',
      droppedSchema: true,
    });
  });
});
