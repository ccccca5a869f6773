import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openEmbeddedPostgres } from '../../embedded/openEmbeddedPostgres.ts';
import { isRunning, readPostmaster } from '../../embedded/postmaster.ts';
import { openThrowAwayPostgres } from '../../testing/openThrowAwayPostgres.ts';
import { openClient } from '../openClient.spec.support.ts';

/** A server of one's own, to be brought down; its durability is PostgreSQL's default. */
export interface CrashServer {
  /** The superuser's address of a database of this name. It changes with each start. */
  urlOf(database: string): string;
  /** Kills the server and all its processes at once. */
  kill(): Promise<void>;
  /** Has the server end without finishing anything, as `pg_ctl stop -m immediate` does. */
  stopAtOnce(): Promise<void>;
  /** Starts it again over the same data, which it recovers. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server in a directory that is gone with this process. */
export const openCrashServer = async (): Promise<CrashServer> => {
  const server = await openThrowAwayPostgres({});
  const data = join(server.cluster, 'data');
  let { url } = server;

  const urlOf = (database: string): string => {
    const address = new URL(url);
    address.pathname = `/${database}`;
    return address.href;
  };

  const running = async () => {
    const postmaster = await readPostmaster(data);
    if (postmaster === undefined) throw new Error(`no server runs in ${data}`);
    return postmaster;
  };
  const gone = async (postmaster: Awaited<ReturnType<typeof running>>): Promise<void> => {
    while (await isRunning(postmaster, data)) await pause(5);
  };

  return {
    urlOf,
    async kill() {
      const postmaster = await running();
      await using client = await openClient(urlOf('postgres'));
      // It starts no process any more, while those that it has started answer.
      process.kill(postmaster.pid, 'SIGSTOP');
      const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
      for (const pid of [postmaster.pid, ...rows.map((row) => row.pid)]) process.kill(pid, 'SIGKILL');
      await gone(postmaster);
    },
    async stopAtOnce() {
      const postmaster = await running();
      process.kill(postmaster.pid, 'SIGQUIT');
      await gone(postmaster);
    },
    async start() {
      ({ url } = await openEmbeddedPostgres({ directory: server.directory }));
    },
    close: server.close,
  };
};
