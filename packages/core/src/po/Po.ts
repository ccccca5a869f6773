import type { Content } from '../document/contentHash.ts';
import type { Day } from '../document/days.ts';
import type { Position } from '../document/decisionOrder.ts';
import type { Reason } from '../review/Reason.ts';
import type { PoIdentity } from './identity.ts';

/** An opaque address of a PO. Never shown as a number: a PO's only number is the customer's. */
export type PoId = string;

/** One product of a PO. */
export interface Item {
  readonly productKey: string;
  readonly product: string;
  /** Ordered cylinders: entered by staff, or of a backfilled PO the sum of its live deliveries. */
  readonly qty: number;
  readonly deliveryOn: Day | null;
  /** Whether a live delivery of the product has an unknown quantity, so that `qty` is too small. */
  readonly incomplete: boolean;
}

/** A purchase order (수주). */
export interface Po {
  readonly id: PoId;
  readonly identity: PoIdentity;
  /** The customer code as shown; `UNKNOWN` when missing. */
  readonly customer: string;
  readonly customerName: string | null;
  /** The customer's number as shown; `FCMS-<document no.>` when there is none. */
  readonly poNo: string;
  /** Entered or imported by staff: its items are what the customer ordered. Else made by the backfill. */
  readonly manual: boolean;
  /** Whether a human decision on it or one of its documents is in force. */
  readonly reviewed: boolean;
  readonly receivedOn: Day | null;
  readonly items: readonly Item[];
  readonly memo: string;
}

/** How a document came to its PO. */
export type Link = 'new' | 'exact' | 'reserved';

/** A document on a PO: a delivery (회차) of it. */
export interface Delivery {
  readonly docNo: string;
  readonly poId: PoId;
  readonly position: Position;
  /** What FCMS last said, and its hash. */
  readonly content: Content;
  readonly hash: string;
  readonly poNo: string | null;
  readonly mark: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  readonly productKey: string | null;
  readonly product: string | null;
  readonly productName: string | null;
  readonly packing: string | null;
  /** Cylinders; null when unknown. */
  readonly qty: number | null;
  readonly link: Link;
  /** The run that decided it last. */
  readonly runId: string;
  /** 1…n among the live deliveries of its PO, in decision order; null when cancelled. */
  readonly number: number | null;
  /** The open reasons. */
  readonly reasons: readonly Reason[];
}

/** A PO with all its deliveries, in decision order. */
export interface PoWithDeliveries {
  readonly po: Po;
  readonly deliveries: readonly Delivery[];
}
