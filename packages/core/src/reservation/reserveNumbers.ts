import type { Doer } from '../audit/AuditEntry.ts';
import { type CdcFreshness, cdcFreshness } from '../cdc/cdcState.ts';
import { seoulDayOf } from '../document/days.ts';
import type { PoIdentity } from '../po/identity.ts';
import type { Po, PoId } from '../po/Po.ts';
import type { FoundNumbers, ReservationAmendment } from '../ports/ReservationStore.ts';
import { whenCounted } from './countingTime.ts';
import { lookAtTime } from './lookAtTime.ts';
import { documentNumberOf, nextSequences, readSequences } from './nextNumbers.ts';
import type { Reservation } from './Reservation.ts';
import type { ReservationPorts, ReservationSettings } from './ReservationSettings.ts';
import { reservationEntry } from './reservationEntry.ts';

/** The most numbers that are reserved at once. */
export const mostAtOnce = 100;

/** Which PO numbers are wanted for, and how many. */
export interface ReserveRequest {
  readonly po: { readonly id: PoId } | { readonly identity: PoIdentity };
  /** 1 to `mostAtOnce`. */
  readonly count: number;
  /** Gives numbers although FCMS's data is paused or stale; the audit trail keeps that. */
  readonly acceptStale: boolean;
  readonly by: Doer;
}

/** What became of a request. No number is given but with `reserved`. */
export type ReserveResult =
  | {
      readonly outcome: 'reserved';
      readonly po: Po;
      readonly reservations: readonly Reservation[];
      readonly cdc: CdcFreshness;
    }
  /** FCMS's data is paused or stale: newer numbers may have been given there. */
  | { readonly outcome: 'not-fresh'; readonly cdc: CdcFreshness }
  /** Here one rehearses. */
  | { readonly outcome: 'rehearsal' }
  | { readonly outcome: 'no-such-po' }
  /** Our staff cancelled the PO. */
  | { readonly outcome: 'po-cancelled'; readonly po: Po }
  /** The year has not so many numbers left. `greatest`: the last sequence in use. */
  | { readonly outcome: 'exhausted'; readonly year: number; readonly greatest: number };

const isFresh = ({ state }: CdcFreshness): boolean => state !== 'paused' && state !== 'stale';

const targetIn = ({ pos, merged }: FoundNumbers, wanted: ReserveRequest['po']): Po | undefined => {
  if ('id' in wanted) return pos.find(({ po }) => po.id === (merged.get(wanted.id) ?? wanted.id))?.po;
  const { identity } = wanted;
  const named = pos.find(
    ({ po }) => po.identity.customerKey === identity.customerKey && po.identity.poKey === identity.poKey,
  );
  // A number that the PO had before it was corrected is one by which people still look for it.
  return (named ?? pos[0])?.po;
};

/**
 * Reserves the next document numbers of the year (Asia/Seoul) for a PO: all that were asked for, one after the other, or
 * none. Rejects, and gives none, on every error of the database.
 */
export const reserveNumbers = async (
  ports: ReservationPorts,
  { docPrefix, hours, cdc: settings }: ReservationSettings,
  { po: wanted, count, acceptStale, by }: ReserveRequest,
): Promise<ReserveResult> => {
  if (!Number.isInteger(count) || count < 1 || count > mostAtOnce) {
    throw new RangeError(`count: a whole number from 1 to ${mostAtOnce}, not ${count}`);
  }
  if (await ports.reservations.isRehearsal()) return { outcome: 'rehearsal' };
  const { observation, cdc, not } = await lookAtTime(ports.cdc, settings, ports.clock.now());
  if (!isFresh(cdc) && !acceptStale) return { outcome: 'not-fresh', cdc };
  const year = Number(seoulDayOf(ports.clock.now()).slice(2, 4));
  const query = 'id' in wanted ? { ids: [wanted.id] } : { identities: [wanted.identity] };
  return ports.reservations.give(query, year, (found): ReservationAmendment<ReserveResult> => {
    // Whoever had to wait may have come into the pause.
    const at = ports.clock.now();
    const now = cdcFreshness(observation, settings, at);
    if (!isFresh(now) && !acceptStale) return { result: { outcome: 'not-fresh', cdc: now } };
    const po = targetIn(found, wanted);
    if (po === undefined) return { result: { outcome: 'no-such-po' } };
    if (po.state === 'cancelled') return { result: { outcome: 'po-cancelled', po } };
    const { greatest } = readSequences(found.inFcms, found.reserved);
    const sequences = nextSequences(greatest, count);
    if (sequences === null) return { result: { outcome: 'exhausted', year, greatest } };
    const reservations = sequences.map(
      (sequence): Reservation => ({
        docNo: documentNumberOf(docPrefix, year, sequence),
        year,
        sequence,
        poId: po.id,
        state: 'RESERVED',
        reservedAt: at,
        countedFrom: at,
        hours,
        expiresAt: whenCounted(at, hours * 3_600_000, not),
        mismatch: null,
        document: null,
        matchedBy: null,
        decidedBy: ports.newId(),
      }),
    );
    const together = reservations.length > 1 ? { batchId: ports.newId() } : {};
    const facts = { acceptStale, cdc: now.state };
    return {
      added: reservations,
      audit: reservations.map((each) => reservationEntry('reserve', { by, at }, null, each, { ...together, facts })),
      result: { outcome: 'reserved', po, reservations, cdc: now },
    };
  });
};
