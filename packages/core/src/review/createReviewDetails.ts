import { deliveredEach } from '../directory/deliveredEach.ts';
import { type ListedPo, listedDueOn } from '../directory/listedFigures.ts';
import type { Day } from '../document/days.ts';
import { unknown } from '../po/codeKeys.ts';
import type { PoId } from '../po/Po.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import type { AuditRecord, AuditTrail } from '../ports/AuditTrail.ts';
import type { PoReports } from '../ports/PoReports.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { ProgressStore } from '../ports/ProgressStore.ts';
import type { OpenReason, ReviewQueue } from '../ports/ReviewQueue.ts';
import { type PoProgress, poProgress } from '../progress/poProgress.ts';
import type { ReservationState } from '../reservation/Reservation.ts';
import { type PoCandidate, probableMatchFacts } from './matchFacts.ts';
import { type Priority, priorityOf } from './priority.ts';

/** A PO in full, as a reviewer sees it. */
export interface PoDetails extends HeldPo {
  /** The highest of its open reasons; null when none is open. */
  readonly priority: Priority | null;
  /** Every open reason, by document in decision order. */
  readonly open: readonly OpenReason[];
  /** The POs that are probably the same order, over all its documents: best first, each once. */
  readonly candidates: readonly PoCandidate[];
  /** Its reserved numbers, by number. */
  readonly reservations: readonly { readonly docNo: string; readonly state: ReservationState }[];
  readonly progress: PoProgress;
  /** What is due next of the PO, as lists show it (`nextDueOn`). */
  readonly nextDueOn: Day | null;
  /** What is due next of each product, by its key. */
  readonly nextDueOfProducts: ReadonlyMap<string, Day | null>;
  /** What people did about it, newest first; the latest `mostHistory`. */
  readonly history: readonly AuditRecord[];
  /** The entries that resolved its reasons and made its corrections and aliases, by id, in the history or not. */
  readonly decisions: ReadonlyMap<string, AuditRecord>;
}

/** So many entries of a PO's history are shown. */
export const mostHistory = 50;

const candidatesOf = (open: readonly OpenReason[]): readonly PoCandidate[] => {
  const best = new Map<PoId, PoCandidate>();
  for (const { code, facts } of open) {
    if (code !== 'PROBABLE_MATCH') continue;
    for (const candidate of probableMatchFacts(facts).candidates) {
      const held = best.get(candidate.id);
      if (held === undefined || candidate.score > held.score) best.set(candidate.id, candidate);
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
};

/** What is due next, of the PO and of each of its products. */
const dueOf = (
  { po: { state, manual, items }, deliveries }: HeldPo,
  progress: PoProgress,
): Pick<PoDetails, 'nextDueOn' | 'nextDueOfProducts'> => {
  const of = new Map(
    progress.deliveries.map(({ docNo, filled, warehoused, shipped }) => [
      docNo,
      { filled: filled ?? 0, warehoused: warehoused ?? 0, shipped: shipped ?? 0 },
    ]),
  );
  const whole: ListedPo = { state, manual, items, delivered: deliveredEach(deliveries, { asOf: progress.asOf, of }) };
  const ofProduct = (product: string): ListedPo => ({
    ...whole,
    items: items.filter(({ productKey }) => productKey === product),
    delivered: whole.delivered.filter(({ productKey }) => (productKey ?? unknown) === product),
  });
  return {
    nextDueOn: listedDueOn(whole, progress.asOf),
    nextDueOfProducts: new Map(
      items.map(({ productKey }) => [productKey, listedDueOn(ofProduct(productKey), progress.asOf)]),
    ),
  };
};

/** The entries of the audit trail that a PO's state names. */
const namedDecisions = ({ po, deliveries }: HeldPo): ReadonlySet<string> =>
  new Set([
    ...po.aliases.map(({ auditId }) => auditId),
    ...deliveries.flatMap(({ resolved, correction }) => [
      ...resolved.map(({ auditId }) => auditId),
      ...(correction === null ? [] : [correction.auditId]),
    ]),
  ]);

/**
 * Reads a PO in full; null when it is gone, or led elsewhere by a merger. Made of several reads: whoever changes the PO shows
 * the `version`, so that what was written in between is noticed.
 */
export const createReviewDetails = (ports: {
  readonly pos: Pick<PoStore, 'find'>;
  readonly reviews: Pick<ReviewQueue, 'openReasons'>;
  readonly reports: Pick<PoReports, 'progressOf'>;
  readonly progress: Pick<ProgressStore, 'readAt'>;
  readonly audit: Pick<AuditTrail, 'find' | 'about'>;
}): ((id: PoId) => Promise<PoDetails | null>) => {
  const progressOf = async ({ po, deliveries }: HeldPo): Promise<PoProgress> => {
    const [first] = deliveries;
    const found = first === undefined ? undefined : (await ports.reports.progressOf([first.docNo])).get(first.docNo);
    return found ?? poProgress({ items: po.items, deliveries: [] }, await ports.progress.readAt());
  };

  return async (id) => {
    const found = await ports.pos.find({ ids: [id] });
    const held = found.pos.find(({ po }) => po.id === id);
    if (held === undefined) return null;
    const open = await ports.reviews.openReasons(id);
    const history = await ports.audit.about(`po:${id}`, mostHistory);
    const decisions = new Map(history.map((entry) => [entry.id, entry]));
    for (const auditId of namedDecisions(held)) {
      const entry = decisions.has(auditId) ? null : await ports.audit.find(auditId);
      if (entry !== null) decisions.set(auditId, entry);
    }
    const progress = await progressOf(held);
    return {
      ...held,
      priority: priorityOf(open),
      open,
      candidates: candidatesOf(open),
      reservations: [...found.reservations].map(([docNo, { state }]) => ({ docNo, state })),
      progress,
      ...dueOf(held, progress),
      history,
      decisions,
    };
  };
};
