import type { AcceptedDecision } from '../backfill/Decision.ts';
import { addDays, type Day, seoulDayOf } from '../document/days.ts';
import { unknown } from '../po/codeKeys.ts';
import type { Delivery, PoWithDeliveries } from '../po/Po.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';
import type { ExportedDocument, ExportedPo, PoReports, RunDecision } from '../ports/PoReports.ts';
import type { RunStore } from '../ports/RunStore.ts';
import { type Priority, priorities, priorityOf } from '../review/priority.ts';
import { type Reason, type ReasonCode, reasonCodes, sortReasons } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { InMemoryPoStore } from './inMemoryPoStore.ts';

const openReasons = ({ deliveries }: PoWithDeliveries): readonly Reason[] =>
  deliveries.flatMap(({ reasons }) => reasons);

const codesOf = (reasons: readonly Reason[]): readonly ReasonCode[] => sortReasons(reasons).map(({ code }) => code);

/** Each code once, in the order of `reasonCodes`. */
const distinctCodes = (reasons: readonly Reason[]): readonly ReasonCode[] => {
  const open = new Set(reasons.map(({ code }) => code));
  return reasonCodes.filter((code) => open.has(code));
};

const exportedDocument = ({ po }: PoWithDeliveries, delivery: Delivery): ExportedDocument => ({
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
  filled: null,
  warehoused: null,
  shipped: null,
});

const exportedPo = (entry: PoWithDeliveries): ExportedPo => {
  const { po, deliveries } = entry;
  return {
    customer: po.customer,
    customerName: po.customerName,
    poNo: po.poNo,
    receivedOn: po.receivedOn,
    manual: po.manual,
    items: po.items.map(({ product, qty, deliveryOn }) => ({ product, qty, deliveryOn })),
    incomplete: po.items.some(({ incomplete }) => incomplete),
    deliveries: deliveries.filter(({ number }) => number !== null).length,
    priority: priorityOf(openReasons(entry)),
    reasons: distinctCodes(openReasons(entry)),
    memo: po.memo,
  };
};

const decidedDocument = ({ docNo, outcome, action, link, po, delivery, reasons }: AcceptedDecision): RunDecision => ({
  docNo,
  outcome,
  action,
  link,
  customer: po.customer,
  poNo: po.poNo,
  delivery,
  reasons: codesOf(reasons),
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
  readonly orphans: OrphanStore;
}): PoReports => ({
  async stats(since, at) {
    const all = ports.pos.all();
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
      createdPerDay: daysBetween(since, seoulDayOf(at)).map((date) => ({ date, count: madeOn[date] ?? 0 })),
      lastRuns: await ports.runs.latest(10),
    };
  },
  async *documents() {
    const all = ports.pos
      .all()
      .flatMap((entry) => entry.deliveries.map((delivery) => exportedDocument(entry, delivery)))
      .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
    if (all.length > 0) yield all;
  },
  async *pos() {
    const all = [...ports.pos.all()].sort(byIdentity).map(exportedPo);
    if (all.length > 0) yield all;
  },
  async *decisions(runId) {
    const all = [...ports.pos.acceptedBy(runId).values()]
      .map(decidedDocument)
      .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
    if (all.length > 0) yield all;
  },
});
