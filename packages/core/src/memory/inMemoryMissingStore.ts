import { inWindow } from '../backfill/Window.ts';
import type { Missed, MissingStore } from '../ports/MissingStore.ts';
import type { InMemoryPoStore } from './inMemoryPoStore.ts';

/** What looks have missed, in memory, over the POs of the same memory. `held`: what is remembered, by number. */
export const inMemoryMissingStore = (
  pos: Pick<InMemoryPoStore, 'all'>,
  held: Map<string, Missed> = new Map(),
): MissingStore => ({
  async *recorded(window) {
    for (const { deliveries } of pos.all()) {
      const own = deliveries.filter(({ content }) => inWindow(window, content.effectiveOn));
      if (own.length > 0) yield own.map(({ docNo }) => docNo);
    }
  },
  async *missed() {
    if (held.size > 0) yield [...held.values()];
  },
  async remember(docNos, at) {
    for (const docNo of docNos) if (!held.has(docNo)) held.set(docNo, { docNo, since: at, accepted: false });
  },
  async accept(docNos) {
    for (const docNo of docNos) {
      const missed = held.get(docNo);
      if (missed !== undefined) held.set(docNo, { ...missed, accepted: true });
    }
  },
  async forget(docNos) {
    for (const docNo of docNos) held.delete(docNo);
  },
});
