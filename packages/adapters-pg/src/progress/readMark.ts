import type { Mark } from './Mark.ts';
import type { ProgressSession } from './ProgressSession.ts';

interface Counters {
  readonly oid: number;
  readonly file: number;
  readonly traced: boolean;
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
}

/**
 * Looks at the histories from outside. The order counts: the counters first, so that what they count is to be seen by
 * whatever is read later; the number of rows last, so that a row that is not among them belongs to the horizon's transaction
 * or a later one, and is counted later.
 */
export const readMark = async ({ queries, read }: Pick<ProgressSession, 'queries' | 'read'>): Promise<Mark> => {
  const [counters] = await read<Counters>(queries.counters);
  if (counters === undefined || !counters.traced) {
    return { table: null, inserted: '0', updated: '0', deleted: '0', horizon: '0', tail: 0, tailRows: 0 };
  }
  const { oid, file, inserted, updated, deleted } = counters;
  const [extent] = await read<{ horizon: string; tail: number }>(queries.extent, [oid]);
  const { horizon, tail } = extent!;
  const [end] = await read<{ rows: number }>(queries.rowsFrom, [tail]);
  return { table: `${oid}/${file}`, inserted, updated, deleted, horizon, tail, tailRows: end!.rows };
};
