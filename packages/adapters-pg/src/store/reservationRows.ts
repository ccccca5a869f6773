import type { Mismatch, Reservation, ReservationState } from '@cynow/po-core';
import type { Column } from './columns.ts';

export const reservationColumns: readonly Column<Reservation>[] = [
  { name: 'doc_no', type: 'text', value: ({ docNo }) => docNo },
  { name: 'year', type: 'smallint', value: ({ year }) => year },
  { name: 'sequence', type: 'integer', value: ({ sequence }) => sequence },
  { name: 'po_id', type: 'uuid', value: ({ poId }) => poId },
  { name: 'state', type: 'text', value: ({ state }) => state },
  { name: 'reserved_at', type: 'timestamptz', value: ({ reservedAt }) => reservedAt },
  { name: 'counted_from', type: 'timestamptz', value: ({ countedFrom }) => countedFrom },
  { name: 'hours', type: 'integer', value: ({ hours }) => hours },
  { name: 'expires_at', type: 'timestamptz', value: ({ expiresAt }) => expiresAt },
  { name: 'mismatch', type: 'text', value: ({ mismatch }) => mismatch },
  { name: 'document', type: 'text', value: ({ document }) => document },
  { name: 'matched_by', type: 'uuid', value: ({ matchedBy }) => matchedBy },
  { name: 'decided_by', type: 'uuid', value: ({ decidedBy }) => decidedBy },
];

/** A row of `reservation` as it is read. */
export interface ReservationRow {
  readonly doc_no: string;
  readonly year: number;
  readonly sequence: number;
  readonly po_id: string;
  readonly state: ReservationState;
  readonly reserved_at: Date;
  readonly counted_from: Date;
  readonly hours: number;
  readonly expires_at: Date;
  readonly mismatch: Mismatch | null;
  readonly document: string | null;
  readonly matched_by: string | null;
  readonly decided_by: string;
}

export const reservationFrom = (row: ReservationRow): Reservation => ({
  docNo: row.doc_no,
  year: row.year,
  sequence: row.sequence,
  poId: row.po_id,
  state: row.state,
  reservedAt: row.reserved_at,
  countedFrom: row.counted_from,
  hours: row.hours,
  expiresAt: row.expires_at,
  mismatch: row.mismatch,
  document: row.document,
  matchedBy: row.matched_by,
  decidedBy: row.decided_by,
});
