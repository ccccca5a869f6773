import { lastingCodes } from '../backfill/lastingReasons.ts';
import type { Delivery, PoWithDeliveries } from '../po/Po.ts';
import type { EarlierDelivery } from './EarlierDelivery.ts';

/** What working the PO out again would not find anew: resolved reasons, and those that tell of an event or a look. */
const kept = ({ resolved, reasons }: Delivery): string =>
  JSON.stringify([resolved, reasons.filter(({ code }) => lastingCodes.has(code))]);

/**
 * Of deliveries that a run changed, as they were before, those that could not be worked out again: the documents that it
 * decided, and others that lost or got what only a look or a human can give. What the run itself decided earlier was kept
 * then, or was not recorded before.
 */
export const earlierDeliveries = (
  runId: string,
  known: readonly PoWithDeliveries[],
  changed: readonly Delivery[],
): readonly EarlierDelivery[] => {
  const after = new Map(changed.map((delivery) => [delivery.docNo, delivery]));
  if (after.size === 0) return [];
  return known.flatMap(({ po, deliveries }) =>
    deliveries.flatMap((delivery) => {
      const now = after.get(delivery.docNo);
      if (now === undefined || delivery.runId === runId) return [];
      return now.runId === runId || kept(now) !== kept(delivery) ? [{ delivery, po }] : [];
    }),
  );
};
