import pg from 'pg';
import { connectionProblem } from './connectionProblem.ts';
import { PartingClient } from './PartingClient.ts';
import { type PgSettings, targetOf } from './PgSettings.ts';
import { types } from './types.ts';

const connectTimeoutMs = 10_000;

/**
 * Settings of every session. Asia/Seoul, so that a `timestamptz` of the source reads as wall-clock; UTC instants of our own
 * are unaffected. The server looks every 200 ms whether we still live: after a SIGKILL it drops our statement and locks.
 */
const sessionSettings = [
  ['timezone', 'Asia/Seoul'],
  ['datestyle', 'ISO, YMD'],
  ['intervalstyle', 'iso_8601'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '1'],
  ['search_path', 'pg_catalog'],
  // No statement of ours runs long enough to be worth compiling; the cost of one that must read a table whole is made up.
  ['jit', 'off'],
  // Whoever waits for the right to write must then see what the other has written.
  ['default_transaction_isolation', 'read committed'],
] as const;

/** A process that stands still within a transaction (Ctrl-Z, a sleeping machine) loses it after so long. */
const longestPauseMs = 10_000;

/** How long an answer may take beyond the time after which the server gives the statement up. */
const answerMs = 5000;

/**
 * Options of pg for a client or a pool of these settings. A server that answers nothing for `longestStatementMs` and 5 s
 * more is given up: a network that swallows everything shows in no other way, or after hours.
 */
export const pgConfig = (
  settings: Pick<PgSettings, 'url' | 'applicationName'>,
  longestStatementMs: number,
): pg.ClientConfig => ({
  connectionString: settings.url,
  application_name: settings.applicationName,
  connectionTimeoutMillis: connectTimeoutMs,
  query_timeout: longestStatementMs + answerMs,
  keepAlive: true,
  types: types as pg.CustomTypesConfig,
});

/**
 * Milliseconds that a session may stand still within a transaction. Half of a statement's time at most: whoever waits for
 * the right to write sees the end of the pause, not that of the statement.
 */
export const pauseMsOf = (statementTimeoutMs: number): number =>
  Math.min(longestPauseMs, Math.floor(statementTimeoutMs / 2));

/** Prepares a fresh session. */
export const prepareSession = async (client: pg.ClientBase, statementTimeoutMs: number): Promise<void> => {
  await client.query(
    `SELECT ${[
      ...sessionSettings,
      ['statement_timeout', `${statementTimeoutMs}ms`],
      ['idle_in_transaction_session_timeout', `${pauseMsOf(statementTimeoutMs)}ms`],
    ]
      .map(([name, value]) => `set_config('${name}', '${value}', false)`)
      .join(', ')}`,
  );
  try {
    await client.query(`SELECT set_config('client_connection_check_interval', '200ms', false)`);
  } catch (error) {
    // The server's platform cannot watch sockets (22023): it then notices our death at the end of a statement.
    if (!(error instanceof pg.DatabaseError && error.code === '22023')) throw error;
  }
};

/** To how much a session of its own may raise its timeout, as that which sorts a list of documents does. */
const longestOwnStatementMs = 60_000;

/**
 * A connection of its own. `givesUpAfterMs`: for who would rather connect anew than wait for a server that has fallen silent;
 * the connection, and each answer on it, may take so long.
 * @throws PoError `NO_CONNECTION`
 */
export const connect = async (
  settings: Pick<PgSettings, 'url' | 'applicationName' | 'statementTimeoutMs'>,
  givesUpAfterMs?: number,
): Promise<pg.Client> => {
  const client = new PartingClient({
    ...pgConfig(settings, Math.max(settings.statementTimeoutMs, longestOwnStatementMs)),
    ...(givesUpAfterMs === undefined ? {} : { connectionTimeoutMillis: givesUpAfterMs, query_timeout: givesUpAfterMs }),
  });
  // A connection that breaks between two statements says so here, and would end the process; the next statement tells.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await prepareSession(client, settings.statementTimeoutMs);
    return client;
  } catch (error) {
    await client.end();
    throw connectionProblem(error, targetOf(settings.url)) ?? error;
  }
};
