import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { lockKey } from '../connection/lockKey.ts';

/** Whether a run could begin in the schema `po` now, as far as the place of a run goes. */
const placeIsFree = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ free: boolean }>(
    'SELECT CASE WHEN pg_try_advisory_lock($1) THEN pg_advisory_unlock($1) ELSE false END AS free',
    [lockKey('run', 'po')],
  );
  return rows[0]?.free === true;
};

/** The milliseconds from now until another run could begin; looked at every 5 ms. */
export const msUntilPlaceIsFree = async (client: pg.ClientBase): Promise<number> => {
  const from = performance.now();
  while (!(await placeIsFree(client))) await pause(5);
  return performance.now() - from;
};
