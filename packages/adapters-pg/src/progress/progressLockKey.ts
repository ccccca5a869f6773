import { createHash } from 'node:crypto';

/** The key of the advisory lock that whoever makes passes for this schema holds. */
export const progressLockKey = (schema: string): string =>
  createHash('sha256').update(`cynow-po\nprogress\n${schema}`).digest().readBigInt64BE(0).toString();
