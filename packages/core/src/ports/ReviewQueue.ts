import type { Day } from '../document/days.ts';
import type { PoId, PoState } from '../po/Po.ts';
import type { Priority } from '../review/priority.ts';
import type { Reason, ReasonCode } from '../review/Reason.ts';
import type { Revision } from './PoStore.ts';

/** Which reviews are asked for. What is not given does not narrow; what is given narrows together. */
export interface ReviewFilter {
  /** The highest priority of the PO's open reasons. */
  readonly priority?: Priority | undefined;
  /** A reason that is open on one of its documents. */
  readonly reason?: ReasonCode | undefined;
  /** A `customerKey`; `UNKNOWN` for POs whose customer is missing. */
  readonly customerKey?: string | undefined;
  readonly poKey?: string | undefined;
  /** How the `poKey` begins. */
  readonly poKeyPrefix?: string | undefined;
  /** Entered by staff, or made by the backfill. */
  readonly manual?: boolean | undefined;
  /** Only POs that have been waiting since before this moment. */
  readonly waitingSinceBefore?: Date | undefined;
}

/** A place in the queue: right behind this review. */
export interface ReviewPlace {
  readonly priority: Priority;
  readonly since: Date;
  readonly id: PoId;
}

/** A reason with the document that it is of, and since when it has been open. */
export interface OpenReason extends Reason {
  readonly docNo: string;
  /** The document's number among the live deliveries (회차); null when FCMS has cancelled it. */
  readonly delivery: number | null;
  readonly since: Date;
}

/** A PO that a human should look at. */
export interface ReviewEntry extends ReviewPlace {
  readonly version: Revision;
  readonly customer: string;
  readonly customerName: string | null;
  readonly poNo: string;
  /** Whether the PO has no number of its own, and `poNo` is a stand-in. */
  readonly numberless: boolean;
  readonly manual: boolean;
  readonly state: PoState;
  readonly receivedOn: Day | null;
  /** Live deliveries. */
  readonly deliveries: number;
  /** Every reason that is open, each once, in the order of `reasonCodes`. */
  readonly codes: readonly ReasonCode[];
  /** The open reasons by document, in decision order; the first `mostReasons` of them. */
  readonly reasons: readonly OpenReason[];
}

/** So many reasons of a PO are told in a list; a PO has one for each of its documents at times. */
export const mostReasons = 20;

/** A part of the queue. */
export interface ReviewPage {
  readonly entries: readonly ReviewEntry[];
  /** Where the next page begins; null when this is the last. */
  readonly next: ReviewPlace | null;
}

/**
 * The queue of reviews: POs with open reasons. The most urgent come first, of equals the one that has waited longest, then by
 * address. Every PO with an open reason is in it, also one that our staff cancelled.
 */
export interface ReviewQueue {
  /** At most `limit` reviews behind `after`, from the beginning when it is null. */
  list(filter: ReviewFilter, page: { readonly limit: number; readonly after: ReviewPlace | null }): Promise<ReviewPage>;
  /** All that the filter lets through at one moment, in the order of the queue. */
  ids(filter: ReviewFilter): Promise<readonly PoId[]>;
  /** Every open reason of a PO, by document in decision order, then in the order of `reasonCodes`. */
  openReasons(id: PoId): Promise<readonly OpenReason[]>;
  /** POs of any customer that have this number, by address; at most `limit`. */
  numbered(poKey: string, limit: number): Promise<readonly PoId[]>;
}
