import { seoulDayOf } from '../document/days.ts';
import type { Clock } from '../ports/Clock.ts';
import type { OrphanFilter, OrphanStore } from '../ports/OrphanStore.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { Priority } from '../review/priority.ts';
import type { OrphanState } from './Orphan.ts';
import { type OrphanPlace, orphanPlace } from './OrphanPlace.ts';
import { daysOfPriority } from './orphanPriority.ts';
import { type OrphanView, viewOrphans } from './viewOrphans.ts';

/** Which orphans people want to see. */
export interface OrphanListing {
  readonly state?: OrphanState | undefined;
  /** Only open ones of this priority; has no meaning with another state. */
  readonly priority?: Priority | undefined;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: OrphanPlace | undefined;
}

/** A page of orphans, and where the next one begins; null at the end. */
export interface OrphanPage {
  readonly orphans: readonly OrphanView[];
  readonly next: OrphanPlace | null;
}

const filterOf = ({ state, priority }: OrphanListing, at: Date): OrphanFilter | null => {
  if (priority === undefined) return state === undefined ? {} : { state };
  const days = daysOfPriority(priority, seoulDayOf(at));
  if (days === null || (state !== undefined && state !== 'open')) return null;
  return {
    state: 'open',
    ...(days.since === null ? {} : { since: days.since }),
    ...(days.until === null ? {} : { until: days.until }),
  };
};

/** Lists orphans: those that wait for a human first, by priority, then what became of the others. */
export const listOrphans = async (
  ports: {
    readonly orphans: Pick<OrphanStore, 'list'>;
    readonly pos: Pick<PoStore, 'find' | 'ofCustomersNamed'>;
    readonly clock: Clock;
  },
  listing: OrphanListing,
): Promise<OrphanPage> => {
  const at = ports.clock.now();
  const filter = filterOf(listing, at);
  if (filter === null) return { orphans: [], next: null };
  const page = await ports.orphans.list(filter, listing.limit + 1, listing.after);
  const shown = page.slice(0, listing.limit);
  const last = shown.at(-1);
  return {
    orphans: await viewOrphans(ports.pos, shown, at),
    next: page.length > shown.length && last !== undefined ? orphanPlace(last) : null,
  };
};
