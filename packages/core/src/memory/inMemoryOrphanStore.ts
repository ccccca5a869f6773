import type { Orphan } from '../orphan/Orphan.ts';
import { comparePlaces, lastShownGroup, orphanPlace } from '../orphan/OrphanPlace.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** What other in-memory adapters may see of the store. */
export interface InMemoryOrphanStore extends OrphanStore {
  /** All that are held, whatever their state, in no particular order. */
  all(): readonly Orphan[];
}

/** Writes those that nobody has written since they were read, and gives the numbers of the others. */
export const putOrphans = (held: Map<string, Orphan>, changed: readonly Orphan[]): readonly string[] => {
  const refused: string[] = [];
  for (const orphan of changed) {
    const { docNo } = orphan.report;
    if ((held.get(docNo)?.version ?? 0) === orphan.version) held.set(docNo, { ...orphan, version: orphan.version + 1 });
    else refused.push(docNo);
  }
  return refused;
};

/** Orphans in memory, for embedding and trying out. `orphans`: what the PO store of the same memory writes to. */
export const inMemoryOrphanStore = (orphans: Map<string, Orphan> = new Map()): InMemoryOrphanStore => ({
  find: async (docNos) => docNos.flatMap((docNo) => orphans.get(docNo) ?? []),
  async *unsettled() {
    const all = [...orphans.values()]
      .filter(({ state }) => state !== 'resolved')
      .sort((a, b) => compareCodePoints(a.report.docNo, b.report.docNo));
    if (all.length > 0) yield all;
  },
  put: async (changed) => putOrphans(orphans, changed),
  count: async (state) => [...orphans.values()].filter((orphan) => orphan.state === state).length,
  list: async ({ state, since, until }, limit, after) =>
    [...orphans.values()]
      .map((orphan) => ({ orphan, place: orphanPlace(orphan) }))
      .filter(
        ({ orphan, place }) =>
          (state === undefined ? place.group <= lastShownGroup : orphan.state === state) &&
          (since === undefined || place.day >= since) &&
          (until === undefined || place.day <= until) &&
          (after === undefined || comparePlaces(place, after) > 0),
      )
      .sort((a, b) => comparePlaces(a.place, b.place))
      .slice(0, limit)
      .map(({ orphan }) => orphan),
  all: () => [...orphans.values()],
});
