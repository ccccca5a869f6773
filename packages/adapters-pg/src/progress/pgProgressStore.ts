import type { DocumentProgress, HeldProgress, ProgressStore } from '@cynow/po-core';
import type { Pool } from '../connection/createPool.ts';
import type { PgSettings } from '../connection/PgSettings.ts';
import { qualified } from '../store/columns.ts';
import { changesPass } from './changesPass.ts';
import { readEvidence } from './evidence.ts';
import { fullPass, type PassTools } from './fullPass.ts';
import { changeSince } from './Mark.ts';
import { openProgressSession, type ProgressSession } from './ProgressSession.ts';
import { type PassSizes, passSizes } from './passSizes.ts';
import { createPassState, type PassState } from './passState.ts';
import { createProjection } from './projection.ts';
import { readMark } from './readMark.ts';

/** Progress in our schema, kept up by passes over the histories of FCMS. `sizes` has no effect on the result. */
export const pgProgressStore = (pool: Pool, settings: PgSettings, sizes: PassSizes = passSizes): ProgressStore => {
  const progress = qualified(settings.schema, 'progress');
  const passes = qualified(settings.schema, 'progress_pass');
  const state = createPassState(settings.schema);
  const projection = createProjection(settings.schema);

  const stateOf = async (session: ProgressSession): Promise<PassState> => state.from(await session.read(state.read));

  const held = (session: ProgressSession): HeldProgress => {
    const tools: PassTools = { session, state, projection, sizes };
    return {
      async standing() {
        const { complete, unfinished } = await stateOf(session);
        const change =
          complete === null
            ? { moved: false, removed: false, lost: false }
            : changeSince(complete.trace, await readMark(session));
        return {
          readAt: complete?.readAt ?? null,
          full: complete?.full ?? null,
          interrupted: unfinished !== null,
          ...change,
        };
      },
      async *pass(kind, at) {
        await session.write((client) => client.query(session.queries.makeTables));
        const { complete, unfinished } = await stateOf(session);
        yield* kind === 'full' || complete === null || unfinished !== null
          ? fullPass(tools, unfinished, at)
          : changesPass(tools, complete.trace, at);
      },
      release: () => session.close(),
    };
  };

  return {
    find: (docNos) =>
      pool.use(async (client) => {
        const { rows } = await client.query<DocumentProgress>(
          `SELECT k.doc_no AS "docNo", coalesce(p.filled, 0) AS filled, coalesce(p.warehoused, 0) AS warehoused,
                  coalesce(p.shipped, 0) AS shipped, s.read_at AS "readAt"
           FROM ${passes} s CROSS JOIN unnest($1::text[]) AS k (doc_no) LEFT JOIN ${progress} p ON p.doc_no = k.doc_no
           WHERE s.read_at IS NOT NULL`,
          [docNos],
        );
        return rows;
      }),
    readAt: () =>
      pool.use(async (client) => {
        const { rows } = await client.query<{ read_at: Date | null }>(`SELECT read_at FROM ${passes}`);
        return rows[0]?.read_at ?? null;
      }),
    evidence: (docNo) => readEvidence(pool, settings, docNo),
    async hold() {
      const session = await openProgressSession(settings);
      return session === null ? null : held(session);
    },
  };
};
