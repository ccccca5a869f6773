import type { BackfillResult } from './runBackfill.ts';

/** What came of a backfill, as programs read it. */
export const runResult = ({
  run,
  dryRun,
  tally,
  orphans,
  durationMs,
}: Pick<BackfillResult, 'run' | 'dryRun' | 'tally' | 'orphans' | 'durationMs'>) => ({
  run: { id: run.id, dryRun, ...run.window, limit: run.limit, state: run.state },
  checked: tally.checked,
  created: tally.created,
  skipped: tally.skipped,
  needsReview: tally.needsReview,
  failed: tally.failed,
  reworked: tally.reworked,
  missing: run.missing?.total ?? 0,
  orphans,
  durationMs,
});

export type RunResult = ReturnType<typeof runResult>;
