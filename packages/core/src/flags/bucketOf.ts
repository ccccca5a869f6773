import { utf8ToBytes } from '@noble/hashes/utils.js';
import { murmur3 } from './murmur3.ts';

/** Shares are set in steps of 0.01 %. */
export const buckets = 10_000;

/**
 * The bucket of a user, 0 … 9,999: sticky, and another for each flag. flagd's rule in whole numbers: the hash of flag and user
 * in UTF-8, of 2³² equal parts scaled to the buckets.
 */
export const bucketOf = (flag: string, user: string): number =>
  Number((BigInt(murmur3(utf8ToBytes(flag + user))) * BigInt(buckets)) >> 32n);
