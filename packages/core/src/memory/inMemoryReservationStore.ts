import type { DocumentSource } from '../ports/DocumentSource.ts';
import type {
  FoundReservations,
  ReservationAmendment,
  ReservationQuery,
  ReservationStore,
} from '../ports/ReservationStore.ts';
import type { Reservation } from '../reservation/Reservation.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { InMemoryAuditTrail } from './inMemoryAuditTrail.ts';
import type { InMemoryPoStore } from './inMemoryPoStore.ts';

/** Reserved numbers in memory, for embedding and trying out: `reservations` by number, as the PO store knows them. */
export const inMemoryReservationStore = (
  reservations: Map<string, Reservation>,
  source: Pick<DocumentSource, 'sequencesOf'>,
  pos: InMemoryPoStore,
  audit: InMemoryAuditTrail,
): ReservationStore => {
  const find = ({ numbers = [], pos: wanted = {} }: ReservationQuery): FoundReservations => {
    const asked = pos.held(wanted);
    const ids = new Set([
      ...asked.pos.map(({ po }) => po.id),
      ...(wanted.ids ?? []),
      ...numbers.flatMap((number) => reservations.get(number)?.poId ?? []),
    ]);
    const found = [...reservations.values()]
      .filter(({ poId }) => ids.has(poId))
      .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
    const docNos = found.map(({ docNo }) => docNo);
    return {
      reservations: new Map(found.map((each) => [each.docNo, each])),
      pos: pos.held({ ids: [...ids], docNos }).pos,
      merged: asked.merged,
    };
  };

  const write = <T>({ added = [], changed = [], audit: entries = [], result }: ReservationAmendment<T>): T => {
    for (const each of [...added, ...changed]) reservations.set(each.docNo, each);
    audit.add(entries);
    pos.moveOn();
    return result;
  };

  return {
    isRehearsal: async () => false,
    async give(query, year, give) {
      const inFcms = await source.sequencesOf(year);
      // Nothing is awaited from here on, so nobody else comes in between.
      const ofYear = [...reservations.values()].filter((each) => each.year === year);
      const reserved = ofYear.length === 0 ? null : Math.max(...ofYear.map(({ sequence }) => sequence));
      const { pos: found, merged } = pos.held(query);
      return write(give({ pos: found, merged, inFcms, reserved }));
    },
    change: async (query, change) => write(change(find(query))),
    find: async (query) => find(query),
    list: async ({ state, po }, limit, after) =>
      [...reservations.values()]
        .filter(
          (each) =>
            (state === undefined || each.state === state) &&
            (po === undefined || each.poId === po) &&
            (after === null || compareCodePoints(each.docNo, after) < 0),
        )
        .sort((a, b) => compareCodePoints(b.docNo, a.docNo))
        .slice(0, limit),
    async posToMatch(limit, after) {
      const ids = [...reservations.values()]
        .filter(({ state, matchedBy }) => state !== 'RELEASED' && matchedBy === null)
        .map(({ poId }) => poId);
      return [...new Set(ids)]
        .filter((id) => after === null || compareCodePoints(id, after) > 0)
        .sort(compareCodePoints)
        .slice(0, limit);
    },
  };
};
