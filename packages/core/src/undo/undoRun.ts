import type { Doer } from '../audit/AuditEntry.ts';
import { noChanges } from '../backfill/Changes.ts';
import type { Run } from '../backfill/Run.ts';
import { identityKey } from '../po/identity.ts';
import type { Amendment, Found, PoQuery } from '../ports/Amendment.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { RunStore } from '../ports/RunStore.ts';
import type { SiteRules } from '../SiteRules.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type RefusedPos, type TakeBackResult, takeBack } from './takeBack.ts';

/** The world in which a run is taken back. */
export interface UndoRunPorts {
  readonly pos: Pick<PoStore, 'find' | 'change' | 'ofRun'>;
  readonly runs: Pick<RunStore, 'find' | 'isRunning'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Which run to take back, and how. */
export interface UndoRunInput {
  readonly runId: string;
  readonly by: Doer;
  /** Tells what would be taken back and writes nothing. */
  readonly dryRun: boolean;
  /** Ends after the current transaction. */
  readonly signal?: AbortSignal;
}

/** What was taken back so far. */
export interface UndoRunCounts {
  /** Documents that are not recorded any more. */
  readonly unrecorded: number;
  /** Documents that are as they were before the run. */
  readonly restored: number;
  /** POs that are gone. */
  readonly removed: number;
}

/** What happens, in order. The last one is `finished`, unless there was nothing to begin with. */
export type UndoRunEvent =
  | { readonly type: 'not-found' }
  | { readonly type: 'running'; readonly run: Run }
  /** What it wrote was not kept: an older release carried it out. */
  | { readonly type: 'not-kept'; readonly run: Run }
  | { readonly type: 'started'; readonly run: Run }
  | { readonly type: 'taken-back'; readonly counts: UndoRunCounts; readonly refused: readonly RefusedPos[] }
  | {
      readonly type: 'finished';
      readonly counts: UndoRunCounts;
      /** POs that stay as they are: a second try may take them back once nothing rests on them any more. */
      readonly refused: number;
      /** Whether the signal ended it; a second try goes on. */
      readonly interrupted: boolean;
    };

/** How many documents are begun with at once; what hangs together with them is taken back in the same transaction. */
const atOnce = 200;

/** The query, with all that the answer shows to hang together with it; null when it holds all of that already. */
const wider = (query: Required<Pick<PoQuery, 'ids' | 'identities' | 'docNos'>>, found: Found) => {
  const earlier = found.run?.earlier ?? [];
  const ids = new Set([...query.ids, ...found.pos.map(({ po }) => po.id), ...earlier.map(({ po }) => po.id)]);
  const docNos = new Set([
    ...query.docNos,
    ...earlier.map(({ delivery }) => delivery.docNo),
    ...(found.run?.decided ?? []),
  ]);
  const identities = new Map(
    [...query.identities, ...earlier.map(({ po }) => po.identity)].map((identity) => [identityKey(identity), identity]),
  );
  return ids.size === query.ids.length &&
    docNos.size === query.docNos.length &&
    identities.size === query.identities.length
    ? null
    : { ids: [...ids], docNos: [...docNos], identities: [...identities.values()] };
};

/**
 * Takes back what a run made: documents that it recorded are not recorded any more, so that the next backfill decides them
 * as if never seen; documents that it changed or moved are as they were before. POs on which somebody decided or a later
 * run built since stay as they are, and are listed. Each transaction takes back POs that hang together, whole; killed at
 * any moment, a second call goes on. What the run learned of FCMS (missing documents, orphans, progress) stays.
 */
export async function* undoRun(
  { pos, runs, clock, newId }: UndoRunPorts,
  { qtyTolerance }: Pick<SiteRules, 'qtyTolerance'>,
  { runId, by, dryRun, signal }: UndoRunInput,
): AsyncGenerator<UndoRunEvent, void> {
  const run = await runs.find(runId);
  if (run === null) {
    yield { type: 'not-found' };
    return;
  }
  if (await runs.isRunning(runId)) {
    yield { type: 'running', run };
    return;
  }
  const first = await pos.ofRun(runId, 1, null);
  if (first.length > 0 && (await pos.find({ docNos: first, run: runId })).run === null) {
    yield { type: 'not-kept', run };
    return;
  }
  yield { type: 'started', run };

  const batchId = newId();
  let counts: UndoRunCounts = { unrecorded: 0, restored: 0, removed: 0 };
  let refused = 0;
  /** Documents further on that were dealt with already, together with earlier ones. */
  const dealtWith = new Set<string>();

  /** Takes back these documents and all that hangs together with them. */
  const takeBackWith = async (seeds: readonly string[]): Promise<TakeBackResult> => {
    let query = { ids: [] as readonly string[], identities: [] as PoQuery['identities'] & object, docNos: seeds };
    for (;;) {
      const seen = await pos.find({ ...query, run: runId });
      const next = wider(query, seen);
      if (next !== null) {
        query = next;
        continue;
      }
      const at = clock.now();
      const change = (found: Found): Amendment<TakeBackResult | null> =>
        wider(query, found) !== null || found.run === null || found.run === undefined
          ? { changes: noChanges, result: null }
          : takeBack({ ...found, run: found.run }, { runId, qtyTolerance, by, at, newId, batchId });
      const trial = change(seen);
      const nothingToWrite = trial.result !== null && trial.takenBack === undefined;
      const result = dryRun || nothingToWrite ? trial.result : await pos.change({ ...query, run: runId }, at, change);
      // Null: somebody has written in between, and more hangs together now.
      if (result !== null) return result;
    }
  };

  let after: string | null = null;
  while (signal?.aborted !== true) {
    const page: readonly string[] = await pos.ofRun(runId, atOnce, after);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
    const seeds = page.filter((docNo) => !dealtWith.delete(docNo));
    if (seeds.length === 0) continue;
    const result = await takeBackWith(seeds);
    const { unrecorded, restored, removed } = result;
    const told = [...(dryRun ? [...unrecorded, ...restored] : []), ...result.refused.flatMap(({ docNos }) => docNos)];
    for (const docNo of told) if (compareCodePoints(docNo, last) > 0) dealtWith.add(docNo);
    counts = {
      unrecorded: counts.unrecorded + unrecorded.length,
      restored: counts.restored + restored.length,
      removed: counts.removed + removed.length,
    };
    refused += result.refused.reduce((sum, each) => sum + each.pos.length, 0);
    yield { type: 'taken-back', counts, refused: result.refused };
  }
  yield { type: 'finished', counts, refused, interrupted: signal?.aborted === true };
}
