import type { RunOptions } from '@cynow/po-core';

/** What a backfill was asked to do. */
export interface BackfillRequest {
  readonly options: RunOptions | { readonly resume: string };
  readonly dryRun: boolean;
  /** The N of `--days N`; null when the window was given in days of the calendar. */
  readonly days: number | null;
  readonly batchSize: number;
  /** How many recorded documents may be gone from FCMS although they seem too many; not given: nobody has said. */
  readonly acceptMissing?: number;
  /** Milliseconds to wait for another run; null: without end. */
  readonly waitMs: number | null;
  /** Where to write the decisions; null: nowhere. */
  readonly report: string | null;
}
