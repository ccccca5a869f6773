import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Milliseconds after which the server gives up a statement of ours on the source. */
export const sourceTimeoutMs = 2000;

/** Given up after its time, or while waiting for a lock: somebody alters the table, or the machine is busy. */
const busy = new Set(['57014', '55P03']);
const attempts = 30;
const pauseMs = 1000;

/** Repeats a short statement that the server gave up, for as long as half a minute of pauses. */
export const shortly = async <T>(statement: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await statement();
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && busy.has(error.code ?? '')) || attempt === attempts) throw error;
      await pause(pauseMs);
    }
  }
};
