const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

const mixed = (block: number): number => Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);

/** MurmurHash3, 32 bits (x86), of bytes, as a number from 0 to 2³² − 1. */
export const murmur3 = (bytes: Uint8Array, seed = 0): number => {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const whole = length - (length % 4);
  let hash = seed;
  for (let i = 0; i < whole; i += 4) {
    hash = (Math.imul(rotated(hash ^ mixed(view.getInt32(i, true)), 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = length - 1; i >= whole; i -= 1) rest = (rest << 8) | (bytes[i] ?? 0);
  hash ^= mixed(rest) ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
