import type { AuditEntry } from '../audit/AuditEntry.ts';
import type { PoId } from '../po/Po.ts';
import type { Reservation, ReservationState } from '../reservation/Reservation.ts';
import type { HeldPo, PoQuery } from './Amendment.ts';

/** Which reserved numbers are wanted: by number, or all those of POs. */
export interface ReservationQuery {
  readonly numbers?: readonly string[];
  readonly pos?: PoQuery;
}

/** What is held of what was asked for; absence is an answer. */
export interface FoundReservations {
  /** All numbers of the POs asked for, and of those that the numbers asked for are reserved for; by number. */
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** The POs asked for, those that the numbers are reserved for, and those on which documents with these numbers are. */
  readonly pos: readonly HeldPo[];
  /** Where the addresses asked for lead that are not those of a PO any more. */
  readonly merged: ReadonlyMap<PoId, PoId>;
}

/** What numbers are given by: the POs asked for, and the numbers that a year has had. */
export interface FoundNumbers extends Omit<FoundReservations, 'reservations'> {
  /** Sequences in FCMS, see `DocumentSource.sequencesOf`. */
  readonly inFcms: readonly number[];
  /** The greatest sequence of the year ever reserved; null when there is none. */
  readonly reserved: number | null;
}

/** What is to be written, all or nothing. */
export interface ReservationAmendment<T> {
  readonly added?: readonly Reservation[];
  /** Known numbers, whole. */
  readonly changed?: readonly Reservation[];
  readonly audit?: readonly AuditEntry[];
  readonly result: T;
}

/** Reserved numbers. Whoever changes them is the only writer of POs meanwhile. */
export interface ReservationStore {
  /** Whether this is a place to rehearse in, where no number may be given: FCMS's numbers are given elsewhere. */
  isRehearsal(): Promise<boolean>;
  /**
   * Looks up POs and the numbers of a year (two digits) and writes what `give` makes of it, all or nothing. No other
   * number is given meanwhile, by any process. `give` may be called again when the transaction is repeated; what was
   * added counts only when this has settled without an error.
   */
  give<T>(pos: PoQuery, year: number, give: (found: FoundNumbers) => ReservationAmendment<T>): Promise<T>;
  /** The same for numbers that are reserved already. */
  change<T>(query: ReservationQuery, change: (found: FoundReservations) => ReservationAmendment<T>): Promise<T>;
  /** What is held, without changing it. */
  find(query: ReservationQuery): Promise<FoundReservations>;
  /** By number, the greatest first: at most `limit`, only those below the number `after` when it is not null. */
  list(
    filter: { readonly state?: ReservationState | undefined; readonly po?: PoId | undefined },
    limit: number,
    after: string | null,
  ): Promise<readonly Reservation[]>;
  /** POs with numbers that are neither released nor matched by hand: by address, at most `limit`, those after `after`. */
  posToMatch(limit: number, after: PoId | null): Promise<readonly PoId[]>;
}
