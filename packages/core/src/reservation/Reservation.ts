import type { PoId } from '../po/Po.ts';

/**
 * `RESERVED`: a promise inside CYNOW, not yet in FCMS. `MATCHED`: the live document with the number is on the PO.
 * `MISMATCH`: it is, or should be, elsewhere. `EXPIRED`: nobody typed it in time. `RELEASED`: given up by a human. Expired
 * and released numbers are not handed out again.
 */
export const reservationStates = ['RESERVED', 'MATCHED', 'MISMATCH', 'EXPIRED', 'RELEASED'] as const;

export type ReservationState = (typeof reservationStates)[number];

/** For which PO a document number is set aside, as far as deciding a document needs to know. */
export interface ReservedFor {
  readonly poId: PoId;
  readonly state: ReservationState;
}

/**
 * Why a number does not match: its document names another order (`RESERVATION_CONFLICT` is open); its document is on
 * another PO; the PO's product was entered under another number.
 */
export type Mismatch = 'conflict' | 'other-po' | 'other-number';

/** A document number set aside for a PO before a clerk types it into FCMS. */
export interface Reservation extends ReservedFor {
  /** As FCMS will show it, `FP25000669`. */
  readonly docNo: string;
  /** Two digits. */
  readonly year: number;
  readonly sequence: number;
  readonly reservedAt: Date;
  /** Since when its hours count: since it was reserved, or last extended. */
  readonly countedFrom: Date;
  /** The hours that it is held for, of the time that counts. */
  readonly hours: number;
  /** When they are up, as far as is known. It may move on, when FCMS's data stands still; never back. */
  readonly expiresAt: Date;
  /** Set exactly when the state is `MISMATCH`. */
  readonly mismatch: Mismatch | null;
  /** The document that matches, or of a mismatch the one in question: of `other-number`, the one suggested. */
  readonly document: string | null;
  /** The entry of the audit trail by which a human matched it; null when none did, or it was taken back. */
  readonly matchedBy: string | null;
  /** The last entry of the audit trail about it. */
  readonly decidedBy: string;
}
