import { setTimeout } from 'node:timers/promises';
import { binaries } from './binaries.ts';
import { clusterIn } from './Cluster.ts';
import { chooseHome, type Home, makeDirectory } from './chooseHome.ts';
import { connect, type Presence } from './connect.ts';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { errorCode } from './errorCode.ts';
import { initialiseCluster, isComplete } from './initialiseCluster.ts';
import { isRunning, readPostmaster } from './postmaster.ts';
import { joinOrStart, type Settings } from './startServer.ts';
import { isUsedByOthers, stopServer } from './stopServer.ts';
import { withDirectoryLock } from './withDirectoryLock.ts';

export interface EmbeddedPostgresOptions {
  /** Where the server lives, e.g. `./.cynow`; made if it is missing. */
  readonly directory: string;
  /** Server settings for whoever starts it; without any, PostgreSQL's own defaults, durability included. */
  readonly settings?: Settings;
}

/** A server that runs for as long as somebody has it open. */
export interface EmbeddedPostgres {
  /** The superuser's address of the database `cynow`, which is there for use. It contains the password. */
  readonly url: string;
  /** Where data, password and log really are: below the directory asked for, or where its `location` file says. */
  readonly directory: string;
  /**
   * Gives the server back; the last one to do so stops it. Close your own connections first: one that stays open keeps
   * the server running, and then whoever opens it next stops it.
   *
   * @throws {EmbeddedPostgresError} STOP_FAILED, BUSY
   */
  close(): Promise<void>;
}

/**
 * Opens the PostgreSQL server of a directory, for trying out: sets it up on first use (1–2 s), starts it (0.1 s), or
 * joins it where another process has it open. It listens on 127.0.0.1 only and wants a password that only the owner
 * of the directory can read. A process that dies without `close` leaves the server to those who have it open, or
 * running for the next one.
 *
 * @throws {EmbeddedPostgresError}
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {} } = options;
  try {
    const directory = await makeDirectory(options.directory);
    return await withDirectoryLock(directory, async () => {
      const home = await chooseHome(directory);
      if (!(await isComplete(clusterIn(home.path)))) {
        await initialiseCluster(await binaries(home), home, settings.fsync !== 'off');
      }
      const presence = await joinOrStart(home, () => binaries(home), settings);
      await makeDatabase(presence);
      let closed: Promise<void> | undefined;
      return {
        url: addressOf(presence.url, databaseName),
        directory: clusterIn(home.path).path,
        close: () => (closed ??= withDirectoryLock(directory, () => leave(presence, home))),
      };
    });
  } catch (error) {
    throw explained(error, options.directory);
  }
}

const databaseName = 'cynow';

const addressOf = (url: string, database: string): string => {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
};

/** Makes the database that is given out, unless it is there; that of the presence stays out of use, so that this one may be dropped. */
async function makeDatabase({ client }: Presence): Promise<void> {
  const { rows } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
  if (rows.length === 0) await client.query(`CREATE DATABASE ${databaseName}`);
}

async function leave(presence: Presence, home: Home, triesLeft = 3): Promise<void> {
  let used: boolean;
  try {
    used = await isUsedByOthers(presence);
  } catch (error) {
    if (triesLeft === 0) throw error;
    const next = await rejoin(home);
    return next === undefined ? undefined : leave(next, home, triesLeft - 1);
  }
  await presence.client.end();
  if (!used) await stopServer(await binaries(home), home);
}

/**
 * A server one of whose processes crashed cuts everybody off, and goes on once it has recovered: it is still to be
 * stopped. Undefined when it is gone, or takes longer than 10 s, and so is left to the next one who opens it.
 */
async function rejoin(home: Home): Promise<Presence | undefined> {
  const cluster = clusterIn(home.path);
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const noted = await readPostmaster(cluster.data);
    if (noted?.port === undefined || !(await isRunning(noted, cluster.data))) return undefined;
    const answer = await connect(cluster, noted.port);
    if ('client' in answer) return answer;
    await setTimeout(50);
  }
  return undefined;
}

function explained(error: unknown, directory: string): unknown {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return error;
  return new EmbeddedPostgresError(
    'NOT_OURS',
    `The embedded PostgreSQL in ${directory} cannot be used: ${error instanceof Error ? error.message : error}. The ` +
      'directory, or what another account made in it before, is closed to this account. Use that account, run the ' +
      'command in a directory of your own, or set DATABASE_URL to a server of your own.',
    { cause: error },
  );
}
