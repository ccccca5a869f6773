import type { Prng } from './createPrng.ts';

/** Asked once for every document in turn: the ordinal 0, 1, 2 … of this occurrence, or -1 when this document has none. */
export type Occurrences = () => number;

/**
 * Spreads a rare kind over the documents: exactly one occurrence in every 1/rate of them, at a random place. Independent
 * coin tosses would leave a kind of 0.1 % out of one set of 2,000 in seven; this never does, and rates hold at any size.
 */
export const createOccurrences = (prng: Prng, rate: number): Occurrences => {
  let asked = 0;
  let ordinal = 0;
  let place = Math.floor(prng.next() / rate);
  return () => {
    const here = asked;
    asked += 1;
    if (here !== place) return -1;
    const current = ordinal;
    ordinal += 1;
    place = Math.max(place + 1, Math.floor((ordinal + prng.next()) / rate));
    return current;
  };
};
