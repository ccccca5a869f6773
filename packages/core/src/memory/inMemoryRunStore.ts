import type { Run } from '../backfill/Run.ts';
import { emptyTally } from '../backfill/tally.ts';
import { PoError } from '../errors.ts';
import type { Checkpoint } from '../ports/PoStore.ts';
import type { HeldRun, RunStore } from '../ports/RunStore.ts';
import { newestFirst } from './newestFirst.ts';

/** Runs in memory, with the checkpoints that the PO store of the same memory writes. */
export interface InMemoryRunStore extends RunStore {
  /** Writes a checkpoint. @throws PoError `RUN_TAKEN_OVER` */
  checkpoint(checkpoint: Checkpoint): void;
  /** Notes that what the run made was taken back; from then on it may write no more. */
  takenBack(taken: { readonly runId: string; readonly at: Date; readonly by: string }): void;
  /** As if the process that holds the place had died. */
  abandon(): void;
}

const pollMs = 10;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs in memory, for embedding and trying out. */
export const inMemoryRunStore = (newId: () => string): InMemoryRunStore => {
  const runs = new Map<string, { run: Run; epoch: number }>();
  let holder: string | null = null;

  const isCurrent = ({ runId, epoch }: Checkpoint['fence']): boolean =>
    holder === runId && runs.get(runId)?.epoch === epoch && runs.get(runId)?.run.undone === null;

  const hold = (run: Run): HeldRun => {
    const epoch = (runs.get(run.id)?.epoch ?? 0) + 1;
    const fence = { runId: run.id, epoch };
    holder = run.id;
    runs.set(run.id, { run, epoch });
    return {
      run,
      fence,
      async looked(missing, tally) {
        if (!isCurrent(fence)) throw new PoError('RUN_TAKEN_OVER', { runId: run.id });
        const entry = runs.get(run.id)!;
        entry.run = { ...entry.run, missing, tally };
      },
      release: async ({ at, ...end }) => {
        if (holder !== fence.runId || runs.get(run.id)?.epoch !== fence.epoch) return;
        holder = null;
        runs.set(run.id, { run: { ...runs.get(run.id)!.run, ...end, finishedAt: at }, epoch });
      },
    };
  };

  return {
    async start({ owner, at, id, options, waitMs, signal }) {
      for (let waited = 0; holder !== null; waited += pollMs) {
        if (signal?.aborted === true || (waitMs !== null && waited >= waitMs)) {
          const { run } = runs.get(holder)!;
          const { actor, host, pid, startedAt } = run;
          return { outcome: 'busy', holder: { actor, host, pid, runId: run.id, startedAt } };
        }
        await pause(pollMs);
      }
      for (const entry of runs.values()) {
        if (entry.run.state === 'running') entry.run = { ...entry.run, state: 'interrupted' };
      }
      if (!('resume' in options)) {
        const run: Run = {
          id: id ?? newId(),
          ...options,
          ...owner,
          state: 'running',
          startedAt: at,
          finishedAt: null,
          cursor: null,
          tally: emptyTally,
          orphans: { open: 0, found: 0, resolved: 0 },
          missing: null,
          undone: null,
          error: null,
        };
        return { outcome: 'started', held: hold(run) };
      }
      const before = runs.get(options.resume)?.run;
      if (before === undefined) return { outcome: 'not-found' };
      if (before.undone !== null) return { outcome: 'undone' };
      if (before.state === 'completed') return { outcome: 'not-resumable', state: before.state };
      return {
        outcome: 'started',
        held: hold({ ...before, ...owner, state: 'running', finishedAt: null, error: null }),
      };
    },
    isRunning: async (id) => holder === id,
    find: async (id) => runs.get(id)?.run ?? null,
    async latest(limit, after) {
      const placeOf = ({ startedAt, id }: Pick<Run, 'startedAt' | 'id'>) => ({ at: startedAt, id });
      const all = [...runs.values()].map(({ run }) => run);
      return newestFirst(all, placeOf, limit, after === undefined ? null : placeOf(after));
    },
    checkpoint({ fence, tally, cursor }) {
      if (!isCurrent(fence)) throw new PoError('RUN_TAKEN_OVER', { runId: fence.runId });
      const entry = runs.get(fence.runId)!;
      entry.run = { ...entry.run, tally, cursor };
    },
    takenBack({ runId, at, by }) {
      const entry = runs.get(runId);
      if (entry !== undefined) entry.run = { ...entry.run, undone: entry.run.undone ?? { at, by } };
    },
    abandon() {
      holder = null;
    },
  };
};
