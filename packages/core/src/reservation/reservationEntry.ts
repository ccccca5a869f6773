import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import type { Reservation } from './Reservation.ts';

/** A reserved number as the audit trail tells it; times as ISO text. */
export interface ReservationSnapshot
  extends Pick<Reservation, 'poId' | 'state' | 'hours' | 'mismatch' | 'document' | 'matchedBy'> {
  readonly reservedAt: string;
  readonly countedFrom: string;
  readonly expiresAt: string;
}

const snapshotOf = (reservation: Reservation): ReservationSnapshot => {
  const { poId, state, hours, mismatch, document, matchedBy, reservedAt, countedFrom, expiresAt } = reservation;
  return {
    poId,
    state,
    hours,
    mismatch,
    document,
    matchedBy,
    reservedAt: reservedAt.toISOString(),
    countedFrom: countedFrom.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
};

/** The entry of the audit trail about a change of a reserved number. It has the id that `after.decidedBy` gives. */
export const reservationEntry = (
  action: AuditAction,
  { by, at }: { readonly by: Doer; readonly at: Date },
  before: Reservation | null,
  after: Reservation,
  given: {
    readonly note?: string | null;
    readonly batchId?: string;
    readonly undoes?: string | null;
    readonly facts?: object;
  },
): AuditEntry => ({
  id: after.decidedBy,
  at,
  by,
  batchId: given.batchId ?? null,
  action,
  subjects: [`reservation:${after.docNo}`, `po:${after.poId}`],
  note: given.note ?? null,
  before: before === null ? null : snapshotOf(before),
  after: { ...snapshotOf(after), ...given.facts },
  undoes: given.undoes ?? null,
});
