import type { Rework } from '../backfill/decideInOrder.ts';
import type { Delivery } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import { Draft } from '../review/Draft.ts';
import type { ReasonCode } from '../review/Reason.ts';

const code = 'MISSING_IN_FCMS' satisfies ReasonCode;

const isOpen = ({ reasons }: Delivery): boolean => reasons.some((reason) => reason.code === code);

const isResolved = ({ resolved }: Delivery): boolean => resolved.some(({ reason }) => reason.code === code);

/** What the looks say of documents: gone since when, or there again (null). */
export type Looked = ReadonlyMap<string, Date | null>;

const settled = (delivery: Delivery, looked: Looked): Delivery => {
  const since = looked.get(delivery.docNo);
  if (since === undefined) return delivery;
  if (since !== null) {
    return isOpen(delivery) || isResolved(delivery)
      ? delivery
      : { ...delivery, reasons: [...delivery.reasons, { code, facts: { since: since.toISOString() } }] };
  }
  if (!isOpen(delivery) && !isResolved(delivery)) return delivery;
  return {
    ...delivery,
    reasons: delivery.reasons.filter((reason) => reason.code !== code),
    resolved: delivery.resolved.filter(({ reason }) => reason.code !== code),
  };
};

/**
 * Opens `MISSING_IN_FCMS` on the documents that are gone, and closes it on those that are there again; that somebody had
 * resolved it is forgotten then, so that they are shown once more should they go again.
 */
export const settleMissing = (
  found: Found,
  looked: Looked,
  qtyTolerance: number,
): Omit<Amendment<readonly Rework[]>, 'audit'> => {
  const draft = new Draft(found, qtyTolerance);
  const reworks: Rework[] = [];
  for (const { po, deliveries } of found.pos) {
    const after = deliveries.map((delivery) => settled(delivery, looked));
    if (after.every((delivery, i) => delivery === deliveries[i])) continue;
    draft.put(po, after);
    for (const [i, delivery] of after.entries()) {
      const [was, is] = [isOpen(deliveries[i]!), isOpen(delivery)];
      if (was !== is) reworks.push({ docNo: delivery.docNo, code, change: is ? 'opened' : 'closed' });
    }
  }
  return { ...draft.amendment(), result: reworks };
};
