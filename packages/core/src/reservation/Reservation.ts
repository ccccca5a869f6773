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
