import { randomFillSync } from 'node:crypto';
import { v7 as uuid } from 'uuid';

const bytesEach = 16;

/**
 * Addresses that rise with time, so that new rows stand together in an index (UUID v7). Random bytes are fetched for 256 at
 * once: one by one they cost as much as all the rest of a new PO.
 */
export const createIds = (): (() => string) => {
  const pool = new Uint8Array(256 * bytesEach);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += bytesEach;
    return uuid({ random: pool.subarray(next - bytesEach, next) });
  };
};
