import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { errorCode } from './errorCode.ts';

type Release = () => Promise<void>;

const patienceMs = 120_000;

/**
 * Runs `work` while no other process runs work for the same directory (its real path). The kernel owns the lock and
 * gives it back when the holder dies, however it dies, so there is never a stale one to judge.
 *
 * @throws {EmbeddedPostgresError} BUSY when the lock is not to be had for two minutes.
 */
export async function withDirectoryLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(directory);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(directory: string): Promise<Release> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const release = await tryToAcquire(directory);
    if (release !== undefined) return release;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        'BUSY',
        `The embedded PostgreSQL in ${directory} is still being started or stopped by another process after ` +
          `${patienceMs / 1000} s. End that process, or set DATABASE_URL to a server of your own.`,
      );
    }
    await setTimeout(25 + Math.random() * 25);
  }
}

function tryToAcquire(directory: string): Promise<Release | undefined> {
  const name = `cynow-po-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return listenOn(`\0${name}`);
  if (process.platform === 'win32') return listenOn(`\\\\.\\pipe\\${name}`);
  return openExclusively(join(directory, 'lock'));
}

/** A name in the kernel's own space (Linux: abstract socket, Windows: pipe), which one process at a time can have. */
function listenOn(path: string): Promise<Release | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((stranger) => stranger.destroy());
    server.once('error', (error) => (errorCode(error) === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    // `exclusive`: inside a worker of node:cluster the primary process would otherwise listen, for all of its workers.
    server.listen({ path, exclusive: true }, () => {
      resolve(() => new Promise((done, failed) => server.close((error) => (error ? failed(error) : done()))));
    });
  });
}

/**
 * macOS and the BSDs have no such names, and a socket file that is taken over once its owner is dead can be taken over
 * by two at once. They lock while opening instead; Node has no names for the two flags.
 */
async function openExclusively(path: string): Promise<Release | undefined> {
  const exclusiveLock = 0x20;
  const nonBlocking = 0x4;
  try {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT | exclusiveLock | nonBlocking, 0o600);
    return () => file.close();
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return undefined;
    throw error;
  }
}
