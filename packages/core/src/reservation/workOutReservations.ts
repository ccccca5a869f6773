import { docNo as docNoKey } from '../document/docNo.ts';
import { assign } from '../matching/assign.ts';
import type { Delivery, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { NotCounting } from './countingTime.ts';
import { heldUntil } from './heldUntil.ts';
import type { Mismatch, Reservation, ReservationState } from './Reservation.ts';

/** What the states of a PO's reserved numbers depend on, besides the PO. */
export interface ReservationFacts {
  readonly at: Date;
  readonly not: NotCounting;
  /** The PO that the numbers are for; undefined when it is gone. */
  readonly po: PoWithDeliveries | undefined;
  /** The live documents with these numbers, by number; none of the PO's own is hidden by one of another PO. */
  readonly entered: ReadonlyMap<string, Delivery>;
  /** When documents were entered in FCMS, by document number; those that are not here suggest nothing. */
  readonly enteredAt: ReadonlyMap<string, Date>;
}

const isLive = ({ content }: Delivery): boolean => !content.cancelled;

/** The live documents with reserved numbers, by number. */
export const enteredNumbers = (
  pos: readonly PoWithDeliveries[],
  reservations: ReadonlyMap<string, Reservation>,
): ReadonlyMap<string, Delivery> => {
  const entered = new Map<string, Delivery>();
  for (const delivery of pos.flatMap(({ deliveries }) => deliveries).filter(isLive)) {
    const number = docNoKey(delivery.docNo);
    const reservation = number === null ? undefined : reservations.get(number);
    if (number === null || reservation === undefined) continue;
    if (!entered.has(number) || delivery.poId === reservation.poId) entered.set(number, delivery);
  }
  return entered;
};

const isOpen = ({ docNo, state, matchedBy }: Reservation, entered: ReadonlyMap<string, Delivery>): boolean =>
  state !== 'RELEASED' && matchedBy === null && !entered.has(docNo);

/**
 * The documents that may have been entered in place of a reserved number: live ones of the PO with a product of it, whose
 * number is not reserved for the PO, and which nobody matched with another of its numbers.
 */
export const possibleSubstitutes = (
  po: PoWithDeliveries | undefined,
  reservations: readonly Reservation[],
  entered: ReadonlyMap<string, Delivery>,
): readonly Delivery[] => {
  if (po === undefined || !reservations.some((each) => isOpen(each, entered))) return [];
  const held = reservations.filter(({ state }) => state !== 'RELEASED');
  const fulfilling = new Set(held.flatMap(({ docNo, document, matchedBy }) => [docNo, matchedBy && document]));
  const products = new Set(po.po.items.map(({ productKey }) => productKey));
  return po.deliveries.filter(
    (delivery) =>
      isLive(delivery) &&
      delivery.productKey !== null &&
      products.has(delivery.productKey) &&
      !fulfilling.has(docNoKey(delivery.docNo)) &&
      !fulfilling.has(delivery.docNo),
  );
};

const agreeingPlaces = (a: string, b: string): number => [...a].filter((letter, i) => letter === b[i]).length;

/** Any pairing is worth more than the best of choices that leave a number over. */
const pairingWorth = 1_000_000;
const placeWorth = 1_000;
const hoursThatMatter = 999;

/** How likely the document was entered in place of the number: by how alike the numbers are, then by how soon it came. */
const weightOf = ({ docNo, countedFrom }: Reservation, document: string, enteredAt: Date): number =>
  pairingWorth +
  placeWorth * agreeingPlaces(docNo, document) +
  Math.max(0, hoursThatMatter - Math.floor((enteredAt.getTime() - countedFrom.getTime()) / 3_600_000));

/** Which document was entered in place of which number, all numbers of the PO together. */
const substitutes = (
  reservations: readonly Reservation[],
  { po, entered, enteredAt, not }: ReservationFacts,
): ReadonlyMap<string, string> => {
  const documents = possibleSubstitutes(po, reservations, entered);
  const pairings = reservations
    .filter((each) => isOpen(each, entered))
    .flatMap((reservation) => {
      const until = heldUntil(reservation, not);
      return documents.flatMap(({ docNo }) => {
        const at = enteredAt.get(docNo);
        return at === undefined || at <= reservation.countedFrom || at > until
          ? []
          : [{ left: reservation.docNo, right: docNo, weight: weightOf(reservation, docNo, at) }];
      });
    });
  return new Map(assign(pairings).map(({ left, right }) => [left, right]));
};

interface Standing {
  readonly state: ReservationState;
  readonly mismatch: Mismatch | null;
  readonly document: string | null;
}

const hasConflict = ({ reasons }: Delivery): boolean => reasons.some(({ code }) => code === 'RESERVATION_CONFLICT');

/** How a number stands whose document is there. */
const standingOf = (delivery: Delivery, poId: PoId): Standing => {
  const document = delivery.docNo;
  if (delivery.poId !== poId) return { state: 'MISMATCH', mismatch: 'other-po', document };
  if (hasConflict(delivery)) return { state: 'MISMATCH', mismatch: 'conflict', document };
  return { state: 'MATCHED', mismatch: null, document };
};

const same = (a: Reservation, b: Reservation): boolean =>
  a.state === b.state &&
  a.mismatch === b.mismatch &&
  a.document === b.document &&
  a.expiresAt.getTime() === b.expiresAt.getTime();

/**
 * How the reserved numbers of one PO stand, by rules 7: all of them, those that stay as they were as the same objects. A
 * released number and one that a human matched stay as they are.
 */
export const workOutReservations = (
  reservations: readonly Reservation[],
  facts: ReservationFacts,
): readonly Reservation[] => {
  const instead = substitutes(reservations, facts);
  return reservations.map((reservation) => {
    if (reservation.state === 'RELEASED' || reservation.matchedBy !== null) return reservation;
    const delivery = facts.entered.get(reservation.docNo);
    const substitute = instead.get(reservation.docNo);
    const expiresAt = heldUntil(reservation, facts.not);
    let standing: Standing;
    if (delivery !== undefined) standing = standingOf(delivery, reservation.poId);
    else if (substitute !== undefined) {
      standing = { state: 'MISMATCH', mismatch: 'other-number', document: substitute };
    } else standing = { state: facts.at < expiresAt ? 'RESERVED' : 'EXPIRED', mismatch: null, document: null };
    const worked = { ...reservation, ...standing, expiresAt };
    return same(worked, reservation) ? reservation : worked;
  });
};
