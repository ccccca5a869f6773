import type { CylinderMove } from '../progress/CylinderMove.ts';
import type { StageCounts } from '../progress/stages.ts';

/** The cylinders of a document that have reached each stage. */
export interface DocumentProgress extends StageCounts {
  readonly docNo: string;
  /** The moment as of which the counts hold: when the last complete pass began. */
  readonly readAt: Date;
}

/**
 * A pass over FCMS's histories. `full` reads all of them and finds every change. `changes` reads only the cylinders of
 * which rows were added or altered since the last complete pass; a row that was removed leaves no trace to find it by.
 */
export type ProgressPass = 'full' | 'changes';

/** What earlier passes left, and what has happened to the histories since, as far as that shows without reading them. */
export interface ProgressStanding {
  /** When the last complete pass began; null before the first. */
  readonly readAt: Date | null;
  /** The last complete full pass: when it began, and how long it took. */
  readonly full: { readonly at: Date; readonly durationMs: number } | null;
  /** Whether a full pass was interrupted; the next one goes on where it stopped. */
  readonly interrupted: boolean;
  /** Whether anything changed since the last complete pass. */
  readonly moved: boolean;
  /** Whether rows were removed since the last full pass. */
  readonly removed: boolean;
  /** Whether the trace is lost, so that only a full pass can tell what changed: the histories are not the same table any more, say. */
  readonly lost: boolean;
}

/** The work of a pass so far. */
export interface ProgressWork {
  /** Pages of the histories that were only looked through for what is new. */
  readonly looked: number;
  /** Cylinders whose rows were all read, and how many rows these were. */
  readonly cylinders: number;
  readonly histories: number;
  /** Documents whose counts changed. */
  readonly documents: number;
}

/** The right to make passes, held until `release`. It is lost, and free for others, as soon as the process dies. */
export interface HeldProgress {
  standing(): Promise<ProgressStanding>;
  /**
   * Makes a pass and yields the work so far, after each step that is written. The pass is complete when the iteration
   * ends by itself; whoever stops it earlier loses nothing: a full pass can be gone on with, the other kind starts anew.
   * `at`: when it begins.
   * @throws PoError `SOURCE_MISSING`, `SOURCE_FORBIDDEN`, `NO_CONNECTION`
   */
  pass(kind: ProgressPass, at: Date): AsyncIterable<ProgressWork>;
  release(): Promise<void>;
}

/** The rows of FCMS behind a document's counts, as they are now; they may be newer than the counts. */
export type Evidence =
  | {
      readonly outcome: 'read';
      /** The lot that the document's move report names; null when it names none. */
      readonly lotNo: string | null;
      readonly moves: readonly CylinderMove[];
      readonly cylinders: StageCounts;
    }
  /** Looking them up took longer than a look at the source may. */
  | { readonly outcome: 'timed-out' };

/** The progress projection: counts per document, kept up by passes over FCMS's histories. */
export interface ProgressStore {
  /**
   * The counts of these documents, in any order; a document that no history names has none of each. Nothing before the
   * first pass is complete.
   */
  find(docNos: readonly string[]): Promise<readonly DocumentProgress[]>;
  /** When the last complete pass began; null before the first. */
  readAt(): Promise<Date | null>;
  /** The moves under the document that count, by cylinder and in their order, looked up live. */
  evidence(docNo: string): Promise<Evidence>;
  /** Takes the right to make passes; null while another process has it. */
  hold(): Promise<HeldProgress | null>;
}
