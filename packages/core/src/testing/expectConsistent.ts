import { expect } from 'vitest';
import type { Tally } from '../backfill/tally.ts';
import { identityKey } from '../po/identity.ts';
import type { PoSnapshot } from './snapshotOf.ts';

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

/** Every document has exactly one outcome, and the parts make up each total. */
export const expectConsistentTally = ({ checked, created, skipped, needsReview }: Tally): void => {
  expect(created.total + skipped.total + needsReview.total).toBe(checked);
  expect(created.newPo + created.attached + created.refreshed).toBe(created.total);
  expect(sum(skipped.byReason)).toBe(skipped.total);
  expect(needsReview.newPo + needsReview.attached + needsReview.refreshed + needsReview.none).toBe(needsReview.total);
};

/**
 * No two POs share an identity, no document is on two or has a reason twice, live deliveries are numbered 1…n without gaps,
 * and a backfilled PO has a document and the sum of its live deliveries.
 */
export const expectConsistentPos = (pos: readonly PoSnapshot[]): void => {
  const identities = pos.map(({ identity }) => identityKey(identity));
  expect(new Set(identities).size).toBe(identities.length);
  const docNos = pos.flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo));
  expect(new Set(docNos).size).toBe(docNos.length);
  for (const { reasons } of pos.flatMap(({ deliveries }) => deliveries)) {
    expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length);
  }
  for (const { manual, deliveries, items } of pos) {
    const live = deliveries.filter(({ content }) => !content.cancelled);
    expect(live.map(({ number }) => number)).toEqual(live.map((_, i) => i + 1));
    expect(deliveries.filter(({ content }) => content.cancelled).every(({ number }) => number === null)).toBe(true);
    if (manual) continue;
    expect(deliveries.length).toBeGreaterThan(0);
    expect(items.reduce((total, { qty }) => total + qty, 0)).toBe(
      live.reduce((total, { qty }) => total + (qty ?? 0), 0),
    );
  }
};
