import type { Content } from '../document/contentHash.ts';
import type { Day } from '../document/days.ts';
import type { Position } from '../document/decisionOrder.ts';
import type { Reason } from '../review/Reason.ts';
import type { NumberedIdentity, PoIdentity } from './identity.ts';

/** An opaque address of a PO. Never shown as a number: a PO's only number is the customer's. */
export type PoId = string;

/** `cancelled`: by our staff (수주 취소). FCMS cancels documents, not POs. */
export type PoState = 'open' | 'cancelled';

/**
 * An identity that a PO had before a human corrected or merged it. Clerks copy documents with their errors, so a document
 * that still names it comes here, and is shown to a human (`ALIAS_LINK`) until one says "always".
 */
export interface Alias {
  readonly identity: NumberedIdentity;
  /** The entry of the audit trail that made it. */
  readonly auditId: string;
  /** Whether a human said that documents which name it always belong here. */
  readonly always: boolean;
}

/** A reason that a human resolved. It stays resolved until the document changes in what the reason is about. */
export interface Resolved {
  readonly reason: Reason;
  /** What the reason was about when it was resolved, as one text. */
  readonly basis: string;
  /** The entry of the audit trail that resolved it. */
  readonly auditId: string;
  /** Of `PROBABLE_MATCH`: the POs that are not the same order; they are never suggested again. */
  readonly refused?: readonly PoId[];
}

/** A product that a human put in place of FCMS's. It holds as long as FCMS says what it said then. */
export interface Correction {
  readonly product: string;
  readonly productKey: string;
  /** What FCMS said. */
  readonly insteadOf: string | null;
  /** The entry of the audit trail that made it. */
  readonly auditId: string;
}

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
  readonly state: PoState;
  readonly receivedOn: Day | null;
  readonly items: readonly Item[];
  readonly memo: string;
  /** The identities it had, by number. */
  readonly aliases: readonly Alias[];
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
  /** The reasons that a human resolved. */
  readonly resolved: readonly Resolved[];
  readonly correction: Correction | null;
}

/** A PO with all its deliveries, in decision order. */
export interface PoWithDeliveries {
  readonly po: Po;
  readonly deliveries: readonly Delivery[];
}
