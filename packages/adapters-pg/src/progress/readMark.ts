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
 * Looks at the histories from outside. The counters come first: what they count can be seen by whatever is read later, and
 * what transactions from `next` on write is not among it.
 */
export const readMark = async ({ queries, read }: Pick<ProgressSession, 'queries' | 'read'>): Promise<Mark> => {
  const [counters] = await read<Counters>(queries.counters);
  if (counters === undefined || !counters.traced) {
    return { table: null, inserted: '0', updated: '0', deleted: '0', horizon: '0', next: '0', tail: 0 };
  }
  const { oid, file, inserted, updated, deleted } = counters;
  const [extent] = await read<Pick<Mark, 'horizon' | 'next' | 'tail'>>(queries.extent, [oid]);
  return { table: `${oid}/${file}`, inserted, updated, deleted, ...extent! };
};
