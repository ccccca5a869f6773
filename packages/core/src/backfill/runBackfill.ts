import { type CdcFreshness, type CdcSettings, cdcFreshness } from '../cdc/cdcState.ts';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import { PoError } from '../errors.ts';
import { type Look, lookForMissing, onlyReading } from '../missing/lookForMissing.ts';
import type { MissingDocuments } from '../missing/MissingDocuments.ts';
import { syncOrphans } from '../orphan/syncOrphans.ts';
import type { PoId } from '../po/Po.ts';
import type { CdcMonitor } from '../ports/CdcMonitor.ts';
import type { Clock } from '../ports/Clock.ts';
import type { DocumentSource } from '../ports/DocumentSource.ts';
import type { MissingStore } from '../ports/MissingStore.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { HeldRun, RunHolder, RunStore } from '../ports/RunStore.ts';
import type { SiteRules } from '../SiteRules.ts';
import type { Decision } from './Decision.ts';
import { ReworkTally } from './ReworkTally.ts';
import type { OrphanCounts, Run, RunOptions, RunOwner, RunState } from './Run.ts';
import { readAhead } from './readAhead.ts';
import { limitReached, type RecordedEvent, type Recording, recordBatches } from './recordBatches.ts';
import { rehearse } from './rehearse.ts';
import { emptyTally, type Tally } from './tally.ts';

/** The world that a backfill works in. */
export interface BackfillPorts {
  readonly source: DocumentSource;
  readonly pos: PoStore;
  readonly runs: RunStore;
  readonly missing: MissingStore;
  readonly orphans: OrphanStore;
  readonly cdc: CdcMonitor;
  readonly clock: Clock;
  /** The opaque address of a new PO, and of a run. */
  readonly newId: () => PoId;
}

/** What the site has set. */
export interface BackfillSettings {
  readonly rules: SiteRules;
  readonly cdc: CdcSettings;
  /** Minutes after which a move report without its order is an orphan. */
  readonly orphanAfterMinutes: number;
  /** False: no decision looks at other POs, and what it makes is no candidate. For measuring what that costs. */
  readonly looks?: false;
}

/** What to run. */
export interface BackfillInput {
  /** The address of a run that begins; without it, a new one. */
  readonly id?: string;
  readonly owner: RunOwner;
  /** What to do, or the id of the interrupted run to go on with. */
  readonly options: RunOptions | { readonly resume: string };
  readonly dryRun: boolean;
  /** Documents a batch; it has no effect on the result. */
  readonly batchSize: number;
  /** Milliseconds to wait while another run holds the place; null waits without end. */
  readonly waitMs: number | null;
  /** Ends the run after the current batch. */
  readonly signal?: AbortSignal;
  /** How many recorded documents may be missing from FCMS although they seem too many; without it, nobody has said. */
  readonly acceptMissing?: number;
  /** Looks at the decisions of a batch before they are written; false ends the run without writing them. */
  readonly approve?: (decisions: readonly Decision[]) => boolean;
}

/** How a run ended. */
export interface BackfillResult {
  readonly run: Run;
  readonly dryRun: boolean;
  readonly tally: Tally;
  readonly orphans: OrphanCounts;
  readonly cdc: CdcFreshness;
  readonly durationMs: number;
  /** Whether `approve` ended it. */
  readonly disapproved: boolean;
}

/** What happens in a run, in order. The last one is `finished`, unless no run was started. */
export type BackfillEvent =
  | { readonly type: 'busy'; readonly holder: RunHolder | null }
  | { readonly type: 'not-resumable'; readonly state: RunState | null }
  /** What the run to go on with made was taken back. */
  | { readonly type: 'undone' }
  | { readonly type: 'started'; readonly run: Run; readonly cdc: CdcFreshness }
  /** Recorded documents are gone from FCMS. */
  | { readonly type: 'looked'; readonly missing: MissingDocuments }
  /** POs that were written before candidates were looked for are made findable; `left` of them. */
  | { readonly type: 'indexing'; readonly left: number }
  | { readonly type: 'listed'; readonly count: number }
  | RecordedEvent
  | { readonly type: 'finished'; readonly result: BackfillResult };

async function* noBatches(): AsyncGenerator<never> {
  yield* [];
}

const noOrphans: OrphanCounts = { open: 0, found: 0, resolved: 0 };

/** The record of a run that is never kept: a dry run's. */
const unrecordedRun = (id: string, input: BackfillInput & { options: RunOptions }, at: Date): HeldRun => ({
  run: {
    id,
    ...input.options,
    ...input.owner,
    state: 'running',
    startedAt: at,
    finishedAt: null,
    cursor: null,
    tally: emptyTally,
    orphans: noOrphans,
    missing: null,
    undone: null,
    error: null,
  },
  fence: { runId: id, epoch: 0 },
  looked: async () => undefined,
  release: async () => undefined,
});

/**
 * Backfills the documents of a window into POs and yields what happens. Reads, decides and writes a batch at a time: a
 * batch, its decisions and the checkpoint are written together or not at all, so that a run may be killed at any moment
 * and taken up again. A dry run decides the same and writes nothing.
 * @throws PoError `CANDIDATES_INCOMPLETE` when a dry run would have to make POs findable first
 */
export async function* runBackfill(
  ports: BackfillPorts,
  settings: BackfillSettings,
  input: BackfillInput,
): AsyncGenerator<BackfillEvent, void> {
  const { clock, source } = ports;
  const startedAt = clock.now();
  let held: HeldRun;
  if (input.dryRun) {
    if ('resume' in input.options) throw new TypeError('a dry run cannot be resumed: nothing of it was kept');
    held = unrecordedRun(input.id ?? ports.newId(), { ...input, options: input.options }, startedAt);
  } else {
    const start = await ports.runs.start({
      owner: input.owner,
      at: startedAt,
      options: input.options,
      waitMs: input.waitMs,
      ...(input.id !== undefined && { id: input.id }),
      ...(input.signal && { signal: input.signal }),
    });
    if (start.outcome === 'undone') {
      yield { type: 'undone' };
      return;
    }
    if (start.outcome !== 'started') {
      yield start.outcome === 'busy'
        ? { type: 'busy', holder: start.holder }
        : { type: 'not-resumable', state: start.outcome === 'not-found' ? null : start.state };
      return;
    }
    held = start.held;
  }

  const { run, fence } = held;
  let { tally, missing } = run;
  let orphans = noOrphans;
  let state: RunState = 'interrupted';
  let released = false;
  let error: string | null = null;
  try {
    const cdc = cdcFreshness(await ports.cdc.look(startedAt, !input.dryRun), settings.cdc, startedAt);
    yield { type: 'started', run, cdc };
    const store = input.dryRun ? rehearse(ports.pos) : ports.pos;
    const alive = cdc.state !== 'paused' && cdc.state !== 'stale';
    let reworks: Look['reworks'] = [];
    // A run that is taken up again has looked at its beginning.
    if (missing === null && alive) {
      ({ missing, reworks } = await lookForMissing(
        { source, pos: store, missing: input.dryRun ? onlyReading(ports.missing) : ports.missing },
        {
          window: run.window,
          at: startedAt,
          acceptMissing: input.acceptMissing ?? null,
          qtyTolerance: settings.rules.qtyTolerance,
        },
      ));
      tally = new ReworkTally().after(reworks, []).addedTo(tally);
      await held.looked(missing, tally);
      if (missing.total > 0) yield { type: 'looked', missing };
    }
    let left = await ports.pos.unindexed();
    if (left > 0 && input.dryRun) throw new PoError('CANDIDATES_INCOMPLETE', { left });
    while (left > 0 && input.signal?.aborted !== true) {
      yield { type: 'indexing', left };
      left = await ports.pos.indexMore();
    }
    const recording: Recording = {
      store,
      run,
      fence,
      read: createDocumentReader(settings.rules),
      reworks,
      qtyTolerance: settings.rules.qtyTolerance,
      newPoId: ports.newId,
      now: clock.now,
      looks: settings.looks ?? true,
      signal: input.signal,
      approve: input.approve,
    };
    const listing = await source.list(run.window, run.cursor);
    let disapproved = false;
    try {
      yield { type: 'listed', count: listing.count };
      // Interrupted before all POs are findable, it decides nothing.
      const batches = left > 0 ? noBatches() : readAhead(listing.batches(input.batchSize));
      for await (const event of recordBatches(recording, batches, run.tally)) {
        if (event.type === 'disapproved') {
          disapproved = true;
        } else {
          ({ tally } = event);
          yield event;
        }
      }
    } finally {
      await listing.close();
    }

    state = disapproved || (input.signal?.aborted === true && !limitReached(run, tally)) ? 'interrupted' : 'completed';
    if (state === 'completed') {
      orphans = await syncOrphans(ports, {
        at: clock.now(),
        afterMinutes: settings.orphanAfterMinutes,
        open: alive,
        write: !input.dryRun,
      });
    }
    const finishedAt = clock.now();
    await held.release({ state, at: finishedAt, tally, orphans, error: null });
    released = true;
    yield {
      type: 'finished',
      result: {
        run: { ...run, state, tally, orphans, missing, finishedAt },
        dryRun: input.dryRun,
        tally,
        orphans,
        cdc,
        durationMs: finishedAt.getTime() - startedAt.getTime(),
        disapproved,
      },
    };
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
    state = 'failed';
    throw thrown;
  } finally {
    // Also reached when the consumer stops listening: then the run is interrupted, as after a signal.
    if (!released) await held.release({ state, at: clock.now(), tally, orphans, error });
  }
}
