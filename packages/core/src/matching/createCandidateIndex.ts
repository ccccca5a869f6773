import { blockingKeys, mostPosOfKey } from './blockingKeys.ts';
import { createPostings } from './createPostings.ts';
import type { MatchFeatures } from './MatchFeatures.ts';

/** Finds the POs that are worth comparing with a document. */
export interface CandidateIndex {
  /** Takes in a PO (not cancelled, not merged away), or new facts of one. */
  put(po: MatchFeatures): void;
  /** Takes a PO out; nothing happens when it is not in. */
  remove(id: string): void;
  /** The POs that share a blocking key with the document, itself left out, in no particular order. */
  find(document: MatchFeatures): MatchFeatures[];
}

/** A candidate index in memory: the POs under their blocking keys. */
export const createCandidateIndex = (): CandidateIndex => {
  const postings = createPostings();
  const pos: (MatchFeatures | null)[] = [];
  const places = new Map<string, number>();

  const remove = (id: string): void => {
    const place = places.get(id);
    const po = place === undefined ? null : pos[place];
    if (place === undefined || po === null || po === undefined) return;
    for (const key of blockingKeys(po).held) postings.remove(key, place);
    pos[place] = null;
    places.delete(id);
  };

  return {
    put: (po) => {
      remove(po.id);
      const place = pos.push(po) - 1;
      places.set(po.id, place);
      for (const key of blockingKeys(po).held) postings.add(key, place);
    },
    remove,
    find: (document) => {
      const found = new Set<number>();
      for (const key of blockingKeys(document).sought) {
        for (const place of postings.of(key, mostPosOfKey)) found.add(place);
      }
      return [...found]
        .map((place) => pos[place])
        .filter((po) => po != null && po.id !== document.id) as MatchFeatures[];
    },
  };
};
