import type { ProgressWork } from '@cynow/po-core';
import type { PassTools } from './fullPass.ts';
import { allFound, altered, type Trace, traceAfterAll } from './Mark.ts';
import { readMark } from './readMark.ts';
import { pagesBetween, searchOrder } from './searchOrder.ts';

/**
 * Finds the rows that were added or altered since the last complete pass, and reads their cylinders again. It looks where new
 * rows use to be, until it has found as many as the server counted. When it cannot find them, or when rows were altered, it
 * looks through the whole table for what was written since the last time it did so.
 */
export async function* changesPass(
  { session, state, projection, sizes }: PassTools,
  trace: Trace,
  at: Date,
): AsyncGenerator<ProgressWork, void> {
  const { queries, read, write } = session;
  const { last, base } = trace;
  const now = await readMark(session);
  let { found, place } = trace;
  let looked = 0;

  /**
   * Lists the cylinders that have rows of this transaction or later ones in these pages, and tells how many of these rows are
   * of transactions that began before this pass. What began later may or may not be seen yet; the next pass counts it.
   */
  const look = async (from: number, to: number, since: string): Promise<number> => {
    const [seen] = await read<{ found: number }>(queries.look, [from, to, since, now.next]);
    looked += to - from;
    return seen!.found;
  };

  if (!altered(trace, now)) {
    for (const { from, to, always } of searchOrder(last.tail, now.tail, place, sizes.blocks)) {
      if (!always && allFound(trace, now, found)) break;
      const here = await look(from, to, last.next);
      found += here;
      if (here > 0 && from < last.tail) place = from;
    }
  }
  const everywhere = altered(trace, now) || !allFound(trace, now, found);
  if (everywhere) {
    for (const { from, to } of pagesBetween(0, now.tail + 1, sizes.blocks)) await look(from, to, base.horizon);
  }

  let work: ProgressWork = { looked, cylinders: 0, histories: 0, documents: 0 };
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
      looked,
      cylinders: work.cylinders + step.cylinders,
      histories: work.histories + step.histories,
      documents: work.documents + step.documents,
    };
    after = end;
    yield work;
  }
  const { deleted } = trace;
  const next = everywhere ? traceAfterAll(now, deleted, place) : { last: now, base, found, deleted, place };
  await write((client) => state.completeChanges(client, at, next));
}
