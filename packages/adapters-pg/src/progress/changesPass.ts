import type { ProgressWork } from '@cynow/po-core';
import type { PassTools } from './fullPass.ts';
import { allAtTheEnd, type Marks } from './Mark.ts';
import { readMark } from './readMark.ts';

/**
 * Finds the rows that were added or altered since the last complete pass, and reads their cylinders again. New rows lie at the
 * end of the table, as a rule, and that is where it looks first. When the counters tell of rows that are not there, it looks
 * through the whole table for what was written since the last time it did so.
 */
export async function* changesPass(
  { session, state, projection, sizes }: PassTools,
  { last, base }: Marks,
  at: Date,
): AsyncGenerator<ProgressWork, void> {
  const { queries, read, write } = session;
  const now = await readMark(session);

  /** Lists the cylinders that have rows of this horizon or later in these pages of the table; tells how many rows it saw. */
  const look = async (from: number, to: number, horizon: string): Promise<number> => {
    let seen = 0;
    for (let page = from; page < to; page += sizes.blocks) {
      const [looked] = await read<{ rows: number }>(queries.look, [page, Math.min(page + sizes.blocks, to), horizon]);
      seen += looked!.rows;
    }
    return seen;
  };

  // What is added beyond the last page while we look is found the next time.
  const atTheEnd = await look(base.tail, Math.max(now.tail, base.tail) + 1, last.horizon);
  const everywhere = !allAtTheEnd(base, now, atTheEnd);
  const elsewhere = everywhere ? await look(0, base.tail, base.horizon) : 0;

  let work: ProgressWork = { looked: atTheEnd + elsewhere, cylinders: 0, histories: 0, documents: 0 };
  for (let after = ''; ; ) {
    const [page] = await read<{ cylinders: string[] }>(queries.listed, [sizes.cylinders, after]);
    const { cylinders } = page!;
    const end = cylinders.at(-1);
    if (end === undefined) break;
    await read(queries.readCylinders, [cylinders]);
    const step = await write(async (client) => {
      const merged = await projection.merge(client, true);
      return { ...merged, documents: await projection.recount(client, merged.touched, at) };
    });
    work = {
      looked: work.looked,
      cylinders: work.cylinders + step.cylinders,
      histories: work.histories + step.histories,
      documents: work.documents + step.documents,
    };
    after = end;
    yield work;
  }
  await write((client) => state.completeChanges(client, at, now, everywhere ? now : base));
}
