import type { Day } from '../document/days.ts';
import type { MissingDocuments } from '../missing/MissingDocuments.ts';
import type { Tally } from './tally.ts';
import type { Window } from './Window.ts';

/** What a run was asked to do. */
export interface RunOptions {
  readonly window: Window;
  /** How many documents may be decided; null without a limit. */
  readonly limit: number | null;
  readonly force: boolean;
}

/** `running` also stands in the record of a run whose process died; the next run marks it `interrupted`. */
export type RunState = 'running' | 'completed' | 'interrupted' | 'failed';

/** How far a run has come: the last document checked, in decision order. */
export interface Cursor {
  readonly effectiveOn: Day | null;
  readonly docNo: string;
}

/** Who runs it, and where. */
export interface RunOwner {
  readonly actor: string;
  readonly host: string;
  readonly pid: number;
}

/** Orphans found and resolved by a run, and open after it. */
export interface OrphanCounts {
  readonly open: number;
  readonly found: number;
  readonly resolved: number;
}

/** The record of a run. */
export interface Run extends RunOptions, RunOwner {
  readonly id: string;
  readonly state: RunState;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly cursor: Cursor | null;
  readonly tally: Tally;
  readonly orphans: OrphanCounts;
  /** Recorded documents of its window that FCMS did not have when it began; null while it has not looked. */
  readonly missing: MissingDocuments | null;
  /** Who took back what it made, and when; null while it stands. */
  readonly undone: { readonly at: Date; readonly by: string } | null;
  /** Why it failed; null otherwise. */
  readonly error: string | null;
}
