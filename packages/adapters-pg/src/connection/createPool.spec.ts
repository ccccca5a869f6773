import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTcpProxy } from '../proofs/crash/tcpProxy.spec.support.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { testSettings } from '../testing/pgWorld.ts';
import { createPool } from './createPool.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** A session that holds a lock, and from which the server waits for rows that never come. */
const standingStill = async (applicationName: string) => {
  const client = new pg.Client({ connectionString: database.url, application_name: applicationName });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('CREATE TEMPORARY TABLE rows (row text); BEGIN; SELECT pg_advisory_xact_lock(1)');
  const copying = client.query(copyFrom('COPY rows FROM STDIN'));
  const ended = finished(copying).then(
    () => null,
    (error: unknown) => (error instanceof pg.DatabaseError ? error.code : error),
  );
  copying.write('first\n');
  return { client, ended };
};

/** Waits for the lock as a process with a statement timeout of 2 s does. */
const lockIn = async (pool: ReturnType<typeof createPool>): Promise<string> => {
  try {
    await pool.transaction((client) => client.query('SELECT pg_advisory_xact_lock(1)'));
    return 'locked';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
  }
};

it('ends a session of ours that stands still while it holds what a transaction waits for', async () => {
  const still = await standingStill('cynow-po/backfill');
  const pool = createPool({ ...testSettings(database.url), statementTimeoutMs: 2000 });
  expect(await lockIn(pool)).toBe('locked');
  expect(await still.ended).toBe('57P01');
  await pool.close();
});

it('leaves the sessions of other programs alone', async () => {
  const still = await standingStill('psql');
  const pool = createPool({ ...testSettings(database.url), statementTimeoutMs: 2000 });
  expect(await lockIn(pool)).toBe('57014');
  const { rows } = await pool.use((client) =>
    client.query(`SELECT FROM pg_stat_activity WHERE application_name = 'psql' AND datname = current_database()`),
  );
  expect(rows).toHaveLength(1);
  await still.client.end();
  await still.ended;
  await pool.close();
});

it('gives up a server that answers nothing any more, and parts from it', async () => {
  const proxy = await openTcpProxy(database.url);
  const pool = createPool({ ...testSettings(proxy.url), statementTimeoutMs: 200 });
  const ask = () => pool.transaction((client) => client.query('SELECT 1'));
  // Two connections, one of which is idle then.
  await Promise.all([ask(), ask()]);
  proxy.stall();
  await expect(ask()).rejects.toMatchObject({ code: 'NO_CONNECTION', facts: { problem: 'no-answer' } });
  await pool.close();
  await proxy.close();
});

it('tells its connections, and gives back those that nobody uses when another process takes over', async () => {
  const pool = createPool({ ...testSettings(database.url), maxConnections: 3 });
  const sleep = (client: pg.PoolClient) => client.query('SELECT pg_sleep(0.1)');
  const five = Array.from({ length: 5 }, () => pool.use(sleep));
  await Promise.race(five);
  expect(pool.figures()).toMatchObject({ most: 3, used: 3 });
  await Promise.all(five);
  expect(pool.figures()).toEqual({ most: 3, used: 0, idle: 3, waiting: 0 });
  const used = pool.use(async (client) => {
    await pool.giveBack();
    expect(pool.figures()).toMatchObject({ used: 1, idle: 0 });
    await sleep(client);
  });
  await used;
  expect(pool.figures()).toMatchObject({ used: 0, idle: 0 });
  // It still works, for what comes late.
  expect((await pool.use((client) => client.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  await pool.close();
});
