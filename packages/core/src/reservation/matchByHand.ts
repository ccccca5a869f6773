import { docNo as docNoKey } from '../document/docNo.ts';
import type { PoIdentity } from '../po/identity.ts';
import type { Delivery, Po } from '../po/Po.ts';
import type { FoundReservations, ReservationAmendment } from '../ports/ReservationStore.ts';
import type { NumberRequest, NumberResult } from './decideOnNumber.ts';
import type { Reservation } from './Reservation.ts';
import type { ReservationPorts } from './ReservationSettings.ts';
import { reservationEntry } from './reservationEntry.ts';

/** A document that fulfils a reserved number, by the word of a human. */
export interface MatchRequest extends Omit<NumberRequest, 'docNo'> {
  /** The document in FCMS. */
  readonly document: string;
  /**
   * The number that it fulfils: by itself, or the only one of the PO that waits. Without either: the number of the
   * document itself, or else the one for which it was suggested.
   */
  readonly fulfils: { readonly number: string } | { readonly identity: PoIdentity } | null;
}

/** What became of it. */
export type MatchResult =
  | NumberResult
  /** No number, or more than one, waits for a document there. */
  | { readonly outcome: 'not-one'; readonly numbers: readonly string[] }
  /** The document is not among the live deliveries of the PO that the number is for. */
  | {
      readonly outcome: 'not-on-the-po';
      readonly document: string;
      readonly reservation: Reservation;
      readonly po: Po | null;
    }
  /** It fulfils another number already. */
  | { readonly outcome: 'fulfils-another'; readonly document: string; readonly other: Reservation };

const waits = ({ state, matchedBy }: Reservation): boolean =>
  state !== 'RELEASED' && state !== 'MATCHED' && matchedBy === null;

const meant = (
  { reservations, pos }: FoundReservations,
  { document, fulfils }: MatchRequest,
): readonly Reservation[] => {
  const all = [...reservations.values()];
  if (fulfils === null) {
    const own = reservations.get(docNoKey(document) ?? '');
    return own === undefined ? all.filter((each) => waits(each) && each.document === document) : [own];
  }
  if ('number' in fulfils) return all.filter(({ docNo }) => docNo === fulfils.number);
  const { customerKey, poKey } = fulfils.identity;
  const po = pos.find(({ po: { identity } }) => identity.customerKey === customerKey && identity.poKey === poKey);
  return all.filter((each) => waits(each) && each.poId === po?.po.id);
};

/**
 * Matches a document with a reserved number by hand. That stays, whatever the matching batch finds, until it is taken
 * back. The document must be a live delivery of the PO that the number is for, and fulfil no other number.
 */
export const matchByHand = async (
  ports: Pick<ReservationPorts, 'reservations' | 'clock' | 'newId'>,
  request: MatchRequest,
): Promise<MatchResult> => {
  const { document, fulfils, note = null, by } = request;
  const at = ports.clock.now();
  const query = {
    numbers: fulfils !== null && 'number' in fulfils ? [fulfils.number] : [docNoKey(document) ?? document],
    pos: { docNos: [document], ...(fulfils !== null && 'identity' in fulfils && { identities: [fulfils.identity] }) },
  };
  return ports.reservations.change(query, (found): ReservationAmendment<MatchResult> => {
    const candidates = meant(found, request);
    const [before] = candidates;
    if (before === undefined || candidates.length > 1) {
      if (fulfils !== null && 'number' in fulfils)
        return { result: { outcome: 'not-reserved', docNo: fulfils.number } };
      return { result: { outcome: 'not-one', numbers: candidates.map(({ docNo }) => docNo) } };
    }
    if (before.state === 'RELEASED' || before.matchedBy !== null) {
      return { result: { outcome: 'not-possible', reservation: before } };
    }
    const entry = found.pos.find(({ po }) => po.id === before.poId);
    const isIt = ({ docNo, content }: Delivery): boolean => docNo === document && !content.cancelled;
    if (entry === undefined || !entry.deliveries.some(isIt)) {
      return { result: { outcome: 'not-on-the-po', document, reservation: before, po: entry?.po ?? null } };
    }
    const other = [...found.reservations.values()].find(
      (each) => each.docNo !== before.docNo && each.state === 'MATCHED' && each.document === document,
    );
    if (other !== undefined) return { result: { outcome: 'fulfils-another', document, other } };
    const id = ports.newId();
    const after: Reservation = {
      ...before,
      state: 'MATCHED',
      mismatch: null,
      document,
      matchedBy: id,
      decidedBy: id,
    };
    return {
      changed: [after],
      audit: [reservationEntry('match', { by, at }, before, after, { note })],
      result: { outcome: 'done', reservation: after, po: entry.po, auditId: id },
    };
  });
};
