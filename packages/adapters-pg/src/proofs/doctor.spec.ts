import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { PoError } from '@cynow/po-core';
import { backfillSettings } from '@cynow/po-core/testing';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Finding, runDoctor } from '../doctor/runDoctor.ts';
import { migrateUp } from '../migrate/migrateUp.ts';
import { ownMigrations } from '../migrate/ownMigrations.ts';
import { openPg } from '../openPg.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { openClient } from './openClient.spec.support.ts';

const { cdc } = backfillSettings();

let template: TestDatabase;
let database: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
beforeEach(async () => {
  database = await createDatabase({ template: template.name });
});
afterEach(() => database.drop());
afterAll(() => template.drop());

const examine = (url: string, at = new Date()): Promise<readonly Finding[]> => runDoctor(testSettings(url), cdc, at);
const wrong = async (url: string): Promise<readonly Finding[]> =>
  (await examine(url)).filter(({ state }) => state !== 'ok');

/** How opening the database is refused; null when it is not. */
const refusalOf = async (url: string): Promise<unknown> => {
  try {
    await (await openPg(testSettings(url))).close();
    return null;
  } catch (error) {
    return PoError.is(error) ? { code: error.code, ...error.facts } : error;
  }
};

const withUrl = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

describe('doctor', () => {
  it('finds nothing wrong where nothing is, and looks at everything', async () => {
    const findings = await examine(database.url);
    expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
      ...[
        'connection ok',
        'cluster ok',
        'version ok',
        'search-path ok',
        'temporary-tables ok',
        'clock ok',
        'connections ok',
      ],
      ...['source ok', 'migrations ok', 'cdc ok', 'numbers ok'],
    ]);
  });

  it('never tells the password', async () => {
    const { password } = new URL(database.url);
    for (const url of [
      database.url,
      withUrl((url) => (url.pathname = '/nowhere')),
      withUrl((url) => (url.port = '1')),
    ]) {
      expect(JSON.stringify(await examine(url))).not.toContain(password);
    }
  });

  describe('says why there is no connection', () => {
    const problemAt = async (url: string): Promise<unknown> => {
      const findings = await examine(url);
      const { host, port, database: name, user } = findings[0]?.facts ?? {};
      const target = new URL(url);
      expect({ host, port: String(port), name, user }).toEqual({
        host: target.hostname,
        port: target.port,
        name: target.pathname.slice(1),
        user: target.username,
      });
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ check: 'connection', state: 'error' });
      expect(await refusalOf(url)).toMatchObject({ code: 'NO_CONNECTION', problem: findings[0]?.problem });
      return findings[0]?.problem;
    };

    it('no server', async () => {
      expect(await problemAt(withUrl((url) => (url.port = '1')))).toBe('no-server');
    });

    it('no such machine', async () => {
      expect(await problemAt(withUrl((url) => (url.hostname = 'nowhere.invalid')))).toBe('unknown-host');
    });

    it('a wrong password', async ({ skip }) => {
      const url = withUrl((given) => (given.password = randomBytes(8).toString('hex')));
      const problem = await examine(url);
      if (problem[0]?.state === 'ok') return skip('this server asks for no password');
      expect(await problemAt(url)).toBe('password');
    });

    it('another program at the port', async () => {
      const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? String(address?.port) : '';
      const findings = await examine(
        withUrl((url) => {
          url.port = port;
          url.hostname = '127.0.0.1';
        }),
      );
      server.close();
      expect(findings).toMatchObject([{ check: 'connection', state: 'error' }]);
    });

    it('a database that is not there, and which ones are', async () => {
      const url = withUrl((given) => (given.pathname = '/cycy_db_old'));
      expect(await problemAt(url)).toBe('no-database');
      const [finding] = await examine(url);
      expect(finding?.facts.databases).toContain(database.name);
      expect(finding?.facts.databases).not.toContain('template0');
    });
  });

  it('a database without FCMS: names the schema, the database, and the ones that are there', async () => {
    const empty = await createDatabase();
    const findings = await wrong(empty.url);
    expect(findings).toMatchObject([
      {
        check: 'source',
        problem: 'schema-missing',
        facts: { schema: 'fcms_cdc', database: empty.name, databases: expect.arrayContaining([database.name]) },
      },
      {
        check: 'migrations',
        problem: 'not-migrated',
        facts: { schema: 'po', pending: expect.arrayContaining(['000001_runs']) },
      },
    ]);
    expect(findings).toHaveLength(2);
    await empty.drop();
  });

  describe('says how our schema differs', () => {
    const migrations = (facts: object) => [{ check: 'migrations', state: 'error', facts: { schema: 'po', ...facts } }];

    it.each<[string, (client: pg.Client) => Promise<unknown>, string, object, object]>([
      [
        'not there',
        (client) => client.query('DROP SCHEMA po CASCADE'),
        'not-migrated',
        { applied: [], pending: expect.arrayContaining(['000001_runs', '000002_purchase_orders']) },
        { code: 'NOT_MIGRATED', state: 'absent' },
      ],
      [
        'there and empty',
        (client) => client.query('DROP SCHEMA po CASCADE; CREATE SCHEMA po'),
        'not-migrated',
        { applied: [] },
        { code: 'NOT_MIGRATED', state: 'pending' },
      ],
      [
        'half migrated',
        async (client) => {
          await client.query('DROP SCHEMA po CASCADE');
          await migrateUp(client, { schema: 'po', migrations: (await ownMigrations()).slice(0, 1) });
        },
        'half-migrated',
        { applied: ['000001_runs'], pending: expect.arrayContaining(['000002_purchase_orders']) },
        { code: 'NOT_MIGRATED', state: 'pending' },
      ],
      [
        'newer than the program',
        (client) =>
          client.query(
            `INSERT INTO po.schema_version (number, name, checksum, statements, created_schema) VALUES (99, 'future', 'x', 1, false)`,
          ),
        'newer',
        { unknown: ['000099_future'] },
        { code: 'SCHEMA_NEWER', state: 'newer' },
      ],
      [
        'changed after it was applied',
        (client) => client.query(`UPDATE po.schema_version SET checksum = 'other' WHERE number = 2`),
        'changed',
        { changed: ['000002_purchase_orders'] },
        { code: 'NOT_MIGRATED', state: 'changed' },
      ],
      [
        'somebody else’s',
        (client) => client.query('DROP SCHEMA po CASCADE; CREATE SCHEMA po; CREATE TABLE po.purchase (id integer)'),
        'foreign',
        { foreign: ['table po.purchase'] },
        { code: 'NOT_MIGRATED', state: 'foreign' },
      ],
    ])('%s', async (_, change, problem, facts, refusal) => {
      await using client = await openClient(database.url);
      await change(client);
      const findings = await wrong(database.url);
      expect(findings).toMatchObject(migrations(facts));
      expect(findings[0]?.problem).toBe(problem);
      expect(await refusalOf(database.url)).toMatchObject(refusal);
    });

    it.each([
      ['a table', 'DROP TABLE po.alias', ['table alias', 'column alias.customer_key', 'index alias_by_po']],
      ['the table that the doctor reads itself', 'DROP TABLE po.cdc_observation', ['table cdc_observation']],
      ['an index', 'DROP INDEX po.po_by_date', ['index po_by_date']],
      ['a column', 'ALTER TABLE po.po DROP COLUMN memo', ['column po.memo']],
    ])('lacking %s', async (_, drop, lost) => {
      await using client = await openClient(database.url);
      await client.query(drop);
      const findings = await wrong(database.url);
      expect(findings).toMatchObject(migrations({ lost: expect.arrayContaining(lost) }));
      expect(findings[0]?.problem).toBe('drift');
    });
  });

  it('says that the clocks differ', async () => {
    const findings = (await examine(database.url, new Date(Date.now() - 120_000))).filter(
      ({ state }) => state !== 'ok',
    );
    expect(findings).toMatchObject([{ check: 'clock', state: 'warning', problem: 'skewed' }]);
    expect(Number(findings[0]?.facts.skewMs)).toBeGreaterThan(115_000);
  });

  it('says that the replication stands still', async () => {
    const settings = testSettings(database.url);
    const watching = { ...backfillSettings().cdc, watch: true };
    const opened = await openPg(settings);
    // A Friday morning in Seoul.
    const friday = new Date('2025-11-21T02:00:00Z');
    const at = (minutes: number): Date => new Date(friday.getTime() + minutes * 60_000);
    await opened.ports.cdc.look(at(0), true);
    await opened.ports.cdc.look(at(1), true);
    await opened.close();
    const findings = await runDoctor(settings, watching, at(90));
    expect(findings.filter(({ check }) => check === 'cdc')).toMatchObject([{ state: 'warning', problem: 'stale' }]);
  });

  it('says whether FCMS is on the search path', async () => {
    await using client = await openClient(database.url);
    await client.query(`ALTER DATABASE ${database.name} SET search_path = "$user", fcms_cdc, public`);
    const findings = await examine(database.url);
    expect(findings.find(({ check }) => check === 'search-path')).toMatchObject({
      state: 'ok',
      facts: { onSearchPath: true },
    });
  });
});
