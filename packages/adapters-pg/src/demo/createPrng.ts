/** A small seeded generator of pseudo-random numbers: the same label always gives the same numbers, on every machine. */
export interface Prng {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** One of the list. @throws {RangeError} for an empty list. */
  pick<T>(list: readonly T[]): T;
}

/** Four 32-bit words from a text (the mixing of xmur3), to start a generator with. */
const wordsOf = (label: string): [number, number, number, number] => {
  let hash = 1779033703 ^ label.length;
  for (let i = 0; i < label.length; i += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  const word = () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
  return [word(), word(), word(), word()];
};

/** Starts the generator sfc32 (public domain, Chris Doty-Humphrey) from a label; different labels give unrelated numbers. */
export const createPrng = (label: string): Prng => {
  let [a, b, c, counter] = wordsOf(label);
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  // The first numbers still show the seed; sfc32's author recommends throwing away a dozen.
  for (let i = 0; i < 12; i += 1) next();
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (p) => next() < p,
    pick: (list) => {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined) throw new RangeError('pick: the list is empty');
      return picked;
    },
  };
};
