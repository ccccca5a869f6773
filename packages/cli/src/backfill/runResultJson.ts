import type { BackfillResult } from '@cynow/po-core';

/** The result of a backfill as JSON. */
export const runResultJson = ({ run, dryRun, tally, orphans, durationMs }: BackfillResult) => ({
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
