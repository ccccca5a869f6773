import type { AuditAction, Doer } from '../audit/AuditEntry.ts';
import { docNo as docNoKey } from '../document/docNo.ts';
import type { Po } from '../po/Po.ts';
import type { FoundReservations, ReservationAmendment } from '../ports/ReservationStore.ts';
import { type NotCounting, whenCounted } from './countingTime.ts';
import { lookAtTime } from './lookAtTime.ts';
import type { Reservation } from './Reservation.ts';
import type { ReservationPorts, ReservationSettings } from './ReservationSettings.ts';
import { type ReservationSnapshot, reservationEntry } from './reservationEntry.ts';
import { enteredNumbers, workOutReservations } from './workOutReservations.ts';

/** A reserved number that somebody decides about. */
export interface NumberRequest {
  /** The number; case, width and blanks do not matter. */
  readonly docNo: string;
  readonly note?: string | null;
  readonly by: Doer;
}

/** What became of it. */
export type NumberResult =
  | { readonly outcome: 'done'; readonly reservation: Reservation; readonly po: Po | null; readonly auditId: string }
  | { readonly outcome: 'not-reserved'; readonly docNo: string }
  /** The number's state does not allow it. */
  | { readonly outcome: 'not-possible'; readonly reservation: Reservation };

/** What a decision changes of a number; null: its state does not allow it. */
type Decide = (reservation: Reservation, at: Date, not: NotCounting) => Partial<Reservation> | null;

const poOf = ({ pos }: FoundReservations, { poId }: Reservation): Po | null =>
  pos.find(({ po }) => po.id === poId)?.po ?? null;

/**
 * How a number stands at once, as far as that shows without asking FCMS when other documents were entered; the matching
 * batch looks at those.
 */
const standAtOnce = (reservation: Reservation, found: FoundReservations, at: Date, not: NotCounting): Reservation => {
  const [worked] = workOutReservations([reservation], {
    at,
    not,
    po: found.pos.find(({ po }) => po.id === reservation.poId),
    entered: enteredNumbers(found.pos, found.reservations),
    enteredAt: new Map(),
  });
  return worked ?? reservation;
};

/** Writes a decision about a number with its entry in the audit trail. */
const decideOn = async (
  ports: ReservationPorts,
  settings: ReservationSettings,
  { docNo: given, note = null, by }: NumberRequest,
  action: AuditAction,
  decide: Decide,
  undoes: (reservation: Reservation) => string | null = () => null,
): Promise<NumberResult> => {
  const docNo = docNoKey(given) ?? given;
  const at = ports.clock.now();
  const { not } = await lookAtTime(ports.cdc, settings.cdc, at);
  return ports.reservations.change({ numbers: [docNo] }, (found): ReservationAmendment<NumberResult> => {
    const before = found.reservations.get(docNo);
    if (before === undefined) return { result: { outcome: 'not-reserved', docNo } };
    const decided = decide(before, at, not);
    if (decided === null) return { result: { outcome: 'not-possible', reservation: before } };
    const after = standAtOnce({ ...before, ...decided, decidedBy: ports.newId() }, found, at, not);
    const entry = reservationEntry(action, { by, at }, before, after, { note, undoes: undoes(before) });
    return {
      changed: [after],
      audit: [entry],
      result: { outcome: 'done', reservation: after, po: poOf(found, after), auditId: entry.id },
    };
  });
};

/** Whether a number can still be given up, or held longer. */
const isPending = ({ state }: Reservation): boolean => state !== 'MATCHED' && state !== 'RELEASED';

/** Gives a number up. One whose document is there, or that was given up before, stays. */
export const releaseNumber = (
  ports: ReservationPorts,
  settings: ReservationSettings,
  request: NumberRequest,
): Promise<NumberResult> =>
  decideOn(ports, settings, request, 'release', (reservation) =>
    isPending(reservation) ? { state: 'RELEASED', mismatch: null, document: null } : null,
  );

/**
 * Holds a number for the site's hours from now on, also one that has expired. Documents that were entered under other
 * numbers until now are no ground for a mismatch any more.
 */
export const extendNumber = (
  ports: ReservationPorts,
  settings: ReservationSettings,
  request: NumberRequest,
): Promise<NumberResult> =>
  decideOn(ports, settings, request, 'extend', (reservation, at, not) => {
    const { hours } = settings;
    return isPending(reservation)
      ? { countedFrom: at, hours, expiresAt: whenCounted(at, hours * 3_600_000, not) }
      : null;
  });

/** Takes a match by hand back; the number stands as the rules say again. */
export const unmatchNumber = (
  ports: ReservationPorts,
  settings: ReservationSettings,
  request: NumberRequest,
): Promise<NumberResult> =>
  decideOn(
    ports,
    settings,
    request,
    'unmatch',
    ({ matchedBy }) => (matchedBy === null ? null : { matchedBy: null }),
    ({ matchedBy }) => matchedBy,
  );

const takesBack: ReadonlySet<AuditAction> = new Set(['release', 'extend']);

/** Takes back the last release or extension of a number, unless something else was decided about it since. */
export const undoNumber = async (
  ports: ReservationPorts,
  settings: ReservationSettings,
  request: NumberRequest,
): Promise<NumberResult> => {
  const docNo = docNoKey(request.docNo) ?? request.docNo;
  const held = (await ports.reservations.find({ numbers: [docNo] })).reservations.get(docNo);
  const entry = held === undefined ? null : await ports.audit.find(held.decidedBy);
  if (held === undefined || entry === null) return { outcome: 'not-reserved', docNo };
  if (!takesBack.has(entry.action)) return { outcome: 'not-possible', reservation: held };
  // What the entries of these actions hold, by `reservationEntry`.
  const { state, hours, mismatch, document, countedFrom, expiresAt } = entry.before as ReservationSnapshot;
  const before = { state, hours, mismatch, document };
  const times = { countedFrom: new Date(countedFrom), expiresAt: new Date(expiresAt) };
  return decideOn(
    ports,
    settings,
    request,
    'undo',
    ({ decidedBy }) => (decidedBy === entry.id ? { ...before, ...times } : null),
    () => entry.id,
  );
};
