import type { BackfillPorts } from '../backfill/runBackfill.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import type { AuditTrail } from '../ports/AuditTrail.ts';
import type { PoDirectory } from '../ports/PoDirectory.ts';
import type { PoReports } from '../ports/PoReports.ts';
import type { ProgressStore } from '../ports/ProgressStore.ts';
import type { ReservationStore } from '../ports/ReservationStore.ts';
import type { ReviewQueue } from '../ports/ReviewQueue.ts';
import type { MoveChange } from './progressContract.ts';
import type { PoSnapshot } from './snapshotOf.ts';

/** What changes in FCMS. Carried out in the order of the members; what is not named stays. */
export interface SourceChange {
  /** Order rows that go. Their move reports stay. */
  readonly remove?: readonly string[];
  /** Move reports that go; the document of the number then has no progress code. */
  readonly removeMoveReports?: readonly string[];
  /**
   * Order rows that come or are replaced. A document's `progressCode` is that of its move report: one that is not null
   * makes or changes the move report of the number, null removes it.
   */
  readonly put?: readonly SourceDocument[];
  /** Move reports that come or are replaced; the document of the number, if there is one, then has their progress code. */
  readonly putMoveReports?: readonly MoveReport[];
}

/**
 * A world to test in: all ports over one empty store and one empty FCMS, which tests change as clerks and the
 * replication do. Each test has a fresh one and closes it.
 */
export interface World {
  readonly ports: BackfillPorts;
  readonly audit: AuditTrail;
  readonly reservations: ReservationStore;
  readonly reports: PoReports;
  readonly progress: ProgressStore;
  readonly reviews: ReviewQueue;
  readonly directory: PoDirectory;
  /** Changes FCMS; texts may hold no U+0000 and must fit FCMS's columns. */
  setSource(change: SourceChange): Promise<void>;
  /** Changes FCMS's histories of cylinders; settles when a look can see it. */
  setMoves(change: MoveChange): Promise<void>;
  /** Sets `ports.clock`, which stands still in between. */
  setNow(at: Date): void;
  /** All POs, comparable between worlds: sorted, without ids, run ids and times of writing. */
  snapshot(): Promise<readonly PoSnapshot[]>;
  /**
   * As if the process that holds the run had died: its run ends nowhere. Settles when others may start. Absent where it
   * cannot be done.
   */
  kill?(): Promise<void>;
  close(): Promise<void>;
}
