import type { CdcSettings } from '../cdc/cdcState.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { type MatchEvent, type MatchSettings, type MatchSummary, runMatch } from '../match/runMatch.ts';
import type { Po } from '../po/Po.ts';
import { backfillSettings, manualPo, reservationSettings, somebody } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import type { World } from '../testing/World.ts';
import { extendNumber, type NumberRequest, releaseNumber, undoNumber, unmatchNumber } from './decideOnNumber.ts';
import { type MatchRequest, matchByHand } from './matchByHand.ts';
import type { Reservation } from './Reservation.ts';
import { type ReserveRequest, type ReserveResult, reserveNumbers } from './reserveNumbers.ts';

/** A time of the week of Monday 2025-11-17 in Seoul. */
export const seoul = (day: number, time: string): Date =>
  new Date(Date.parse(`2025-11-17T${time}:00+09:00`) + day * 86_400_000);

/** A world on Monday at noon, with what people and the matching batch do with reserved numbers in it. */
export const reservationWorld = async (cdc: Partial<CdcSettings> = {}, given?: World) => {
  const world = given ?? (await inMemoryWorld());
  const settings = reservationSettings(cdc);
  const ports = { ...world.ports, reservations: world.reservations, audit: world.audit };
  world.setNow(seoul(0, '12:00'));

  const reserve = (po: Po, request: Partial<ReserveRequest> = {}): Promise<ReserveResult> =>
    reserveNumbers(ports, settings, { po: { id: po.id }, count: 1, acceptStale: false, by: somebody, ...request });

  return {
    ...world,
    ports,
    settings,
    reserve,
    /** Enters a PO of 30 cylinders of KF001. */
    async enter(poNo: string, more: Partial<ManualPo> = {}): Promise<Po> {
      const [result] = await enterManualPos(world, [manualPo({ poNo, ...more })]);
      if (result === undefined || !('po' in result)) throw new Error(`not entered: ${JSON.stringify(result)}`);
      return result.po;
    },
    /** Reserves one number, or throws. */
    async number(po: Po, request: Partial<ReserveRequest> = {}): Promise<string> {
      const result = await reserve(po, request);
      if (result.outcome !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(result)}`);
      return result.reservations[0]!.docNo;
    },
    async held(docNo: string): Promise<Reservation> {
      const found = (await world.reservations.find({ numbers: [docNo] })).reservations.get(docNo);
      if (found === undefined) throw new Error(`not held: ${docNo}`);
      return found;
    },
    release: (docNo: string, more: Partial<NumberRequest> = {}) =>
      releaseNumber(ports, settings, { docNo, by: somebody, ...more }),
    extend: (docNo: string) => extendNumber(ports, settings, { docNo, by: somebody }),
    undo: (docNo: string) => undoNumber(ports, settings, { docNo, by: somebody }),
    unmatch: (docNo: string) => unmatchNumber(ports, settings, { docNo, by: somebody }),
    matchByHand: (document: string, fulfils: MatchRequest['fulfils'] = null) =>
      matchByHand(ports, { document, fulfils, by: somebody }),
    /** Runs the matching batch to its end. */
    async match(): Promise<{ readonly events: readonly MatchEvent[]; readonly summary: MatchSummary }> {
      const all: MatchSettings = { ...backfillSettings(), cdc: settings.cdc, reservationHours: settings.hours };
      const events = await Array.fromAsync(runMatch(ports, all));
      const last = events.at(-1);
      if (last?.type !== 'finished') throw new Error('the batch did not finish');
      return { events, summary: last.summary };
    },
  };
};
