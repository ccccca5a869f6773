import type { ProgressStanding } from '@cynow/po-core';

/** What the histories look like from outside at a moment, so that a later look tells what has changed since. */
export interface Mark {
  /**
   * The table and the file that hold them; null when they leave no trace that we can read: a view, a partitioned or foreign
   * table, a table of which only columns are granted, a server that counts nothing.
   */
  readonly table: string | null;
  /** Rows inserted, updated, deleted so far, rolled back ones included; the server reports them up to a minute late. */
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
  /** The oldest transaction under way: what it and later ones write could not be seen yet. */
  readonly horizon: string;
  /** The transaction that will begin next. */
  readonly next: string;
  /** The last page of the table. */
  readonly tail: number;
}

/** What is known of the histories' changes, so that only the new ones have to be looked for. */
export interface Trace {
  /** When the last complete pass began. */
  readonly last: Mark;
  /** When the last pass began that looked at every row, and how many rows that were inserted since have been found. */
  readonly base: Mark;
  readonly found: number;
  /** The rows deleted when the last full pass began. */
  readonly deleted: string;
  /** The page where new rows were last found amid the table: the server goes on filling the gaps there. */
  readonly place: number;
}

/** The trace after a pass that looked at every row. */
export const traceAfterAll = (now: Mark, deleted: string, place: number): Trace => ({
  last: now,
  base: now,
  found: 0,
  deleted,
  place,
});

/** Beyond this many transactions the server cannot tell old from new: it numbers them modulo 2^32. */
const comparable = 2n ** 31n;

const counters = ['inserted', 'updated', 'deleted'] as const;

/** What has happened since. */
export const changeSince = (
  { last, base, deleted }: Trace,
  now: Mark,
): Pick<ProgressStanding, 'moved' | 'removed' | 'lost'> => ({
  lost:
    now.table === null ||
    now.table !== last.table ||
    // Counters that went back were reset, after a crash for one: what they had counted is not known.
    [...counters, 'next' as const].some((counter) => BigInt(now[counter]) < BigInt(last[counter])) ||
    BigInt(now.next) - BigInt(base.horizon) >= comparable,
  moved: counters.some((counter) => now[counter] !== last[counter]),
  removed: now.deleted !== deleted,
});

/** Whether rows were altered since the last look at every row: they may be anywhere, and are not counted. */
export const altered = ({ base }: Trace, now: Mark): boolean => now.updated !== base.updated;

/** Whether as many rows have been found as were inserted since the last look at every row, so that there is no other. */
export const allFound = ({ base }: Trace, now: Mark, found: number): boolean =>
  BigInt(now.inserted) - BigInt(base.inserted) <= found;
