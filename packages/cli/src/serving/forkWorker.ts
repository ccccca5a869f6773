import { type ChildProcess, fork } from 'node:child_process';
import process from 'node:process';

/** Says to a process that it is a worker, and one of how many. */
const mark = 'CYNOW_PO_WORKERS';

/** Says to a worker that it follows one that was there before. */
const followerMark = 'CYNOW_PO_FOLLOWS';

/** Whether this worker follows one that was there before: it lives without the database, too, which then was there once. */
export const isFollower = (env: Readonly<Record<string, string | undefined>>): boolean => env[followerMark] === '1';

/** One of how many workers this process is; null when it is none. */
export const workersOf = (env: Readonly<Record<string, string | undefined>>): number | null =>
  env[mark] === undefined || process.send === undefined ? null : Number(env[mark]);

/**
 * Starts this program anew as a worker. It reads the configuration again: what has changed since counts for it, and a release
 * that the path of the program leads to now.
 */
export const forkWorker = (
  workers: number,
  language: string,
  follows: boolean,
  env: Readonly<Record<string, string | undefined>>,
): ChildProcess =>
  fork(process.argv[1]!, ['serve', '--lang', language], {
    execArgv: process.execArgv,
    env: { ...process.env, ...env, [mark]: String(workers), [followerMark]: follows ? '1' : '0' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
