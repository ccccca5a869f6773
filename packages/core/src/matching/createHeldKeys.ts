import type { PoId } from '../po/Po.ts';
import { createPostings } from './createPostings.ts';

/** POs under the blocking keys that they are held under. */
export interface HeldKeys {
  /** Holds a PO that is not held. */
  add(id: PoId, keys: readonly string[]): void;
  /** Lets go of a PO, given the keys it is held under. */
  remove(id: PoId, keys: readonly string[]): void;
  /** The POs under a key. */
  of(key: string): readonly PoId[];
}

const none: readonly PoId[] = [];

/** Blocking keys in memory, packed tightly. */
export const createHeldKeys = (): HeldKeys => {
  const postings = createPostings();
  const ids: PoId[] = [];
  const places = new Map<PoId, number>();
  return {
    add: (id, keys) => {
      const place = places.get(id) ?? ids.push(id) - 1;
      places.set(id, place);
      for (const key of keys) postings.add(key, place);
    },
    remove: (id, keys) => {
      const place = places.get(id);
      if (place === undefined) return;
      for (const key of keys) postings.remove(key, place);
    },
    of: (key) => {
      const found = postings.of(key, Number.POSITIVE_INFINITY);
      return found.length === 0 ? none : found.map((place) => ids[place]!);
    },
  };
};
