import type { Window } from '../backfill/Window.ts';

/** A recorded document that FCMS did not have when it was last looked for. */
export interface Missed {
  readonly docNo: string;
  /** The first of the looks that did not find it. */
  readonly since: Date;
  /** Whether somebody said that runs may go on without it. */
  readonly accepted: boolean;
}

/** Which documents are recorded, and which of them FCMS did not have at earlier looks. */
export interface MissingStore {
  /** The numbers of the window's recorded documents, each once, some at a time; those without an effective date, too. */
  recorded(window: Window): AsyncIterable<readonly string[]>;
  /** All that is remembered, each once, some at a time. */
  missed(): AsyncIterable<readonly Missed[]>;
  /** Remembers that a look at this moment did not find these; of what is remembered already, the first look counts. */
  remember(docNos: readonly string[], at: Date): Promise<void>;
  /** Remembers that runs may go on without these. */
  accept(docNos: readonly string[]): Promise<void>;
  /** FCMS has these again. */
  forget(docNos: readonly string[]): Promise<void>;
}
