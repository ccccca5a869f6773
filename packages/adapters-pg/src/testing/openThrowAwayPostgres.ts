import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedPostgres } from '../embedded/openEmbeddedPostgres.ts';
import type { Settings } from '../embedded/startServer.ts';

/** A server for the length of this process. */
export interface ThrowAwayPostgres {
  /** The administrative address. */
  readonly url: string;
  /** By which `openEmbeddedPostgres` opens it again, should it have been stopped. */
  readonly directory: string;
  /** Where its data are: `data` below it. */
  readonly cluster: string;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/** Starts a server in a new directory below `parent`, which is gone with this process, however the process ends. */
export async function openThrowAwayPostgres(settings: Settings, parent = tmpdir()): Promise<ThrowAwayPostgres> {
  const directory = await mkdtemp(join(parent, 'cynow-po-test-'));
  // As root the server runs as another account, which has to pass through.
  await chmod(directory, 0o711);
  const { url, directory: cluster } = await openEmbeddedPostgres({ directory, settings });
  const keeper = spawn(
    process.execPath,
    [fileURLToPath(new URL('clusterKeeper.ts', import.meta.url)), directory, cluster],
    { stdio: ['pipe', 'ignore', 'inherit'], detached: true },
  );
  const ended = once(keeper, 'exit');
  const close = async (): Promise<void> => {
    keeper.stdin.end();
    const [code] = await ended;
    if (code !== 0) throw new Error(`The throw-away PostgreSQL in ${cluster} was not cleared away.`);
  };
  return { url, directory, cluster, close };
}
