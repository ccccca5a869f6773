import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/**
 * What has to be written in the transactions of a piece of work, together with what it writes itself; it runs right before
 * each of them commits. The work need not know.
 */
export const alongside = new AsyncLocalStorage<(client: pg.ClientBase) => Promise<void>>();
