import type { BackfillProcess } from '../startProcess.spec.support.ts';
import type { CrashServer } from './CrashServer.spec.support.ts';
import type { RoundPlan } from './RoundPlan.spec.support.ts';
import type { RunChange } from './startRun.spec.support.ts';

/** One run that is disturbed. */
export interface Attempt {
  readonly server: CrashServer;
  readonly plan: RoundPlan;
  /** The address of the round's database; it changes when the server is started again. */
  url(): string;
  /** Starts a run on it, or by way of another address. */
  start(change?: RunChange, url?: string): BackfillProcess;
  /** The unfinished run that was begun last; null when there is none. */
  unfinishedRun(): Promise<string | null>;
  /** The unfinished run to take up again; null begins another one. */
  readonly resume: string | null;
  /** When to disturb, in milliseconds from when the run was ready to begin. */
  readonly momentMs: number;
}

/** How a process ended that stood still while another run took its place. */
export type ZombieEnd = 'refused' | 'cut off' | 'nothing left to write';

/** What a disturbance did. */
export interface Strike {
  /** Whether it struck a run: one that had begun and had not ended. */
  readonly within: boolean;
  /** Milliseconds from the death of the process until another run could begin. */
  readonly placeFreeMs?: number;
  readonly zombie?: ZombieEnd;
  /** What should not have happened. */
  readonly problems: readonly string[];
}
