import type { Orphan, OrphanState } from '../orphan/Orphan.ts';

/** Orphans: live move reports whose order row does not exist. */
export interface OrphanStore {
  /** What is held of these numbers. */
  find(docNos: readonly string[]): Promise<readonly Orphan[]>;
  /** All that are not settled: open, or seen but too young to be open; by number, a batch at a time. */
  unsettled(): AsyncIterable<readonly Orphan[]>;
  /** Writes these, whole; a number that is held already is replaced. */
  put(orphans: readonly Orphan[]): Promise<void>;
  count(state: OrphanState): Promise<number>;
}
