import pg from 'pg';
import { alongside } from './alongside.ts';
import { pauseMsOf, pgConfig, prepareSession } from './connect.ts';
import { connectionProblem, lostConnection } from './connectionProblem.ts';
import { endStandingStill } from './endStandingStill.ts';
import { PartingClient } from './PartingClient.ts';
import { type PgSettings, targetOf } from './PgSettings.ts';
import { preferKeys } from './preferKeys.ts';
import { rollBack } from './rollBack.ts';

/** Connections of one process for work on rows of known keys: at most `maxConnections`, each prepared once. */
export interface Pool {
  /**
   * Runs `work` on a connection of its own.
   * @throws PoError `NO_CONNECTION`
   */
  use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Its connections at this moment, and how many wait for one. */
  figures(): { readonly most: number; readonly used: number; readonly idle: number; readonly waiting: number };
  /** Keeps no connection that nobody uses from now on: another process takes over. */
  giveBack(): Promise<void>;
  close(): Promise<void>;
}

export const createPool = (settings: PgSettings): Pool => {
  const target = targetOf(settings.url);
  const pool = new pg.Pool({
    ...pgConfig(settings, settings.statementTimeoutMs),
    Client: PartingClient,
    max: settings.maxConnections,
    idleTimeoutMillis: 30_000,
  });
  /** The server's processes of the connections that are prepared. */
  const pids = new WeakMap<pg.ClientBase, number>();
  // A connection that breaks says so here, and would end the process. An idle one is replaced by the pool; of one in use
  // the next statement tells.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  let givingBack = false;

  const acquire = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    if (pids.has(client)) return client;
    try {
      await prepareSession(client, settings.statementTimeoutMs);
      await preferKeys(client);
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      pids.set(client, rows[0]!.pid);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };

  const use: Pool['use'] = async (work) => {
    let client: pg.PoolClient;
    try {
      client = await acquire();
    } catch (error) {
      throw connectionProblem(error, target) ?? error;
    }
    let broken = false;
    try {
      return await work(client);
    } catch (error) {
      const problem = lostConnection(error, target);
      broken = problem !== null;
      throw problem ?? error;
    } finally {
      client.release(broken || givingBack);
    }
  };

  /** Has an eye on the sessions that this one waits for, until it is told to stop. */
  const watch = (client: pg.ClientBase): (() => void) => {
    const look = (): void => {
      const pid = pids.get(client);
      // Whoever cannot look goes on waiting: the statement's own time tells then.
      if (pid !== undefined) endStandingStill(settings, pid).catch(() => undefined);
    };
    const timer = setInterval(look, pauseMsOf(settings.statementTimeoutMs));
    return () => clearInterval(timer);
  };

  return {
    use,
    transaction: (work) =>
      use(async (client) => {
        const stopWatching = watch(client);
        try {
          await client.query('BEGIN');
          const result = await work(client);
          await alongside.getStore()?.(client);
          await client.query('COMMIT');
          return result;
        } catch (error) {
          // One whose connection is lost is rolled back by the server.
          if (lostConnection(error, target) === null) await rollBack(client);
          throw error;
        } finally {
          stopWatching();
        }
      }),
    figures: () => ({
      most: settings.maxConnections,
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    async giveBack() {
      givingBack = true;
      while (pool.idleCount > 0) (await pool.connect()).release(true);
    },
    close: () => pool.end(),
  };
};
