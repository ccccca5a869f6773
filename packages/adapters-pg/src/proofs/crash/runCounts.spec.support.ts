import type { Tally } from '@cynow/po-core';
import type pg from 'pg';

/** What the records of all runs of a database say together, but for skipped documents: each run skips its own. */
export interface RunCounts {
  readonly created: number;
  readonly needsReview: number;
  readonly failed: number;
}

export const runCounts = async (client: pg.ClientBase): Promise<RunCounts> => {
  const { rows } = await client.query<{ tally: Tally }>('SELECT tally FROM po.run');
  const sum = (count: (tally: Tally) => number): number => rows.reduce((all, { tally }) => all + count(tally), 0);
  return {
    created: sum(({ created }) => created.total),
    needsReview: sum(({ needsReview }) => needsReview.total),
    failed: sum(({ failed }) => failed.total),
  };
};
