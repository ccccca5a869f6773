import type { Cursor } from '../backfill/Run.ts';
import type { Window } from '../backfill/Window.ts';
import type { Day } from '../document/days.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';

/** A document as it was when it was read, and where it stood in the order of the run: its day when it was listed. */
export interface ListedDocument {
  readonly document: SourceDocument;
  readonly listedOn: Day | null;
}

/** The documents of a window, listed once; close it when done. */
export interface DocumentListing {
  /** How many documents were listed (after the cursor, when there is one). */
  readonly count: number;
  /**
   * Reads the listed documents in decision order, at most `size` at a time, each as it is when read. One that vanished
   * since the listing is left out, so a batch may be short, even empty.
   */
  batches(size: number): AsyncIterable<readonly ListedDocument[]>;
  close(): Promise<void>;
}

/** FCMS, read-only. Everything here holds the source only for moments, whatever the amount. */
export interface DocumentSource {
  /** Lists the documents of the window in decision order, only those after the cursor when there is one. */
  list(window: Window, after: Cursor | null): Promise<DocumentListing>;
  /** The documents of these numbers that exist, in any order. */
  find(docNos: readonly string[]): Promise<readonly SourceDocument[]>;
  /** Of each page of numbers those that have no order row, in any order; nothing but keys is read. */
  absent(docNos: AsyncIterable<readonly string[]>): AsyncIterable<readonly string[]>;
  /** The move reports of these numbers that exist, in any order. */
  findMoveReports(docNos: readonly string[]): Promise<readonly MoveReport[]>;
  /** All live move reports without an order row, by number, a batch at a time. */
  moveReportsWithoutOrder(): AsyncIterable<readonly MoveReport[]>;
  /**
   * The greatest sequences of 4 or 6 digits that well-formed numbers of this year (two digits) have, of documents and of
   * move reports: each once, greatest first. Small ones may be left out as long as `readSequences` makes the same of the
   * rest. Rejects when FCMS does not answer within seconds.
   */
  sequencesOf(year: number): Promise<readonly number[]>;
}
