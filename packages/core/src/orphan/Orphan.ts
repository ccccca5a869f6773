import type { PoId } from '../po/Po.ts';
import type { MoveReport } from './MoveReport.ts';

/** What people make of an orphan: it belongs to a PO, a PO was made of it, or it is left aside. */
export const decidedStates = ['attached', 'made-po', 'ignored'] as const;

export type DecidedState = (typeof decidedStates)[number];

/**
 * `seen`: missing its order, but not long enough; `open`: an orphan; `resolved`: its order arrived, or the report was
 * cancelled or is gone. `attached`, `made-po` and `ignored` are decisions of people.
 */
export const orphanStates = ['seen', 'open', 'resolved', ...decidedStates] as const;

export type OrphanState = (typeof orphanStates)[number];

/** What somebody decided of an orphan. It is kept when the order arrives. */
export interface OrphanDecision {
  readonly state: DecidedState;
  /** The PO that it was attached to, or that was made of it; null when ignored. */
  readonly poId: PoId | null;
  /** Why; always there when ignored. */
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
  /** The entry of the audit trail. */
  readonly auditId: string;
}

/** A move report without an order, with what is known of it. */
export interface Orphan {
  readonly report: MoveReport;
  readonly state: OrphanState;
  readonly firstSeenAt: Date;
  readonly openedAt: Date | null;
  readonly settledAt: Date | null;
  /** What people decided, if they did; null again when that is undone. */
  readonly decision: OrphanDecision | null;
  /** When the order of one that people had decided on was first seen; null while it is missing. */
  readonly arrivedAt: Date | null;
  /** The PO that its document is on by the rules, when it is not the one that people chose: a human should look. */
  readonly landedOn: PoId | null;
  /** Rises with every write, from 0 for one that was never written: whoever read an earlier one does not write over it. */
  readonly version: number;
}
