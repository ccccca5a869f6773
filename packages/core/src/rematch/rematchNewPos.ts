import { type Changes, noChanges } from '../backfill/Changes.ts';
import { createPoLook } from '../backfill/createPoLook.ts';
import type { KnownPos } from '../backfill/KnownPos.ts';
import { RunNumbering } from '../backfill/RunNumbering.ts';
import { Unsure } from '../backfill/Unsure.ts';
import { askingDelivery } from '../matching/askingOf.ts';
import type { Delivery, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { Reason } from '../review/Reason.ts';

export interface RematchPorts {
  readonly pos: Pick<PoStore, 'newPosAfter' | 'lookUpPos' | 'rewrite' | 'unindexed' | 'indexMore'>;
  readonly clock: Clock;
}

/** How far looking again has come. */
export type RematchProgress =
  /** POs that were written before candidates were looked for are made findable first. */
  | { readonly type: 'indexing'; readonly left: number }
  | {
      readonly type: 'asked';
      /** New POs asked so far. */
      readonly asked: number;
      /** `PROBABLE_MATCH` opened, closed, and told anew with other candidates, so far. */
      readonly opened: number;
      readonly closed: number;
      readonly changed: number;
    };

export interface RematchOptions {
  /** Ends after the current page; what was looked at stays. */
  readonly signal?: AbortSignal;
}

/** POs a page: one transaction where something changes. */
const pageSize = 500;

/** What looking again made of a page. */
interface Looked {
  readonly changes: Changes;
  readonly asked: number;
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
}

const openMatch = ({ reasons }: Delivery): Reason | undefined => reasons.find(({ code }) => code === 'PROBABLE_MATCH');

const withMatch = ({ po, deliveries }: PoWithDeliveries, docNo: string, match: Reason | null): PoWithDeliveries => ({
  po,
  deliveries: deliveries.map((delivery) => {
    if (delivery.docNo !== docNo) return delivery;
    const others = delivery.reasons.filter(({ code }) => code !== 'PROBABLE_MATCH');
    return { ...delivery, reasons: match === null ? others : [...others, match] };
  }),
});

/** Asks each of the POs again, in order; a later one sees what an earlier one names now. */
const lookAgain = (known: KnownPos, ids: readonly PoId[], numbering: RunNumbering): Looked => {
  const look = createPoLook(known, numbering);
  const held = new Map(known.pos.map((entry) => [entry.po.id, entry]));
  const touched: PoWithDeliveries[] = [];
  const changedDeliveries: Delivery[] = [];
  const counts = { asked: 0, opened: 0, closed: 0, changed: 0 };
  for (const id of ids) {
    const entry = held.get(id);
    const delivery = entry === undefined ? null : askingDelivery(entry);
    if (entry === undefined || delivery === null) continue;
    counts.asked += 1;
    const was = openMatch(delivery);
    const is = look.again(entry)?.reason;
    if (JSON.stringify(was?.facts) === JSON.stringify(is?.facts)) continue;
    counts[was === undefined ? 'opened' : is === undefined ? 'closed' : 'changed'] += 1;
    const after = withMatch(entry, delivery.docNo, is ?? null);
    look.put(after);
    touched.push(after);
    changedDeliveries.push(after.deliveries.find(({ docNo }) => docNo === delivery.docNo)!);
  }
  return { changes: { ...noChanges, touched, changed: changedDeliveries }, ...counts };
};

/**
 * Looks again for the candidates of POs that a backfill made and nobody has reviewed: POs may have been added since. Opens,
 * closes and retells `PROBABLE_MATCH`; doing it twice changes nothing more. Customer by customer and page by page: memory is
 * that of the numbers of one customer.
 */
export async function* rematchNewPos(
  { pos, clock }: RematchPorts,
  { signal }: RematchOptions = {},
): AsyncGenerator<RematchProgress, void> {
  for (let left = await pos.unindexed(); left > 0; left = await pos.indexMore()) {
    yield { type: 'indexing', left };
    if (signal?.aborted === true) return;
  }
  const numbering = new RunNumbering();
  const total = { asked: 0, opened: 0, closed: 0, changed: 0 };

  /** Looks without hindering others; null when what was kept is not enough. */
  const lookFreely = async (ids: readonly PoId[]): Promise<Looked | null> => {
    const { known, revision } = await pos.lookUpPos(ids, (customerKey) => numbering.keeps(customerKey));
    numbering.bring(known.candidates.numbers, revision);
    try {
      return lookAgain(known, ids, numbering);
    } catch (error) {
      if (!(error instanceof Unsure)) throw error;
      numbering.clear();
      return null;
    }
  };

  const look = async (ids: readonly PoId[]): Promise<Looked> => {
    const first = await lookFreely(ids);
    if (first !== null && first.changes.touched.length === 0) return first;
    let looked: Looked | undefined;
    await pos.rewrite(ids, clock.now(), (known) => {
      const own = new RunNumbering();
      own.bring(known.candidates.numbers, 0);
      looked = lookAgain(known, ids, own);
      return looked.changes;
    });
    return looked!;
  };

  for (let next = await pos.newPosAfter(null); next !== null; next = await pos.newPosAfter(next.customerKey)) {
    numbering.clear();
    for (let i = 0; i < next.ids.length; i += pageSize) {
      const looked = await look(next.ids.slice(i, i + pageSize));
      for (const count of ['asked', 'opened', 'closed', 'changed'] as const) total[count] += looked[count];
      yield { type: 'asked', ...total };
      if (signal?.aborted === true) return;
    }
  }
}
