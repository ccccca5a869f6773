import { seoulInstant } from '../document/seoulInstant.ts';
import type { PoId } from '../po/Po.ts';
import type { DocumentSource } from '../ports/DocumentSource.ts';
import type { FoundReservations } from '../ports/ReservationStore.ts';
import type { Reservation } from '../reservation/Reservation.ts';
import { enteredNumbers, possibleSubstitutes, workOutReservations } from '../reservation/workOutReservations.ts';
import type { MatchEvent, MatchPorts, MatchSettings, MatchStepInput } from './runMatch.ts';

/** A reserved number that stands otherwise than before. */
export interface ChangedReservation {
  readonly before: Reservation;
  readonly after: Reservation;
  /** The PO that it is for, as shown; null when it is gone. */
  readonly po: { readonly customer: string; readonly poNo: string } | null;
}

/** So many POs are looked at, and written, at a time. */
const posAtOnce = 200;

/** The POs found with all their reserved numbers. */
const groupsOf = ({ reservations, pos }: FoundReservations) =>
  [...Map.groupBy(reservations.values(), ({ poId }) => poId)].map(([poId, numbers]) => ({
    numbers,
    po: pos.find(({ po }) => po.id === poId),
  }));

/** When the documents that may stand in for a number were entered in FCMS. */
const readEntries = async (
  found: FoundReservations,
  source: Pick<DocumentSource, 'find'>,
): Promise<ReadonlyMap<string, Date>> => {
  const entered = enteredNumbers(found.pos, found.reservations);
  const docNos = groupsOf(found).flatMap(({ numbers, po }) =>
    possibleSubstitutes(po, numbers, entered).map(({ docNo }) => docNo),
  );
  if (docNos.length === 0) return new Map();
  const documents = await source.find(docNos);
  return new Map(
    documents.flatMap(({ docNo, addDatetime }) => {
      const at = seoulInstant(addDatetime);
      return at === null ? [] : [[docNo, at] as const];
    }),
  );
};

/** How all numbers found stand; only those that stand otherwise, or are known to be held longer. */
const workOut = (
  found: FoundReservations,
  enteredAt: ReadonlyMap<string, Date>,
  { at, not }: MatchStepInput,
): readonly ChangedReservation[] => {
  const entered = enteredNumbers(found.pos, found.reservations);
  return groupsOf(found).flatMap(({ numbers, po }) =>
    workOutReservations(numbers, { at, not, po, entered, enteredAt }).flatMap((after, i): ChangedReservation[] => {
      const before = numbers[i];
      return before === undefined || before === after
        ? []
        : [{ before, after, po: po === undefined ? null : { customer: po.po.customer, poNo: po.po.poNo } }];
    }),
  );
};

const standsOtherwise = ({ before, after }: ChangedReservation): boolean =>
  before.state !== after.state || before.mismatch !== after.mismatch || before.document !== after.document;

/** Works out how the reserved numbers stand, those of some POs at a time, and yields what has changed. */
export async function* matchReservations(
  { reservations, source }: MatchPorts,
  _settings: MatchSettings,
  input: MatchStepInput,
): AsyncGenerator<MatchEvent, void> {
  let last: PoId | null = null;
  while (input.signal?.aborted !== true) {
    const ids: readonly PoId[] = await reservations.posToMatch(posAtOnce, last);
    last = ids.at(-1) ?? null;
    if (last === null) return;
    const query = { pos: { ids } };
    const found = await reservations.find(query);
    const enteredAt = await readEntries(found, source);
    // Most pages have no news, and keep nobody from writing.
    if (workOut(found, enteredAt, input).length === 0) continue;
    const changed: readonly ChangedReservation[] = await reservations.change(query, (now) => {
      const result = workOut(now, enteredAt, input);
      return { changed: result.map(({ after }) => after), result };
    });
    const told = changed.filter(standsOtherwise);
    if (told.length > 0) yield { type: 'reservations', changed: told };
  }
}
