import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPg } from '../openPg.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { fillReviews } from './fillReviews.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { plannedAccesses, statementsOf } from './plans.spec.support.ts';
import { filters, pagePlaces } from './reviewPages.spec.support.ts';

const sizes = { pos: 40_000, open: 4_000 };
const limit = 20;

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
  await using client = await openClient(template.url);
  await fillReviews(client, sizes);
});
afterAll(() => template.drop());

const queued = `SELECT count(*)::int AS n FROM po.review`;

describe(`the queue of ${sizes.open.toLocaleString('en')} reviews among ${sizes.pos.toLocaleString('en')} POs`, () => {
  it('is filled when a database is opened that recorded POs before there was one, and not again', async () => {
    const database = await createDatabase({ template: template.name });
    try {
      await using client = await openClient(database.url);
      expect((await client.query(queued)).rows).toEqual([{ n: 0 }]);
      await Promise.all([1, 2, 3].map(async () => (await openPg(testSettings(database.url))).close()));
      expect((await client.query(queued)).rows).toEqual([{ n: sizes.open }]);
      const { rows } = await client.query(`
        SELECT count(*)::int AS n FROM po.review q JOIN po.po p ON p.id = q.po_id
        WHERE (q.priority, q.customer_key, q.po_key, q.manual) IS DISTINCT FROM (p.priority, p.customer_key, p.po_key, p.manual)
           OR q.since <> (SELECT date_trunc('milliseconds', min(r.opened_at)) FROM po.document d JOIN po.reason r USING (doc_no) WHERE d.po_id = p.id)
           OR q.codes <> (SELECT array_agg(DISTINCT r.code) FROM po.document d JOIN po.reason r USING (doc_no) WHERE d.po_id = p.id)`);
      expect(rows).toEqual([{ n: 0 }]);
    } finally {
      await database.drop();
    }
  });

  describe.each([
    ['analysed', 'ANALYZE'],
    ['never analysed', 'SELECT'],
  ])('on tables %s', (_, prepare) => {
    let database: TestDatabase;
    let opened: Awaited<ReturnType<typeof openPg>>;
    beforeAll(async () => {
      database = await createDatabase({ template: template.name });
      opened = await openPg(testSettings(database.url));
      await using client = await openClient(database.url);
      await client.query(prepare);
    });
    afterAll(async () => {
      await opened.close();
      await database.drop();
    });

    it.each(Object.entries(filters))(
      'every page reads a page of POs and no more than the queue: %s',
      async (_name, filter) => {
        await using client = await openClient(database.url);
        const places = await pagePlaces(client, opened.reviews, filter, limit);
        for (const after of Object.values(places)) {
          const statements = await statementsOf(() => opened.reviews.list(filter, { limit, after }));
          const [statement] = statements.filter(({ text }) => text.includes('"review"'));
          const accesses = await plannedAccesses(client, statement!);
          // Only the queue itself may be read from beginning to end.
          const wrong = accesses.filter(
            ({ node, on, led }) =>
              !on.startsWith('po.review') && !on.startsWith('review_') && (node === 'Seq Scan' || !led),
          );
          expect({ after, wrong }).toEqual({ after, wrong: [] });
          const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: Readonly<Record<string, number>> }] }>(
            `EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) ${statement!.text}`,
            [...statement!.values],
          );
          const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
          // The whole queue is about 60 pages of 8 kB here; a review with its documents and reasons is 15 to 70.
          expect(plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!).toBeLessThan(2_000);
        }
      },
    );

    it('finds POs by number, and the open reasons of one, along indexes', async () => {
      await using client = await openClient(database.url);
      const [id] = await opened.reviews.ids({ reason: 'ALIAS_LINK' });
      const statements = await statementsOf(async () => {
        expect((await opened.reviews.openReasons(id!)).length).toBeGreaterThan(0);
        expect(await opened.reviews.numbered('PO-3-4701', 10)).toHaveLength(1);
      });
      const ours = statements.filter(({ text }) => text.includes('"po".'));
      expect(ours).toHaveLength(2);
      for (const statement of ours) {
        const accesses = await plannedAccesses(client, statement);
        expect(accesses.filter(({ led }) => !led)).toEqual([]);
      }
    });
  });
});
