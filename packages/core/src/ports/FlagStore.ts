import type { Doer } from '../audit/AuditEntry.ts';
import type { FlagState } from '../flags/FlagState.ts';

/** The flag as it is held. */
export interface StoredFlag extends FlagState {
  /** Rises with every change; 0 before the first. */
  readonly version: number;
  /** When and by whom it was changed last; null before the first change. */
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
}

/** A process of ours that looks at the flag, and what it saw last. */
export interface FlagProcess {
  readonly id: string;
  /** The command that it runs: `serve`, `worker`. */
  readonly command: string;
  readonly host: string;
  readonly pid: number;
  /** The release. */
  readonly release: string;
  /** The version of the flag that it saw; null when it could not read it. */
  readonly version: number | null;
  /** What it goes by: of the machine itself, or what is stored. */
  readonly state: 'machine-off' | 'unknown' | FlagState['state'];
  readonly seenAt: Date;
}

/** Where the flag is kept. */
export interface FlagStore {
  read(): Promise<StoredFlag>;
  /**
   * Changes the flag, with an entry in the audit trail; nothing is written when it stays as it was. Gives the flag as it is
   * then.
   */
  change(by: Doer, at: Date, change: (now: StoredFlag) => FlagState): Promise<StoredFlag>;
  /** A process tells what it sees. */
  report(process: FlagProcess): Promise<void>;
  /** A process ends. */
  forget(processId: string): Promise<void>;
  /** What processes have told since then, by host, command and pid. */
  processes(since: Date): Promise<readonly FlagProcess[]>;
}
