import { dayOf, parseDay, parseTime, secondsPerDay } from './wallClock.ts';

/** What the demo data is made from; equal options give equal bytes. */
export interface FcmsOptions {
  /** Any whole number; another seed, other data. */
  readonly seed: number;
  /** Rows of `tr_orders`, 1 to 2,000,000. */
  readonly documents: number;
  /** `YYYY-MM-DD`, the Asia/Seoul day of the newest document. */
  readonly endOn: string;
  /** `YYYY-MM-DD HH:MM:SS` in Asia/Seoul: nothing has happened after it. By default 18:00 on `endOn`. */
  readonly now?: string;
  /**
   * About how many rows of `tr_cylinder_status_histories` there are for one document. By default 300,000 in all (the
   * size of the real site), but at least 10 and at most 60 a document; 60 gives every ordered cylinder its history.
   */
  readonly historiesPerDocument?: number;
}

/** The options, checked, with the defaults filled in and times as numbers (see `wallClock.ts`). */
export interface FcmsPlan {
  readonly seed: number;
  readonly documents: number;
  readonly endOn: number;
  readonly now: number;
  readonly historiesPerDocument: number;
  /** How many days the documents spread over, `endOn` included; the few old ones at the start lie before them. */
  readonly days: number;
}

const maxDocuments = 2_000_000;
const siteHistories = 300_000;

/** 90 days up to 5,000 documents (the real site), then more slowly than the number: 1,000,000 lie in 13 years. */
const daysFor = (documents: number): number => {
  const sites = Math.max(1, documents / 5_000);
  // sites^0.75 by square roots, which are exact on every machine; powers are not.
  return Math.floor(90 * Math.sqrt(sites) * Math.sqrt(Math.sqrt(sites)));
};

/** Fills in the defaults. @throws {RangeError} saying which option is wrong and what was expected. */
export const toFcmsPlan = (options: FcmsOptions): FcmsPlan => {
  const { seed, documents } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: expected a whole number, got ${seed}`);
  if (!Number.isInteger(documents) || documents < 1 || documents > maxDocuments)
    throw new RangeError(`documents: expected a whole number from 1 to ${maxDocuments}, got ${documents}`);

  const endOn = parseDay(options.endOn);
  if (endOn === null) throw new RangeError(`endOn: expected a day such as 2025-11-22, got ${options.endOn}`);
  const now = parseTime(options.now ?? `${options.endOn} 18:00:00`);
  if (now === null) throw new RangeError(`now: expected a time such as 2025-11-22 18:00:00, got ${options.now}`);
  if (dayOf(now) < endOn || now === endOn * secondsPerDay)
    throw new RangeError(`now: expected a time on or after ${options.endOn} (after its midnight), got ${options.now}`);

  const historiesPerDocument =
    options.historiesPerDocument ?? Math.min(60, Math.max(10, Math.floor(siteHistories / documents)));
  if (!(historiesPerDocument >= 0 && historiesPerDocument <= 1000))
    throw new RangeError(`historiesPerDocument: expected a number from 0 to 1000, got ${historiesPerDocument}`);

  return { seed, documents, endOn, now, historiesPerDocument, days: daysFor(documents) };
};
