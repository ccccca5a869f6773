import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate } from '../testing/pgWorld.ts';
import { changesPass } from './changesPass.ts';
import { openProgressSession } from './ProgressSession.ts';
import { createPassState } from './passState.ts';
import { pgProgressWorld, smallSizes } from './progressWorld.spec.support.ts';
import { createProjection } from './projection.ts';
import { at, differences, refresh } from './recount.spec.support.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const histories = 'fcms_cdc.tr_cylinder_status_histories';
const document = 'FP26000001';
const report = 'SELECT pg_stat_force_next_flush()';

it('counts a row once that comes while a pass looks, so that another is not taken for found', async () => {
  const world = await pgProgressWorld(template, smallSizes);
  const { client, progress, settings } = world;
  /** Filled cylinders, whose rows have names of this length. */
  const insert = (from: number, rows: number, width: number, by = client) =>
    by.query(
      `INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO", "CUSTOMER_USER_NAME", "SUPPLIER_USER_NAME")
       SELECT 'C' || ${from} + n, 1, '22', $1, repeat('x', ${width}), repeat('x', ${width}) FROM generate_series(1, ${rows}) AS n`,
      [document],
    );
  try {
    await insert(0, 1000, 10);
    // Room for two small rows far from both ends, and nowhere else.
    await client.query(`DELETE FROM ${histories} WHERE ctid IN ('(6,5)', '(6,6)')`);
    await client.query(`VACUUM ${histories}`);
    await client.query(report);
    await refresh(progress, 0);
    await insert(2000, 1, 90);
    await client.query(report);

    const session = (await openProgressSession(settings))!;
    const state = createPassState(settings.schema);
    await session.write((own) => own.query(session.queries.makeTables));
    const { complete } = state.from(await session.read(state.read));
    let disturbed = false;
    const disturbedSession: typeof session = {
      ...session,
      async read(text, values) {
        if (text === session.queries.look && !disturbed) {
          disturbed = true;
          await insert(3000, 1, 90);
        }
        return session.read(text, values);
      },
    };
    const projection = createProjection(settings.schema);
    const tools = { session: disturbedSession, state, projection, sizes: smallSizes };
    for await (const _ of changesPass(tools, complete!.trace, at(10)));
    await session.close();
    expect(disturbed).toBe(true);

    // A connection goes on with the page that it wrote to last; another one looks for room.
    const other = new pg.Client({ connectionString: settings.url });
    await other.connect();
    await insert(4000, 1, 10, other);
    await other.query(report);
    await other.end();
    await client.query(report);
    const { rows } = await client.query(
      `SELECT ctid::text LIKE '(6,%' AS hidden FROM ${histories} WHERE "CYLINDER_NO" = 'C4001'`,
    );
    expect(rows).toEqual([{ hidden: true }]);
    await refresh(progress, 20);
    expect(await differences(client)).toEqual([]);
    expect(await progress.find([document])).toMatchObject([{ filled: 1001 }]);
  } finally {
    await world.close();
  }
});
