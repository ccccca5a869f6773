import type { MissingDocuments } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';

/** Documents that are gone from FCMS as lines, the first ones of many. */
export const missingLines = (
  { total, documents }: MissingDocuments,
  { backfill, labels }: Messages,
  most: number,
): readonly string[] => {
  const told = documents.slice(0, most);
  const lines = told.map(
    ({ docNo, since }) => `   [${labels.reasons.MISSING_IN_FCMS}] ${docNo} — ${backfill.missingSince(new Date(since))}`,
  );
  return told.length < total ? [...lines, backfill.moreMissing(total - told.length)] : lines;
};
