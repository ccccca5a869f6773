import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate } from '../testing/pgWorld.ts';
import { pgProgressWorld, smallSizes } from './progressWorld.spec.support.ts';
import { differences, refresh } from './recount.spec.support.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

const histories = 'fcms_cdc.tr_cylinder_status_histories';

/** Rows of many cylinders and documents, after the sequence `from`; wide ones need new pages, narrow ones fill gaps. */
const insert = (from: number, rows: number, wide: boolean): string => `
  INSERT INTO ${histories} ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_CODE", "MOVE_REPORT_NO", "CUSTOMER_USER_NAME")
  SELECT 'C' || (${from} + n) % 97, ${from} + n, (ARRAY['22', '50', '60', '10', '31'])[1 + (${from} + n) % 5],
         'FP26' || lpad(((${from} + n) % 31)::text, 6, '0'), ${wide ? "repeat('고객', 20)" : 'NULL'}
  FROM generate_series(1, ${rows}) AS n`;

const newMove = fc.record({ rows: fc.integer({ min: 1, max: 25 }), wide: fc.boolean() });

/** What happens between and during passes. `open` is another connection's transaction that goes on for a while. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('insert' as const), move: newMove }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('open' as const), move: newMove, savepoint: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('end' as const), commit: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('alter' as const), every: fc.integer({ min: 5, max: 50 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('vacuum' as const) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('report' as const), of: fc.constantFrom(0, 1) }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('refresh' as const), meanwhile: fc.option(newMove) }) },
);

it('finds what is added and altered without reading everything, wherever it lies and whenever it is committed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 24 }), async (happenings) => {
      const world = await pgProgressWorld(template, smallSizes);
      const { client, progress } = world;
      const other = new pg.Client({ connectionString: world.settings.url });
      await other.connect();
      try {
        // Gaps all over the table, and the server knows of them.
        await client.query(insert(0, 600, true));
        await client.query(`DELETE FROM ${histories} WHERE "HISTORY_SEQ"::integer % 4 = 0`);
        await client.query(`VACUUM ${histories}`);
        await client.query('SELECT pg_stat_force_next_flush()');
        let minutes = 0;
        let seq = 1000;
        let open = false;
        const passes: (string | null)[] = [];
        const look = async () => {
          minutes += 6;
          const [event] = await refresh(progress, minutes);
          passes.push(event?.type === 'started' ? event.pass : null);
        };
        await look();
        for (const each of happenings) {
          if (each.what === 'insert') {
            await client.query(insert(seq, each.move.rows, each.move.wide));
            seq += each.move.rows;
          } else if (each.what === 'open') {
            if (!open) await other.query('BEGIN');
            open = true;
            if (each.savepoint) await other.query('SAVEPOINT part');
            await other.query(insert(seq, each.move.rows, each.move.wide));
            seq += each.move.rows;
          } else if (each.what === 'end') {
            await other.query(each.commit ? 'COMMIT' : 'ROLLBACK');
            open = false;
          } else if (each.what === 'alter') {
            await client.query(
              `UPDATE ${histories} SET "MOVE_REPORT_NO" = 'FP26000099' WHERE "HISTORY_SEQ"::integer % ${each.every} = 3`,
            );
          } else if (each.what === 'vacuum') {
            await client.query(`VACUUM ${histories}`);
          } else if (each.what === 'report') {
            await [client, other][each.of]!.query('SELECT pg_stat_force_next_flush()');
          } else if (each.meanwhile === null) {
            await look();
          } else {
            const { rows, wide } = each.meanwhile;
            await Promise.all([look(), client.query(insert(seq, rows, wide))]);
            seq += rows;
          }
        }
        await other.query('COMMIT');
        for (const connection of [client, other]) await connection.query('SELECT pg_stat_force_next_flush()');
        do await look();
        while (passes.at(-1) !== null);
        expect(await differences(client)).toEqual([]);
        expect(passes.indexOf('full', 1)).toBe(-1);
      } finally {
        await other.end();
        await world.close();
      }
    }),
    { numRuns: Math.max(15, Math.round(15 * Number(process.env.FC_SCALE ?? 1))) },
  );
}, 600_000);
