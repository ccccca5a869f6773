import type { Doer } from '../audit/AuditEntry.ts';
import type { RunOptions, RunOwner } from '../backfill/Run.ts';
import type { RunResult } from '../backfill/runResult.ts';
import type { NumberedDecision, RunFailure, RunProgress, RunRequest } from '../runRequest/RunRequest.ts';
import type { RunHolder } from './RunStore.ts';

/** What somebody asks for. */
export interface NewRunRequest {
  readonly id: string;
  readonly dryRun: boolean;
  readonly options: RunOptions;
  readonly acceptMissing: number | null;
  readonly by: Doer;
  readonly at: Date;
}

/** The right to carry a request out, until another process takes it over. */
export interface RunClaim {
  readonly request: RunRequest;
  /** Rises each time somebody begins with it; what an earlier one then still tells is not heard. */
  readonly attempt: number;
}

/** How a request ended. */
export type RunRequestEnd =
  | { readonly state: 'completed'; readonly result: RunResult }
  | { readonly state: 'cancelled'; readonly result: RunResult | null }
  | { readonly state: 'failed' | 'interrupted'; readonly failure: RunFailure };

/** What a process tells of a request that it carries out. */
export interface RunTold {
  readonly at: Date;
  /** Null: nothing new. */
  readonly progress: RunProgress | null;
  /** Since the last time; told again they are kept once. */
  readonly decisions: readonly NumberedDecision[];
}

/** A process that has told nothing for so long has died; another one goes on. */
export const heardWithinMs = 30_000;

/** Requests, and what was decided for them, are kept for so long after their end. */
export const requestKeptMs = 7 * 24 * 60 * 60 * 1000;

/** At most so many requests wait or run; whoever comes then is told to come again. */
export const mostOpenRequests = 20;

/**
 * Backfills that people ask for, and that whichever process comes first carries out. Asking for one and cancelling it leaves an
 * entry in the trail, written together with it.
 */
export interface RunRequests {
  /** Null: so many wait already. Requests whose time is over are forgotten on this occasion. */
  add(request: NewRunRequest): Promise<RunRequest | null>;
  find(id: string): Promise<RunRequest | null>;
  /** Newest first, of the same moment by address; only behind `after`, which may be forgotten, when it is given. */
  latest(limit: number, after?: Pick<RunRequest, 'queuedAt' | 'id'>): Promise<readonly RunRequest[]>;
  /** What was decided, by number, behind `after`; nothing that is void. `toldOnly`: what those who follow are told. */
  decisions(
    id: string,
    after: number,
    limit: number,
    toldOnly: boolean,
  ): Promise<readonly Pick<NumberedDecision, 'seq' | 'decision'>[]>;
  /**
   * Ends a request that waits, and asks for the end of one that runs. What has ended stays as it is, and so does what somebody
   * wants to end already: that leaves no entry. Null: there is none.
   */
  cancel(id: string, by: { readonly by: Doer; readonly at: Date }): Promise<RunRequest | null>;
  /**
   * Takes the oldest dry run, or real run, that nobody carries out, or whose process has died. Real runs go in the order in
   * which they were asked for, one at a time. A dry run begins anew: what was decided before is void.
   */
  claim(asked: {
    readonly dryRun: boolean;
    readonly process: Pick<RunOwner, 'host' | 'pid'>;
    readonly at: Date;
  }): Promise<RunClaim | null>;
  /** Keeps what happens, and shows that the process lives. `cancel`: somebody wants it to end. `lost`: another goes on with it. */
  report(claim: RunClaim, told: RunTold): Promise<'go-on' | 'cancel' | 'lost'>;
  /** Ends a request; false when another process goes on with it. */
  settle(claim: RunClaim, end: RunRequestEnd, told: RunTold): Promise<boolean>;
  /**
   * Lets others go on with it, not before a certain time; one that somebody wants to end has then ended. False when another
   * process goes on with it already.
   */
  giveBack(
    claim: RunClaim,
    back: { readonly notBefore: Date; readonly waitsFor: RunHolder | null },
    told: RunTold,
  ): Promise<boolean>;
}
