import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './errorCode.ts';

/** What a server that runs, or ran, for a data directory has noted there. */
export interface Postmaster {
  readonly pid: number;
  /** Unknown while it is starting. */
  readonly port: number | undefined;
}

/** Reads `postmaster.pid`; undefined when there is none: the server was stopped in order, or never started. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  try {
    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return Number.isInteger(pid) && pid > 0 ? { pid, port: port > 0 ? port : undefined } : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether that process still runs for `data`. After a crash and a restart of the machine or of a container the number
 * often belongs to another process; on Linux the working directory tells a server from that, elsewhere nothing does.
 */
export async function isRunning({ pid }: Postmaster, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return exists(pid);
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === data;
  } catch (error) {
    // EACCES: a process of another account, so not the owner of the data.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** Whether this machine has a process of that number, as far as we can see. */
export function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
