import type { PoFilter, PoPlace } from '@cynow/po-core';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledPos, fillPos } from '../demo/fillPos.ts';
import { openPg } from '../openPg.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { listFilters, listsOf, middleOf } from './directoryLists.spec.support.ts';
import { full } from './fullSize.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { plannedAccesses, type Statement, statementsOf } from './plans.spec.support.ts';

const pos = full ? 200_000 : 20_000;
const limit = 20;

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
  await using client = await openClient(template.url);
  await fillPos(client, pos);
});
afterAll(() => template.drop());

interface Plan extends Readonly<Record<string, unknown>> {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** What the statement did. */
const analysed = async (client: pg.ClientBase, { text, values }: Statement): Promise<Plan> => {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) ${text}`,
    [...values],
  );
  return rows[0]!['QUERY PLAN'][0].Plan;
};

/** How many entries were read of indexes whose names are so. */
const entriesRead = (plan: Plan, index: RegExp): number => {
  const here = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  const below = (plan.Plans ?? []).reduce((sum, each) => sum + entriesRead(each, index), 0);
  return (index.test(String(plan['Index Name'])) ? here : 0) + below;
};

describe(`lists of ${pos.toLocaleString('en')} POs`, () => {
  it('have what they go along from when a database is opened that recorded POs before there were lists', async () => {
    const database = await createDatabase({ template: template.name });
    try {
      await using client = await openClient(database.url);
      await client.query('UPDATE po.item SET received_on = NULL');
      await Promise.all([1, 2, 3].map(async () => (await openPg(testSettings(database.url))).close()));
      const { rows } = await client.query(`
        SELECT (SELECT count(*)::int FROM po.item i JOIN po.po p ON p.id = i.po_id
                WHERE i.received_on IS DISTINCT FROM p.received_on) AS items,
               (SELECT count(*)::int FROM (SELECT customer_key, customer_name FROM po.po
                EXCEPT SELECT customer_key, name FROM po.customer_name) AS lacking) AS names`);
      expect(rows).toEqual([{ items: 0, names: 0 }]);
    } finally {
      await database.drop();
    }
  });

  describe.each([
    { tables: 'analysed', prepare: 'VACUUM ANALYZE', along: true },
    // How many POs a filter lets through, nobody knows then.
    { tables: 'never analysed', prepare: 'SELECT', along: false },
  ])('on tables $tables', ({ prepare, along }) => {
    let database: TestDatabase;
    let opened: Awaited<ReturnType<typeof openPg>>;
    let middle: PoPlace;
    beforeAll(async () => {
      database = await createDatabase({ template: template.name });
      opened = await openPg(testSettings(database.url));
      await using client = await openClient(database.url);
      await client.query(prepare);
      middle = await middleOf(client);
    });
    afterAll(async () => {
      await opened.close();
      await database.drop();
    });

    it.each(Object.entries(listFilters))('go along indexes, and read little: %s', async (_name, filter) => {
      await using client = await openClient(database.url);
      for (const { sort, after } of listsOf(filter, middle)) {
        const statements = await statementsOf(() => opened.directory.list(filter, { sort, limit, after }));
        const [statement] = statements.filter(({ text }) => text.includes('WITH page'));
        const accesses = await plannedAccesses(client, statement as Statement);
        // Of so few POs, the half of them is gathered as quickly without an index.
        const gathered = filter.search === filledPos.prefixes.broad;
        // POs may be gone along from the beginning of the list; all else is led to by a key. Of one row there is no index.
        const ofPos = (on: string): boolean => /^po\.po$|^po_/.test(on);
        const wrong = accesses.filter(
          ({ node, on, led }) =>
            on !== 'po.progress_pass' &&
            (ofPos(on) ? node === 'Seq Scan' && along && !gathered : node === 'Seq Scan' || !led),
        );
        expect({ sort, after, wrong }).toEqual({ sort, after, wrong: [] });
        const plan = await analysed(client, statement as Statement);
        const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
        // All tables are some 5,000 pages of 8 kB here; in the usual order nothing is gathered but what a number begins with.
        if (along && sort === 'newest')
          expect({ sort, after, few: pages < 3_000, pages }).toEqual({ sort, after, few: true, pages });
      }
    });

    it.each<[string, PoFilter]>([
      ['most', { search: filledPos.prefixes.broad }],
      ['those of a past year', { search: filledPos.prefixes.past }],
      ['backfilled ones of a past year', { search: filledPos.prefixes.past, manual: false }],
    ])('read a month of the numbers that begin alike, not all of them: %s', async (_name, filter) => {
      await using client = await openClient(database.url);
      for (const after of [null, middle]) {
        const statements = await statementsOf(() => opened.directory.list(filter, { sort: 'newest', limit, after }));
        const [statement] = statements.filter(({ text }) => text.includes('WITH page'));
        const plan = await analysed(client, statement as Statement);
        const read = entriesRead(plan, /^po_by_/);
        // Of four years' POs a month has a fiftieth; from the next to the one after it there is a look a month.
        expect({ after, few: read < pos / 20, read }).toEqual({ after, few: true, read });
      }
    });
  });
});
