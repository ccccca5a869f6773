import type { Orphan } from '../orphan/Orphan.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** What other in-memory adapters may see of the store. */
export interface InMemoryOrphanStore extends OrphanStore {
  /** All that are held, whatever their state, in no particular order. */
  all(): readonly Orphan[];
}

/** Orphans in memory, for embedding and trying out. */
export const inMemoryOrphanStore = (): InMemoryOrphanStore => {
  const orphans = new Map<string, Orphan>();
  return {
    find: async (docNos) => docNos.flatMap((docNo) => orphans.get(docNo) ?? []),
    async *unsettled() {
      const all = [...orphans.values()]
        .filter(({ state }) => state === 'open' || state === 'seen')
        .sort((a, b) => compareCodePoints(a.report.docNo, b.report.docNo));
      if (all.length > 0) yield all;
    },
    async put(changed) {
      for (const orphan of changed) orphans.set(orphan.report.docNo, orphan);
    },
    count: async (state) => [...orphans.values()].filter((orphan) => orphan.state === state).length,
    all: () => [...orphans.values()],
  };
};
