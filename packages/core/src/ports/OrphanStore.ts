import type { Day } from '../document/days.ts';
import type { Orphan, OrphanState } from '../orphan/Orphan.ts';
import type { OrphanPlace } from '../orphan/OrphanPlace.ts';

/** Which orphans to list. */
export interface OrphanFilter {
  /** Only those in this state; else all that are or were orphans, whatever became of them. */
  readonly state?: OrphanState;
  /** Only those whose age counts from this day on, or up to that day (`orphanDay`). */
  readonly since?: Day;
  readonly until?: Day;
}

/**
 * Orphans: live move reports whose order row does not exist. What people decide of them is written by the `PoStore` of the
 * same data, together with the POs that it concerns and the audit trail.
 */
export interface OrphanStore {
  /** What is held of these numbers. */
  find(docNos: readonly string[]): Promise<readonly Orphan[]>;
  /** All that may still change by themselves, which is all that are not `resolved`; by number, a batch at a time. */
  unsettled(): AsyncIterable<readonly Orphan[]>;
  /**
   * Writes these, whole, each only if it is still at the `version` that is given (0: not held yet), and raises that by one.
   * Gives the numbers of those that somebody wrote meanwhile; they stay as they are.
   */
  put(orphans: readonly Orphan[]): Promise<readonly string[]>;
  count(state: OrphanState): Promise<number>;
  /** In the order of `comparePlaces`, at most `limit`, only behind `after` when it is given. */
  list(filter: OrphanFilter, limit: number, after?: OrphanPlace): Promise<readonly Orphan[]>;
}
