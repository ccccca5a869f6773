import type { MoveReport } from './MoveReport.ts';

/**
 * `seen`: missing its order, but not long enough; `open`: an orphan; `resolved`: its order arrived, or the report was
 * cancelled or is gone. `attached`, `made-po` and `ignored` are decisions of people.
 */
export type OrphanState = 'seen' | 'open' | 'resolved' | 'attached' | 'made-po' | 'ignored';

/** A move report without an order, with what is known of it. */
export interface Orphan {
  readonly report: MoveReport;
  readonly state: OrphanState;
  readonly firstSeenAt: Date;
  readonly openedAt: Date | null;
  readonly settledAt: Date | null;
}
