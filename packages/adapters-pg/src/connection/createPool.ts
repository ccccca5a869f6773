import pg from 'pg';
import { pgConfig, prepareSession } from './connect.ts';
import { connectionProblem } from './connectionProblem.ts';
import { type PgSettings, targetOf } from './PgSettings.ts';

/** Connections of one process, at most `maxConnections`, each prepared once. */
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
  // An idle connection that breaks is replaced by the pool; the next query tells if the server is gone.
  pool.on('error', (_error, client) => prepared.delete(client));

  const acquire = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    if (prepared.has(client)) return client;
    try {
      await prepareSession(client, settings.statementTimeoutMs);
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
      const problem = error instanceof pg.DatabaseError ? null : connectionProblem(error, target);
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

/** Rolls back; a connection that is broken has been rolled back by the server. */
const rollBack = async (client: pg.ClientBase): Promise<void> => {
  try {
    await client.query('ROLLBACK');
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw error;
  }
};
