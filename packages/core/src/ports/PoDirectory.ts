import type { Day } from '../document/days.ts';
import type { PoId, PoState } from '../po/Po.ts';
import type { OverallProgress } from '../progress/overallProgress.ts';
import type { ProgressFigures } from '../progress/ProgressFigures.ts';
import type { Priority } from '../review/priority.ts';
import type { ReasonCode } from '../review/Reason.ts';
import type { Revision } from './PoStore.ts';

/** Which POs are asked for. What is not given does not narrow; what is given narrows together. */
export interface PoFilter {
  /**
   * What somebody typed to find a PO: its number or how that begins, a product code that it orders, the number of one of its
   * documents, or a part of the customer's code or of a name that the customer has or had (`searchTermsOf`). A text that can
   * be none of these finds nothing; blanks alone do not narrow.
   */
  readonly search?: string | undefined;
  /** Only POs with an open reason; with a priority: whose highest open reason has it. */
  readonly review?: 'needs-review' | Priority | undefined;
  readonly state?: PoState | undefined;
  /** A `customerKey`; `UNKNOWN` for POs whose customer is missing. */
  readonly customerKey?: string | undefined;
  /** A `productKey` that one of its items has. */
  readonly productKey?: string | undefined;
  /** Entered by staff, or made by the backfill. */
  readonly manual?: boolean | undefined;
  /** Received on this day or later; POs without a day are left out. */
  readonly receivedSince?: Day | undefined;
  /** Received on this day or earlier; POs without a day are left out. */
  readonly receivedUntil?: Day | undefined;
}

/**
 * `newest`: the latest received first, those without a day last; those of a day by address, as they were made.
 * `number`: by key of the number, then those without a number by document; of equals by address.
 * `customer`: by `customerKey`; those of a customer as in `newest`.
 * Texts compare by code point.
 */
export const poSorts = ['newest', 'number', 'customer'] as const;

export type PoSort = (typeof poSorts)[number];

/** A place in a list, however it is sorted: right behind this PO. */
export interface PoPlace {
  readonly id: PoId;
  readonly receivedOn: Day | null;
  readonly customerKey: string;
  readonly numberless: boolean;
  /** The key of its number; of a PO without one the document that identifies it. */
  readonly number: string;
}

/** A PO as a list shows it. */
export interface PoEntry extends ProgressFigures {
  readonly id: PoId;
  readonly version: Revision;
  /** The customer code as shown; `UNKNOWN` when missing. */
  readonly customer: string;
  readonly customerName: string | null;
  readonly poNo: string;
  /** Whether the PO has no number of its own, and `poNo` is a stand-in. */
  readonly numberless: boolean;
  readonly state: PoState;
  readonly manual: boolean;
  readonly receivedOn: Day | null;
  /** The earliest due date of what is not shipped yet (`nextDueOn`), by items or documents; it may be past. Null when there is none. */
  readonly nextDueOn: Day | null;
  /** Live deliveries. */
  readonly deliveries: number;
  /** The highest priority of its open reasons; null when none is open. */
  readonly priority: Priority | null;
  /** Every reason that is open, each once, in the order of `reasonCodes`. */
  readonly codes: readonly ReasonCode[];
  /** The moment as of which cylinders were counted; null while none were. */
  readonly asOf: Date | null;
}

/** A part of a list. */
export interface PoPage {
  readonly entries: readonly PoEntry[];
  /** Where the next page begins; null when this is the last. */
  readonly next: PoPlace | null;
}

/** Sums over all POs that a filter lets through; cylinders. */
export interface PoTotals extends OverallProgress {
  readonly pos: number;
}

/** A customer with POs. */
export interface Customer {
  readonly customerKey: string;
  /** Its code and its name as its newest PO shows them. */
  readonly customer: string;
  readonly customerName: string | null;
}

/** A part of the list of customers. */
export interface CustomerPage {
  readonly customers: readonly Customer[];
  /** The `customerKey` behind which the next page begins; null when this is the last. */
  readonly next: string | null;
}

/** All POs, cancelled ones included, for finding and listing; what was merged away is not among them. */
export interface PoDirectory {
  /** At most `limit` POs behind `after`, from the beginning when it is null. */
  list(
    filter: PoFilter,
    page: { readonly sort: PoSort; readonly limit: number; readonly after: PoPlace | null },
  ): Promise<PoPage>;
  /** Sums over the whole filter, as of one moment. Unlike a page it costs the more the wider the filter is. */
  totals(filter: PoFilter): Promise<PoTotals>;
  /**
   * The customers that have POs, by `customerKey`; with `part` those in whose code or name it occurs, width, case, spaces and
   * signs left out. Not `UNKNOWN`, which is no customer.
   */
  customers(
    part: string | null,
    page: { readonly limit: number; readonly after: string | null },
  ): Promise<CustomerPage>;
}
