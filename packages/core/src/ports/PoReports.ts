import type { Action, Outcome } from '../backfill/Decision.ts';
import type { Run } from '../backfill/Run.ts';
import type { Day } from '../document/days.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import type { OrphanState } from '../orphan/Orphan.ts';
import type { Link } from '../po/Po.ts';
import type { OverallProgress } from '../progress/overallProgress.ts';
import type { ProgressFigures } from '../progress/ProgressFigures.ts';
import type { PoProgress } from '../progress/poProgress.ts';
import type { ReservationState } from '../reservation/Reservation.ts';
import type { Priority } from '../review/priority.ts';
import type { Facts, ReasonCode } from '../review/Reason.ts';

/** A recorded document as it is exported. */
export interface ExportedDocument {
  readonly docNo: string;
  /** The PO's number as shown; `FCMS-…` when it has none. */
  readonly poNo: string;
  /** The PO's customer code; `UNKNOWN` when missing. */
  readonly customer: string;
  /** 1…n among the PO's live deliveries; null when cancelled. */
  readonly delivery: number | null;
  /** `needs-review` while a reason is open. */
  readonly outcome: Exclude<Outcome, 'skipped'>;
  readonly link: Link;
  /** The open reasons. */
  readonly reasons: readonly ReasonCode[];
  readonly effectiveOn: Day | null;
  readonly product: string;
  /** Cylinders; null when unknown. */
  readonly qty: number | null;
  readonly cancelled: boolean;
  readonly mark: string | null;
  /** Cylinders filled, warehoused and shipped; null while no progress has been read. */
  readonly filled: number | null;
  readonly warehoused: number | null;
  readonly shipped: number | null;
}

/** A PO as it is exported, with how far it has come. */
export interface ExportedPo extends ProgressFigures {
  readonly customer: string;
  readonly customerName: string | null;
  readonly poNo: string;
  readonly receivedOn: Day | null;
  readonly manual: boolean;
  readonly items: readonly { readonly product: string; readonly qty: number; readonly deliveryOn: Day | null }[];
  /** Live deliveries. */
  readonly deliveries: number;
  /** The highest priority of its open reasons; null when none is open. */
  readonly priority: Priority | null;
  readonly reasons: readonly ReasonCode[];
  readonly memo: string;
  /** How far each product has come, in the order of the items; a product that several of them order is there once. */
  readonly products: PoProgress['items'];
  /** The moment as of which cylinders were counted; null while none were. */
  readonly asOf: Date | null;
}

/** An open reason of a document as it is exported, with the PO that it flags. */
export interface ExportedReview {
  /** The priority of the PO: that of the most urgent of all its open reasons. */
  readonly priority: Priority;
  readonly customer: string;
  readonly customerName: string | null;
  readonly poNo: string;
  readonly docNo: string;
  /** 1…n among the PO's live deliveries; null when cancelled. */
  readonly delivery: number | null;
  readonly reason: ReasonCode;
  readonly facts: Facts;
  readonly openedAt: Date;
}

/** A move report that is or was an orphan, as it is exported, with what is known of it since it was opened. */
export interface ExportedOrphan
  extends Pick<MoveReport, 'docNo' | 'cylinders' | 'fillingDate' | 'shippingDate' | 'addDatetime' | 'customerNames'> {
  readonly state: Exclude<OrphanState, 'seen'>;
  readonly firstSeenAt: Date;
  readonly openedAt: Date | null;
  /** When its order arrived or somebody decided; null while it is open. */
  readonly settledAt: Date | null;
}

/** A document that a run accepted, as it decided it. What it could not write stands in the run's own counts. */
export interface RunDecision {
  readonly docNo: string;
  readonly outcome: Exclude<Outcome, 'skipped'>;
  readonly action: Action;
  readonly link: Link | null;
  readonly customer: string;
  readonly poNo: string;
  readonly delivery: number | null;
  readonly reasons: readonly ReasonCode[];
  /** Whether it was taken back. */
  readonly undone: boolean;
}

/** Figures of the whole, as of one moment. */
export interface Stats {
  readonly pos: {
    readonly total: number;
    readonly needsReview: number;
    readonly backfilled: number;
    readonly manual: number;
  };
  readonly reviews: {
    /** POs with the reason open. */
    readonly byReason: Readonly<Partial<Record<ReasonCode, number>>>;
    /** POs by their highest open reason; their sum is `pos.needsReview`. */
    readonly byPriority: Readonly<Record<Priority, number>>;
  };
  readonly documents: { readonly recorded: number; readonly cancelled: number };
  readonly orphans: { readonly open: number };
  /** Reserved numbers by state. */
  readonly reservations: Readonly<Record<ReservationState, number>>;
  /** POs made per Asia/Seoul day, from `since` to today, days without any as 0. */
  readonly createdPerDay: readonly { readonly date: Day; readonly count: number }[];
  readonly lastRuns: readonly Run[];
  readonly progress: OverallProgress;
}

/** Reads for people: figures, lists and exports. */
export interface PoReports {
  /** `since`: not before `earliestStatsDay`, which whoever asks sees to. */
  stats(since: Day, at: Date): Promise<Stats>;
  /** All recorded documents by number (code point order), some at a time. */
  documents(): AsyncIterable<readonly ExportedDocument[]>;
  /** All POs: numbered ones by customer and number (keys), then those without a number by document; some at a time. */
  pos(): AsyncIterable<readonly ExportedPo[]>;
  /** All open reasons, the most urgent POs first, then in the order of `pos`; those of a PO by document number; some at a time. */
  reviews(): AsyncIterable<readonly ExportedReview[]>;
  /**
   * All orphans, settled ones too, by number (code point order), some at a time. Not those whose order arrived before
   * they were opened: they never were orphans.
   */
  orphans(): AsyncIterable<readonly ExportedOrphan[]>;
  /** What a run decided, by document number, some at a time; only behind `after` when it is given. */
  decisions(runId: string, after?: string): AsyncIterable<readonly RunDecision[]>;
  /** How far the PO of each of these documents has come, by the number of the document; a document on no PO is left out. */
  progressOf(docNos: readonly string[]): Promise<ReadonlyMap<string, PoProgress>>;
}
