import { createHash } from 'node:crypto';

/** The key of an advisory lock of this purpose for this schema: other schemas, and other programs, have other keys. */
export const lockKey = (purpose: 'run' | 'progress' | 'reserve', schema: string): string =>
  createHash('sha256').update(`cynow-po\n${purpose}\n${schema}`).digest().readBigInt64BE(0).toString();
