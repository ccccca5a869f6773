import type { Decision } from '../backfill/Decision.ts';
import type { RunOptions, RunOwner } from '../backfill/Run.ts';
import type { RunResult } from '../backfill/runResult.ts';
import type { Tally } from '../backfill/tally.ts';
import type { RunDecision } from '../ports/PoReports.ts';
import type { RunHolder } from '../ports/RunStore.ts';

/**
 * How far a request has come. `queued`: nobody carries it out at the moment, be it that nobody began, that another run holds
 * the place, or that the process which had begun was told to stop. `interrupted`: it can never be carried out, because what it
 * had made was taken back.
 */
export const runRequestStates = ['queued', 'running', 'completed', 'failed', 'cancelled', 'interrupted'] as const;

export type RunRequestState = (typeof runRequestStates)[number];

/** How far a run has come. */
export interface RunProgress {
  /** POs that still have to be made findable before anything is decided. */
  readonly indexing: number;
  /** Documents of the window from where this part of the run began; null while they are not listed. */
  readonly listed: number | null;
  /** How many of them were read. */
  readonly read: number;
  /** Counts of the whole run. */
  readonly tally: Tally;
}

/** Why a request failed: the code of a `PoError` with its facts, `PROCESS_LOST`, `UNDONE`, or `UNEXPECTED`. */
export interface RunFailure {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A backfill that somebody asked for and a process carries out. A real one has the address of its run. */
export interface RunRequest {
  readonly id: string;
  readonly dryRun: boolean;
  readonly options: RunOptions;
  /** How many recorded documents may be missing from FCMS although they seem too many; null: nobody has said. */
  readonly acceptMissing: number | null;
  /** Who asked for it. */
  readonly actor: string;
  readonly state: RunRequestState;
  readonly queuedAt: Date;
  /** When it was first begun. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Who carries it out, or did so last. */
  readonly process: Pick<RunOwner, 'host' | 'pid'> | null;
  /** Who wants it to end, and since when. */
  readonly cancel: { readonly by: string; readonly at: Date } | null;
  /** Whose run holds the place that this one waits for. */
  readonly waitsFor: RunHolder | null;
  readonly progress: RunProgress | null;
  readonly result: RunResult | null;
  readonly failure: RunFailure | null;
  /** How many processes died while they carried it out. */
  readonly lost: number;
  /** The number of the latest decision that is kept; 0: none. */
  readonly decided: number;
  /** Decisions up to this number are void: a dry run was begun anew. */
  readonly voidUpTo: number;
}

/** A decision of a requested run, numbered in the order in which they were made. */
export interface NumberedDecision {
  readonly seq: number;
  /** Whether it is told to those who follow: the first ones, and what needs a review, as a terminal shows. */
  readonly told: boolean;
  readonly decision: RunDecision;
}

/** The decision as it is kept; null for a document that was left out. */
export const runDecisionOf = (decision: Decision): RunDecision | null => {
  if (decision.outcome === 'skipped') return null;
  const { docNo, outcome, action, link, po, delivery, reasons } = decision;
  return {
    docNo,
    outcome,
    action,
    link,
    customer: po.customer,
    poNo: po.poNo,
    delivery,
    reasons: reasons.map(({ code }) => code),
    undone: false,
  };
};
