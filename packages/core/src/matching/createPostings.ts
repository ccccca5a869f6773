/** Which items stand under which text key, packed tightly: a million POs under a dozen keys each fit into 300 MB. */
export interface Postings {
  add(key: string, item: number): void;
  remove(key: string, item: number): void;
  /** The items under the key, in no particular order; none when they are more than `most`. */
  of(key: string, most: number): readonly number[];
}

const grown = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
};

const none: readonly number[] = [];
const endOfChain = -1;

/**
 * Postings held in memory. A key is known by a hash of 64 bits (two rounds of multiply and xor with different
 * constants): among ten million keys, two share one with a probability of 3 in a million, and then merely meet.
 */
export const createPostings = (): Postings => {
  let capacity = 1 << 10;
  let used = 0;
  let first32 = new Int32Array(capacity);
  let second32 = new Int32Array(capacity);
  let heads = new Int32Array(capacity).fill(endOfChain);
  let counts = new Int32Array(capacity);
  let taken = new Uint8Array(capacity);
  let items = new Int32Array(1 << 10);
  let nexts = new Int32Array(1 << 10);
  let entries = 0;
  let free = endOfChain;
  let one = 0;
  let two = 0;

  const hash = (key: string): void => {
    one = 0xdeadbeef | 0;
    two = 0x41c6ce57;
    for (let i = 0; i < key.length; i += 1) {
      const unit = key.charCodeAt(i);
      one = Math.imul(one ^ unit, 0x9e3779b1);
      two = Math.imul(two ^ unit, 0x5f356495);
    }
    one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(two ^ (two >>> 13), 0xc2b2ae35);
    two = Math.imul(two ^ (two >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  };

  /** Where the hashed key stands, or the empty place where it would. */
  const placeOf = (): number => {
    let at = two & (capacity - 1);
    while (taken[at] === 1 && (first32[at] !== one || second32[at] !== two)) at = (at + 1) & (capacity - 1);
    return at;
  };

  const widen = (): void => {
    const [oldFirst, oldSecond, oldHeads, oldCounts, oldTaken] = [first32, second32, heads, counts, taken];
    capacity *= 2;
    first32 = new Int32Array(capacity);
    second32 = new Int32Array(capacity);
    heads = new Int32Array(capacity).fill(endOfChain);
    counts = new Int32Array(capacity);
    taken = new Uint8Array(capacity);
    used = 0;
    for (let from = 0; from < oldTaken.length; from += 1) {
      // A key without items is not worth keeping.
      if (oldTaken[from] === 0 || oldCounts[from] === 0) continue;
      one = oldFirst[from] ?? 0;
      two = oldSecond[from] ?? 0;
      const at = placeOf();
      taken[at] = 1;
      first32[at] = one;
      second32[at] = two;
      heads[at] = oldHeads[from] ?? endOfChain;
      counts[at] = oldCounts[from] ?? 0;
      used += 1;
    }
  };

  const newEntry = (): number => {
    if (free !== endOfChain) {
      const entry = free;
      free = nexts[entry] ?? endOfChain;
      return entry;
    }
    if (entries === items.length) {
      items = grown(items, entries * 2);
      nexts = grown(nexts, entries * 2);
    }
    entries += 1;
    return entries - 1;
  };

  return {
    add: (key, item) => {
      if (used * 10 >= capacity * 7) widen();
      hash(key);
      const at = placeOf();
      if (taken[at] === 0) {
        taken[at] = 1;
        first32[at] = one;
        second32[at] = two;
        used += 1;
      }
      const entry = newEntry();
      items[entry] = item;
      nexts[entry] = heads[at] ?? endOfChain;
      heads[at] = entry;
      counts[at] = (counts[at] ?? 0) + 1;
    },
    remove: (key, item) => {
      hash(key);
      const at = placeOf();
      let before = endOfChain;
      for (let entry = heads[at] ?? endOfChain; entry !== endOfChain; entry = nexts[entry] ?? endOfChain) {
        if (items[entry] === item) {
          const next = nexts[entry] ?? endOfChain;
          if (before === endOfChain) heads[at] = next;
          else nexts[before] = next;
          counts[at] = (counts[at] ?? 0) - 1;
          nexts[entry] = free;
          free = entry;
          return;
        }
        before = entry;
      }
    },
    of: (key, most) => {
      hash(key);
      const at = placeOf();
      const count = counts[at] ?? 0;
      if (count === 0 || count > most) return none;
      const found: number[] = [];
      for (let entry = heads[at] ?? endOfChain; entry !== endOfChain; entry = nexts[entry] ?? endOfChain) {
        found.push(items[entry] ?? 0);
      }
      return found;
    },
  };
};
