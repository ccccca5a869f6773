import type { OrphanCounts, Run, RunOptions, RunOwner, RunState } from '../backfill/Run.ts';
import type { Tally } from '../backfill/tally.ts';
import type { MissingDocuments } from '../missing/MissingDocuments.ts';

/** What a process shows to prove that its run is still the one that may write. */
export interface RunFence {
  readonly runId: string;
  readonly epoch: number;
}

/** Who runs at the moment. */
export interface RunHolder extends RunOwner {
  readonly runId: string;
  readonly startedAt: Date;
}

/** The right to write, held until `release`. It is lost, and free for others, as soon as the process dies. */
export interface HeldRun {
  readonly run: Run;
  readonly fence: RunFence;
  /**
   * Keeps what the run saw before its first batch: it does not look again when it is taken up.
   * @throws PoError `RUN_TAKEN_OVER`
   */
  looked(missing: MissingDocuments, tally: Tally): Promise<void>;
  /** Ends the run in this state and gives the right back. */
  release(end: {
    readonly state: RunState;
    readonly at: Date;
    readonly tally: Tally;
    readonly orphans: OrphanCounts;
    readonly error: string | null;
  }): Promise<void>;
}

export type RunStart =
  | { readonly outcome: 'started'; readonly held: HeldRun }
  | { readonly outcome: 'busy'; readonly holder: RunHolder | null }
  | { readonly outcome: 'not-found' }
  /** What the run to take up made was taken back. */
  | { readonly outcome: 'undone' }
  | { readonly outcome: 'not-resumable'; readonly state: RunState };

/** Runs, their checkpoints, and the rule that only one runs at a time. */
export interface RunStore {
  /**
   * Starts a run, or takes up an interrupted one (`resume`), once no other runs. Waits for another up to `waitMs`
   * milliseconds (null: without end), or until `signal` aborts.
   */
  start(request: {
    readonly owner: RunOwner;
    readonly at: Date;
    /** The address of a run that begins, which no other has; without it, a new one. */
    readonly id?: string;
    readonly options: RunOptions | { readonly resume: string };
    readonly waitMs: number | null;
    readonly signal?: AbortSignal;
  }): Promise<RunStart>;
  /** Whether a living process carries the run out. */
  isRunning(id: string): Promise<boolean>;
  find(id: string): Promise<Run | null>;
  /** The latest runs, newest first, of the same moment by address; only behind `after` when it is given. */
  latest(limit: number, after?: Pick<Run, 'startedAt' | 'id'>): Promise<readonly Run[]>;
}
