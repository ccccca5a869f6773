import type { OrphanCounts } from '../backfill/Run.ts';
import type { BackfillSettings } from '../backfill/runBackfill.ts';
import type { CdcFreshness } from '../cdc/cdcState.ts';
import { type LookPorts, lookForMissing } from '../missing/lookForMissing.ts';
import type { MissingDocuments } from '../missing/MissingDocuments.ts';
import { type OrphanPorts, syncOrphans } from '../orphan/syncOrphans.ts';
import { type RematchPorts, type RematchProgress, rematchNewPos } from '../rematch/rematchNewPos.ts';
import { type LookAtTime, lookAtTime } from '../reservation/lookAtTime.ts';
import type { ReservationPorts } from '../reservation/ReservationSettings.ts';
import { type ChangedReservation, matchReservations } from './matchReservations.ts';

/** The world that the matching batch works in. */
export interface MatchPorts extends ReservationPorts, OrphanPorts, RematchPorts, LookPorts {
  readonly pos: OrphanPorts['pos'] & RematchPorts['pos'] & LookPorts['pos'];
  readonly source: OrphanPorts['source'] & LookPorts['source'];
}

/** What the site has set. */
export interface MatchSettings extends BackfillSettings {
  /** The hours that a reserved number is held for, of the time that counts (`PO_RESERVATION_HOURS`). */
  readonly reservationHours: number;
}

/** What to run. */
export interface MatchInput {
  /** Ends the batch after the current page. */
  readonly signal?: AbortSignal;
}

/** How a batch ended. */
export interface MatchSummary {
  /** `waits`: FCMS's data is paused at this hour, and nothing was done. */
  readonly state: 'completed' | 'interrupted' | 'waits';
  readonly cdc: CdcFreshness;
  /** Reserved numbers whose state changed. */
  readonly changed: number;
  readonly orphans: OrphanCounts;
  /** `PROBABLE_MATCH` of new POs: opened, closed, and told anew. */
  readonly matches: MatchCounts;
  /** Recorded documents that FCMS does not have; null when they were not looked for. */
  readonly missing: MissingDocuments | null;
  readonly durationMs: number;
}

/** How many probable matches a batch opened, closed, and told anew with other candidates. */
interface MatchCounts {
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
}

/** What happens in a batch, in order. The last one is `finished`. */
export type MatchEvent =
  | { readonly type: 'started'; readonly cdc: CdcFreshness }
  | { readonly type: 'reservations'; readonly changed: readonly ChangedReservation[] }
  | { readonly type: 'orphans'; readonly orphans: OrphanCounts }
  | { readonly type: 'matches'; readonly progress: RematchProgress }
  | { readonly type: 'missing'; readonly missing: MissingDocuments }
  | { readonly type: 'finished'; readonly summary: MatchSummary };

/** What a step of the batch works with. */
export interface MatchStepInput extends LookAtTime, MatchInput {
  readonly at: Date;
}

/** A part of the batch. It writes what it finds a page at a time, so that it may be stopped and repeated. */
type MatchStep = (
  ports: MatchPorts,
  settings: MatchSettings,
  input: MatchStepInput,
) => AsyncGenerator<MatchEvent, void>;

async function* findOrphans(
  ports: MatchPorts,
  { orphanAfterMinutes }: MatchSettings,
  { at, cdc }: MatchStepInput,
): AsyncGenerator<MatchEvent, void> {
  yield {
    type: 'orphans',
    orphans: await syncOrphans(ports, {
      at,
      afterMinutes: orphanAfterMinutes,
      open: cdc.state !== 'stale',
      write: true,
    }),
  };
}

/** Looks again for the candidates of new POs that nobody reviewed: POs may have been added since. */
async function* findMatches(
  ports: MatchPorts,
  _settings: MatchSettings,
  { signal }: MatchStepInput,
): AsyncGenerator<MatchEvent, void> {
  for await (const progress of rematchNewPos(ports, signal === undefined ? {} : { signal })) {
    yield { type: 'matches', progress };
  }
}

/** Looks for recorded documents that are gone from FCMS, while the source lives. */
async function* findMissing(
  ports: MatchPorts,
  { rules }: MatchSettings,
  { at, cdc }: MatchStepInput,
): AsyncGenerator<MatchEvent, void> {
  if (cdc.state === 'stale') return;
  const { missing } = await lookForMissing(ports, {
    window: { since: null, until: null },
    at,
    acceptMissing: null,
    qtyTolerance: rules.qtyTolerance,
  });
  yield { type: 'missing', missing };
}

/** The parts of the batch, in their order. The last one stops the batch when too many documents are gone. */
const steps: readonly MatchStep[] = [matchReservations, findOrphans, findMatches, findMissing];

const noOrphans: OrphanCounts = { open: 0, found: 0, resolved: 0 };

/**
 * The matching batch: works out how reserved numbers stand, and looks for what has changed besides. It may be run at any
 * time and by several at once; running it twice changes nothing. During the replication's pause it waits for the next time.
 */
export async function* runMatch(
  ports: MatchPorts,
  settings: MatchSettings,
  input: MatchInput = {},
): AsyncGenerator<MatchEvent, void> {
  const at = ports.clock.now();
  const look = await lookAtTime(ports.cdc, settings.cdc, at);
  const { cdc } = look;
  yield { type: 'started', cdc };
  let changed = 0;
  let orphans = noOrphans;
  let matches: MatchCounts = { opened: 0, closed: 0, changed: 0 };
  let missing: MissingDocuments | null = null;
  const isStopped = (): boolean => input.signal?.aborted === true;
  if (cdc.state !== 'paused') {
    for (const step of steps) {
      if (isStopped()) break;
      for await (const event of step(ports, settings, { ...input, ...look, at })) {
        if (event.type === 'reservations') changed += event.changed.length;
        if (event.type === 'orphans') ({ orphans } = event);
        if (event.type === 'missing') ({ missing } = event);
        if (event.type === 'matches' && event.progress.type === 'asked') {
          const { opened, closed, changed: retold } = event.progress;
          matches = { opened, closed, changed: retold };
        }
        yield event;
      }
    }
  }
  const state = cdc.state === 'paused' ? 'waits' : isStopped() ? 'interrupted' : 'completed';
  const durationMs = ports.clock.now().getTime() - at.getTime();
  yield { type: 'finished', summary: { state, cdc, changed, orphans, matches, missing, durationMs } };
}
