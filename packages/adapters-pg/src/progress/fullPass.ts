import type { ProgressWork } from '@cynow/po-core';
import type { ProgressSession } from './ProgressSession.ts';
import type { PassSizes } from './passSizes.ts';
import type { createPassState, UnfinishedPass } from './passState.ts';
import type { createProjection } from './projection.ts';
import { readMark } from './readMark.ts';

export interface PassTools {
  readonly session: ProgressSession;
  readonly state: ReturnType<typeof createPassState>;
  readonly projection: ReturnType<typeof createProjection>;
  readonly sizes: PassSizes;
}

/**
 * Reads all histories in key order, then counts all documents. Each page is written together with how far the pass has come;
 * one that was interrupted is gone on with, unless the histories are another table by now. Changes behind it are not lost:
 * the mark is that of its beginning, so the next pass finds them.
 */
export async function* fullPass(
  { session, state, projection, sizes }: PassTools,
  interrupted: UnfinishedPass | null,
  at: Date,
): AsyncGenerator<ProgressWork, void> {
  const { queries, read, write } = session;
  const mark = await readMark(session);
  let pass: UnfinishedPass =
    interrupted?.mark.table === mark.table
      ? interrupted
      : {
          at: at.toISOString(),
          mark,
          phase: 'histories',
          after: null,
          work: { looked: 0, cylinders: 0, histories: 0, documents: 0 },
          spentMs: 0,
        };
  let timedFrom = performance.now();
  const spent = (): number => {
    const now = performance.now();
    const ms = now - timedFrom;
    timedFrom = now;
    return ms;
  };

  /** Reads the cylinders that the statement stages, and writes them with the progress of the pass. */
  const readAndMerge = async (text: string, values: unknown[], next: Pick<UnfinishedPass, 'phase' | 'after'>) => {
    await read(text, values);
    await write(async (client) => {
      const { cylinders, histories } = await projection.merge(client, false);
      const { work } = pass;
      pass = {
        ...pass,
        ...next,
        work: { ...work, cylinders: work.cylinders + cylinders, histories: work.histories + histories },
        spentMs: pass.spentMs + spent(),
      };
      await state.keep(client, pass);
    });
  };

  while (pass.phase === 'histories') {
    const { after } = pass;
    const [end] = await read<{ key: string }>(
      queries.pageEnd(after === null),
      after === null ? [sizes.histories] : [sizes.histories, after],
    );
    await readAndMerge(
      queries.readPage(after === null, end === undefined),
      [after, end?.key].filter((key) => typeof key === 'string'),
      end === undefined ? { phase: 'vanished', after: null } : { phase: 'histories', after: end.key },
    );
    yield pass.work;
  }

  // Our order of keys is not the source's, so cylinders that have no history any more are looked for on their own.
  while (pass.phase === 'vanished') {
    const [known] = await read<{ cylinders: string[] }>(projection.knownCylinders, [pass.after ?? '', sizes.known]);
    const last = known!.cylinders.at(-1);
    const [vanished] = await read<{ cylinders: string[] }>(queries.vanished, [known!.cylinders]);
    await readAndMerge(
      queries.readCylinders,
      [vanished!.cylinders],
      last === undefined ? { phase: 'documents', after: null } : { phase: 'vanished', after: last },
    );
  }

  while (pass.phase === 'documents') {
    const ended = await write(async (client) => {
      const { last, documents } = await projection.recountPage(client, pass.after, sizes.counted, new Date(pass.at));
      pass = {
        ...pass,
        after: last,
        work: { ...pass.work, documents: pass.work.documents + documents },
        spentMs: pass.spentMs + spent(),
      };
      await state.keep(client, pass);
      if (last === null) await state.completeFull(client, pass);
      return last === null;
    });
    yield pass.work;
    if (ended) return;
  }
}
