import pg from 'pg';
import { pgConfig, prepareSession } from './connect.ts';
import { connectionProblem, lostConnection } from './connectionProblem.ts';
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
  close(): Promise<void>;
}

export const createPool = (settings: PgSettings): Pool => {
  const target = targetOf(settings.url);
  const pool = new pg.Pool({ ...pgConfig(settings), max: settings.maxConnections, idleTimeoutMillis: 30_000 });
  const prepared = new WeakSet<pg.ClientBase>();
  // A connection that breaks says so here, and would end the process. An idle one is replaced by the pool; of one in use
  // the next statement tells.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const acquire = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    if (prepared.has(client)) return client;
    try {
      await prepareSession(client, settings.statementTimeoutMs);
      await preferKeys(client);
      prepared.add(client);
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
      client.release(broken);
    }
  };

  return {
    use,
    transaction: (work) =>
      use(async (client) => {
        await client.query('BEGIN');
        try {
          const result = await work(client);
          await client.query('COMMIT');
          return result;
        } catch (error) {
          await rollBack(client);
          throw error;
        }
      }),
    close: () => pool.end(),
  };
};
