import type { ProgressStanding } from '@cynow/po-core';

/** What the histories look like from outside at a moment, so that a later look tells what has changed since. */
export interface Mark {
  /** The table and the file that hold them; null when they leave no trace (a view, a partitioned or foreign table, no statistics). */
  readonly table: string | null;
  /** Rows inserted, updated, deleted so far, rolled back ones included; the server reports them up to a minute late. */
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
  /** The oldest transaction under way: what it and later ones write could not be seen yet. */
  readonly horizon: string;
  /** Where the table's last page began, and how many rows were to be seen from there on. */
  readonly tail: number;
  readonly tailRows: number;
}

/** Marks of the last complete pass, of the last that looked at every row, and of the last full pass. */
export interface Marks {
  readonly last: Mark;
  readonly base: Mark;
  readonly full: Mark;
}

/** Beyond this many transactions the server cannot tell old from new: it numbers them modulo 2^32. */
const comparable = 2n ** 31n;

const grown = (before: string, now: string): boolean => BigInt(now) >= BigInt(before);

/** What has happened since these marks. */
export const changeSince = (
  { last, base, full }: Marks,
  now: Mark,
): Pick<ProgressStanding, 'moved' | 'removed' | 'lost'> => {
  const lost =
    now.table === null ||
    now.table !== last.table ||
    // Counters that went back were reset, after a crash for one: what they had counted is not known.
    !(['inserted', 'updated', 'deleted', 'horizon'] as const).every((counter) => grown(last[counter], now[counter])) ||
    BigInt(now.horizon) - BigInt(base.horizon) >= comparable;
  return {
    lost,
    moved: now.inserted !== last.inserted || now.updated !== last.updated || now.deleted !== last.deleted,
    removed: now.deleted !== full.deleted,
  };
};

/**
 * Whether every row that was inserted since `base` lies at the end of the table, where `tailRows` rows are to be seen from
 * `base.tail` on. An update may have put its row anywhere.
 */
export const allAtTheEnd = (base: Mark, now: Mark, tailRows: number): boolean =>
  now.updated === base.updated && BigInt(now.inserted) - BigInt(base.inserted) <= tailRows - base.tailRows;
