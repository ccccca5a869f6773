import type { Run } from '@cynow/po-core';
import { number, time } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { table } from '../output/table.ts';

/** The runs as lines of a table, with a head. */
export const runTable = (runs: readonly Run[], { labels, reports, undoRun }: Messages): readonly string[] => {
  const { columns, window, noLimit } = reports.runs;
  const rows = runs.map((run) => [
    run.id,
    run.undone === null ? labels.runStates[run.state] : `${labels.runStates[run.state]}, ${undoRun.undone}`,
    time(run.startedAt),
    window(run.window.since, run.window.until),
    run.limit === null ? noLimit : number(run.limit),
    number(run.tally.checked),
    number(run.tally.created.total),
    number(run.tally.skipped.total),
    number(run.tally.needsReview.total),
    number(run.tally.failed.total),
    run.actor,
  ]);
  return table([Object.values(columns), ...rows], [4, 5, 6, 7, 8, 9]);
};

/** A run as JSON. */
export const runJson = ({
  id,
  window,
  limit,
  force,
  state,
  actor,
  host,
  startedAt,
  finishedAt,
  error,
  ...run
}: Run) => ({
  id,
  dryRun: false,
  ...window,
  limit,
  force,
  state,
  actor,
  host,
  startedAt,
  finishedAt,
  error,
  ...run.tally,
  missing: run.missing?.total ?? 0,
  orphans: run.orphans,
  undone: run.undone,
});
