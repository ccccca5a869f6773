import { describe, expect, it } from 'vitest';
import { bucketOf } from './bucketOf.ts';
import { murmur3 } from './murmur3.ts';

const hashOf = (text: string, seed = 0): number => murmur3(new TextEncoder().encode(text), seed);

describe('MurmurHash3', () => {
  // Vectors of the reference implementation.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['aa', 0x9747b28c, 0x5d211726],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['abc', 0, 0xb3dd93fa],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('of %j with seed %i is %i', (text, seed, hash) => {
    expect(hashOf(text, seed)).toBe(hash);
  });

  it('reads the bytes it is given, wherever they stand in their buffer', () => {
    const bytes = new TextEncoder().encode('xxaaaa');
    expect(murmur3(bytes.subarray(2), 0x9747b28c)).toBe(0x5a97808a);
  });
});

describe('the bucket of a user', () => {
  it('lies within 0 … 9,999 and differs between flags', () => {
    const of = (flag: string) => Array.from({ length: 1000 }, (_, i) => bucketOf(flag, `u${i}`));
    expect(of('a').every((bucket) => Number.isInteger(bucket) && bucket >= 0 && bucket < 10_000)).toBe(true);
    expect(of('a')).not.toEqual(of('b'));
  });
});
