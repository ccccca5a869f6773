import type { PoWithDeliveries } from '../po/Po.ts';
import {
  mostReasons,
  type OpenReason,
  type ReviewEntry,
  type ReviewFilter,
  type ReviewPlace,
  type ReviewQueue,
} from '../ports/ReviewQueue.ts';
import { priorities, priorityOf } from '../review/priority.ts';
import { reasonCodes, sortReasons } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { InMemoryPoStore } from './inMemoryPoStore.ts';

/** As the queue goes: most urgent, then longest waiting, then by address. */
const comparePlaces = (a: ReviewPlace, b: ReviewPlace): number =>
  priorities.indexOf(a.priority) - priorities.indexOf(b.priority) ||
  a.since.getTime() - b.since.getTime() ||
  compareCodePoints(a.id, b.id);

const passes = (
  { po }: PoWithDeliveries,
  entry: ReviewEntry,
  { priority, reason, customerKey, poKey, poKeyPrefix, manual, waitingSinceBefore }: ReviewFilter,
): boolean =>
  (priority === undefined || entry.priority === priority) &&
  (reason === undefined || entry.codes.includes(reason)) &&
  (customerKey === undefined || po.identity.customerKey === customerKey) &&
  (poKey === undefined || po.identity.poKey === poKey) &&
  (poKeyPrefix === undefined || po.identity.poKey?.startsWith(poKeyPrefix) === true) &&
  (manual === undefined || po.manual === manual) &&
  (waitingSinceBefore === undefined || entry.since < waitingSinceBefore);

/** The queue of reviews over the POs of the same memory, for embedding and trying out. */
export const inMemoryReviewQueue = (pos: InMemoryPoStore): ReviewQueue => {
  const openReasons = ({ deliveries }: PoWithDeliveries): readonly OpenReason[] =>
    deliveries.flatMap(({ docNo, number, reasons }) =>
      sortReasons(reasons).map(
        (reason): OpenReason => ({
          ...reason,
          docNo,
          delivery: number,
          since: pos.reasonOpenedAt(docNo, reason.code)!,
        }),
      ),
    );

  const entryOf = (found: PoWithDeliveries): ReviewEntry | null => {
    const { po, deliveries } = found;
    const reasons = openReasons(found);
    const priority = priorityOf(reasons);
    if (priority === null) return null;
    const { id, customer, customerName, poNo, manual, state, receivedOn } = po;
    return {
      id,
      version: pos.versionOf(id),
      customer,
      customerName,
      poNo,
      numberless: po.identity.poKey === null,
      manual,
      state,
      receivedOn,
      priority,
      since: new Date(Math.min(...reasons.map(({ since }) => since.getTime()))),
      deliveries: deliveries.filter(({ number }) => number !== null).length,
      codes: reasonCodes.filter((code) => reasons.some((reason) => reason.code === code)),
      reasons: reasons.slice(0, mostReasons),
    };
  };

  const queue = (filter: ReviewFilter): readonly ReviewEntry[] =>
    pos
      .all()
      .flatMap((found) => {
        const entry = entryOf(found);
        return entry !== null && passes(found, entry, filter) ? [entry] : [];
      })
      .sort(comparePlaces);

  return {
    async list(filter, { limit, after }) {
      const behind = queue(filter).filter((entry) => after === null || comparePlaces(entry, after) > 0);
      const entries = behind.slice(0, limit);
      const last = entries.at(-1);
      if (last === undefined || behind.length <= limit) return { entries, next: null };
      return { entries, next: { priority: last.priority, since: last.since, id: last.id } };
    },
    ids: async (filter) => queue(filter).map(({ id }) => id),
    async openReasons(id) {
      const found = pos.all().find(({ po }) => po.id === id);
      return found === undefined ? [] : openReasons(found);
    },
    numbered: async (poKey, limit) =>
      pos
        .all()
        .filter(({ po }) => po.identity.poKey === poKey)
        .map(({ po }) => po.id)
        .sort(compareCodePoints)
        .slice(0, limit),
  };
};
