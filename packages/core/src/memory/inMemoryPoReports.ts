import type { AcceptedDecision } from '../backfill/Decision.ts';
import { addDays, type Day, seoulDayOf } from '../document/days.ts';
import type { Orphan } from '../orphan/Orphan.ts';
import { unknown } from '../po/codeKeys.ts';
import type { Delivery, PoWithDeliveries } from '../po/Po.ts';
import type { ExportedDocument, ExportedOrphan, ExportedPo, PoReports, RunDecision } from '../ports/PoReports.ts';
import type { ProgressStore } from '../ports/ProgressStore.ts';
import type { RunStore } from '../ports/RunStore.ts';
import { overallProgress } from '../progress/overallProgress.ts';
import { poProgress } from '../progress/poProgress.ts';
import { noCylinders } from '../progress/stages.ts';
import { type ReservationState, type ReservedFor, reservationStates } from '../reservation/Reservation.ts';
import { type Priority, priorities, priorityOf } from '../review/priority.ts';
import { type Reason, type ReasonCode, reasonCodes, sortReasons } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type Counted, countedBy, countedPo, groupOfOne } from './countedPos.ts';
import type { InMemoryOrphanStore } from './inMemoryOrphanStore.ts';
import type { InMemoryPoStore } from './inMemoryPoStore.ts';

const openReasons = ({ deliveries }: PoWithDeliveries): readonly Reason[] =>
  deliveries.flatMap(({ reasons }) => reasons);

const codesOf = (reasons: readonly Reason[]): readonly ReasonCode[] => sortReasons(reasons).map(({ code }) => code);

/** Each code once, in the order of `reasonCodes`. */
const distinctCodes = (reasons: readonly Reason[]): readonly ReasonCode[] => {
  const open = new Set(reasons.map(({ code }) => code));
  return reasonCodes.filter((code) => open.has(code));
};

const exportedDocument = ({ po }: PoWithDeliveries, delivery: Delivery, { asOf, of }: Counted): ExportedDocument => ({
  docNo: delivery.docNo,
  poNo: po.poNo,
  customer: po.customer,
  delivery: delivery.number,
  outcome: delivery.reasons.length === 0 ? 'created' : 'needs-review',
  link: delivery.link,
  reasons: codesOf(delivery.reasons),
  effectiveOn: delivery.position.effectiveOn,
  product: delivery.product ?? unknown,
  qty: delivery.qty,
  cancelled: delivery.content.cancelled,
  mark: delivery.mark,
  ...(asOf === null ? { filled: null, warehoused: null, shipped: null } : (of.get(delivery.docNo) ?? noCylinders)),
});

const exportedPo = (entry: PoWithDeliveries, counted: Counted): ExportedPo => {
  const { po, deliveries } = entry;
  const progress = poProgress(countedPo(entry, counted), counted.asOf);
  return {
    customer: po.customer,
    customerName: po.customerName,
    poNo: po.poNo,
    receivedOn: po.receivedOn,
    manual: po.manual,
    items: po.items.map(({ product, qty, deliveryOn }) => ({ product, qty, deliveryOn })),
    deliveries: deliveries.filter(({ number }) => number !== null).length,
    priority: priorityOf(openReasons(entry)),
    reasons: distinctCodes(openReasons(entry)),
    memo: po.memo,
    ...progress.po,
    products: progress.items,
    asOf: progress.asOf,
  };
};

/** Null for a report that never was an orphan. */
const exportedOrphan = ({ report, state, firstSeenAt, openedAt, settledAt }: Orphan): ExportedOrphan | null => {
  if (state === 'seen' || (state === 'resolved' && openedAt === null)) return null;
  const { docNo, cylinders, fillingDate, shippingDate, addDatetime, customerNames } = report;
  return {
    docNo,
    state,
    cylinders,
    fillingDate,
    shippingDate,
    addDatetime,
    customerNames,
    firstSeenAt,
    openedAt,
    settledAt,
  };
};

const decidedDocument = (
  { docNo, outcome, action, link, po, delivery, reasons }: AcceptedDecision,
  undone: boolean,
): RunDecision => ({
  docNo,
  outcome,
  action,
  link,
  customer: po.customer,
  poNo: po.poNo,
  delivery,
  reasons: codesOf(reasons),
  undone,
});

const daysBetween = (since: Day, until: Day): Day[] => {
  const days: Day[] = [];
  for (let day = since; day <= until; day = addDays(day, 1)) days.push(day);
  return days;
};

const countBy = <T, K extends string>(values: readonly T[], keysOf: (value: T) => readonly K[]) => {
  const counts: Partial<Record<K, number>> = {};
  for (const value of values) for (const key of keysOf(value)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const countStates = (reservations: readonly ReservedFor[]): Readonly<Record<ReservationState, number>> => {
  const counts = countBy(reservations, ({ state }) => [state]);
  const [RESERVED = 0, MATCHED = 0, MISMATCH = 0, EXPIRED = 0, RELEASED = 0] = reservationStates.map(
    (state) => counts[state],
  );
  return { RESERVED, MATCHED, MISMATCH, EXPIRED, RELEASED };
};

/** Numbered POs by customer and number, then those without a number by document. */
const byIdentity = ({ po: { identity: a } }: PoWithDeliveries, { po: { identity: b } }: PoWithDeliveries): number => {
  if (a.poKey === null || b.poKey === null) {
    if (a.poKey !== null || b.poKey !== null) return a.poKey === null ? 1 : -1;
    return compareCodePoints(a.docNo, b.docNo);
  }
  return compareCodePoints(a.customerKey, b.customerKey) || compareCodePoints(a.poKey, b.poKey);
};

/** Reads for people over the stores of the same memory, for embedding and trying out. */
export const inMemoryPoReports = (ports: {
  readonly pos: InMemoryPoStore;
  readonly runs: RunStore;
  readonly orphans: InMemoryOrphanStore;
  readonly progress: ProgressStore;
  readonly reservations: ReadonlyMap<string, ReservedFor>;
}): PoReports => {
  const counted = (of: readonly PoWithDeliveries[]): Promise<Counted> => countedBy(ports.progress, of);

  return {
    async stats(since, at) {
      const all = ports.pos.all();
      const progress = await counted(all);
      const deliveries = all.flatMap((entry) => entry.deliveries);
      const flagged = all.filter((entry) => openReasons(entry).length > 0);
      const byPriority = countBy(flagged, (entry): Priority[] => [priorityOf(openReasons(entry))!]);
      const madeOn = countBy(all, ({ po }) => [seoulDayOf(ports.pos.createdAt(po.id)!)]);
      return {
        pos: {
          total: all.length,
          needsReview: flagged.length,
          backfilled: all.filter(({ po }) => !po.manual).length,
          manual: all.filter(({ po }) => po.manual).length,
        },
        reviews: {
          byReason: countBy(flagged, (entry) => distinctCodes(openReasons(entry))),
          byPriority: Object.fromEntries(priorities.map((priority) => [priority, byPriority[priority] ?? 0])) as Record<
            Priority,
            number
          >,
        },
        documents: {
          recorded: deliveries.length,
          cancelled: deliveries.filter(({ content }) => content.cancelled).length,
        },
        orphans: { open: await ports.orphans.count('open') },
        reservations: countStates([...ports.reservations.values()]),
        createdPerDay: daysBetween(since, seoulDayOf(at)).map((date) => ({ date, count: madeOn[date] ?? 0 })),
        lastRuns: await ports.runs.latest(10),
        progress: overallProgress(
          all.map((entry) => groupOfOne(countedPo(entry, progress))),
          progress.asOf,
        ),
      };
    },
    async *documents() {
      const entries = ports.pos.all();
      const progress = await counted(entries);
      const all = entries
        .flatMap((entry) => entry.deliveries.map((delivery) => exportedDocument(entry, delivery, progress)))
        .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
      if (all.length > 0) yield all;
    },
    async *pos() {
      const entries = [...ports.pos.all()].sort(byIdentity);
      const progress = await counted(entries);
      const all = entries.map((entry) => exportedPo(entry, progress));
      if (all.length > 0) yield all;
    },
    async *reviews() {
      const flagged = ports.pos
        .all()
        .flatMap((entry) => {
          const priority = priorityOf(openReasons(entry));
          return priority === null ? [] : [{ ...entry, priority }];
        })
        .sort((a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority) || byIdentity(a, b));
      const all = flagged.flatMap(({ priority, po, deliveries }) =>
        [...deliveries]
          .sort((a, b) => compareCodePoints(a.docNo, b.docNo))
          .flatMap(({ docNo, number, reasons }) =>
            sortReasons(reasons).map(({ code, facts }) => ({
              priority,
              customer: po.customer,
              customerName: po.customerName,
              poNo: po.poNo,
              docNo,
              delivery: number,
              reason: code,
              facts,
              openedAt: ports.pos.reasonOpenedAt(docNo, code)!,
            })),
          ),
      );
      if (all.length > 0) yield all;
    },
    async *orphans() {
      const all = ports.orphans
        .all()
        .flatMap((orphan) => exportedOrphan(orphan) ?? [])
        .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
      if (all.length > 0) yield all;
    },
    async *decisions(runId, after) {
      const undone = ports.pos.takenBackOf(runId);
      const all = [...ports.pos.acceptedBy(runId).values()]
        .map((decision) => decidedDocument(decision, undone.has(decision.docNo)))
        .filter(({ docNo }) => after === undefined || compareCodePoints(docNo, after) > 0)
        .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
      if (all.length > 0) yield all;
    },
    async progressOf(docNos) {
      const asked = new Set(docNos);
      const entries = ports.pos.all().filter(({ deliveries }) => deliveries.some(({ docNo }) => asked.has(docNo)));
      const progress = await counted(entries);
      return new Map(
        entries.flatMap((entry) => {
          const ofPo = poProgress(countedPo(entry, progress), progress.asOf);
          return entry.deliveries.flatMap(({ docNo }) => (asked.has(docNo) ? [[docNo, ofPo] as const] : []));
        }),
      );
    },
  };
};
