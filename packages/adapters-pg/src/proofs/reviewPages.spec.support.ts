import { priorities, type ReviewFilter, type ReviewPlace, type ReviewQueue } from '@cynow/po-core';
import type pg from 'pg';

/** Filters as people use them, alone and together, wide and narrow. */
export const filters: Readonly<Record<string, ReviewFilter>> = {
  none: {},
  'priority critical': { priority: 'critical' },
  'priority medium': { priority: 'medium' },
  'reason, frequent': { reason: 'PROBABLE_MATCH' },
  'reason, rare': { reason: 'ALIAS_LINK' },
  'reason, none has it': { reason: 'MISSING_IN_FCMS' },
  'customer, large': { customerKey: 'K7' },
  'customer, small': { customerKey: 'K123' },
  'number, few begin so': { poKeyPrefix: 'PO-4-12' },
  'number, most begin so': { poKeyPrefix: 'PO-' },
  'number, none has it': { poKey: 'PO-X' },
  manual: { manual: true },
  backfilled: { manual: false },
  'waiting for long': { waitingSinceBefore: new Date('2025-11-02T00:00:00Z') },
  'customer and reason': { customerKey: 'K7', reason: 'QTY_MISMATCH' },
  'priority, reason and origin': { priority: 'medium', reason: 'INVALID_QTY', manual: true },
  'everything at once': {
    priority: 'medium',
    reason: 'PROBABLE_MATCH',
    customerKey: 'K7',
    poKeyPrefix: 'PO-',
    manual: false,
    waitingSinceBefore: new Date('2030-01-01T00:00:00Z'),
  },
};

/** The place behind the review at this index of what the filter lets through; null at the beginning. */
const placeAt = async (client: pg.ClientBase, ids: readonly string[], index: number): Promise<ReviewPlace | null> => {
  const id = ids[index - 1];
  if (id === undefined) return null;
  const { rows } = await client.query<{ priority: number; since: Date }>(
    'SELECT priority, since FROM po.review WHERE po_id = $1',
    [id],
  );
  const { priority, since } = rows[0]!;
  return { id, priority: priorities[priority]!, since };
};

/** Where the first, a middle and the last page of a filter begin. */
export const pagePlaces = async (
  client: pg.ClientBase,
  reviews: ReviewQueue,
  filter: ReviewFilter,
  limit: number,
): Promise<Readonly<Record<'first' | 'middle' | 'last', ReviewPlace | null>>> => {
  const ids = await reviews.ids(filter);
  return {
    first: null,
    middle: await placeAt(client, ids, Math.floor(ids.length / 2)),
    last: await placeAt(client, ids, Math.max(0, ids.length - limit)),
  };
};
