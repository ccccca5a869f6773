import { collect, runToEnd } from '@cynow/po-core/testing';
import { it } from 'vitest';
import { pgWorld } from '../testing/pgWorld.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
it('t', async () => {
  const t = await loadedTemplate(50000);
  const w = await pgWorld(t);
  await runToEnd(w, { batchSize: 1000 });
  await using c = await openClient(w.settings.url);
  const q = `EXPLAIN ANALYZE WITH page AS MATERIALIZED (SELECT * FROM po.po p WHERE p.po_key IS NOT NULL AND (p.customer_key, p.po_key) > ('MNTO','1') ORDER BY p.customer_key, p.po_key LIMIT 1000)
          SELECT p.customer_key AS "customerKey", p.po_key AS "poKey", p.identity_doc_no AS "identityDocNo",
                 p.customer, p.customer_name AS "customerName", p.po_no AS "poNo",
                 p.received_on::text AS "receivedOn", p.manual, p.deliveries, p.priority, p.memo,
                 coalesce(lines.items, '[]') AS items, coalesce(lines.incomplete, false) AS incomplete,
                 coalesce(open.codes, '[]') AS reasons
          FROM page p
          CROSS JOIN LATERAL (
            SELECT json_agg(json_build_object('product', i.product, 'qty', i.qty, 'deliveryOn', i.delivery_on)
                            ORDER BY i.line) AS items,
                   bool_or(i.incomplete) AS incomplete
            FROM po.item i WHERE i.po_id = p.id) AS lines
          CROSS JOIN LATERAL (
            SELECT json_agg(DISTINCT r.code) AS codes
            FROM po.document d
            CROSS JOIN LATERAL (
              SELECT code FROM po.reason WHERE doc_no = d.doc_no AND closed_at IS NULL OFFSET 0) AS r
            WHERE p.priority IS NOT NULL AND d.po_id = p.id) AS open
          ORDER BY p.customer_key, p.po_key`;
  for (const an of [false, true]) {
  if (an) await c.query('ANALYZE');
  console.log((await c.query(q)).rows.map((r: any) => r['QUERY PLAN']).join('\n'));
  for (const [n, f] of [['docs', () => collect(w.reports.documents())], ['pos', () => collect(w.reports.pos())]] as const) {
    const a = performance.now();
    const r = await f();
    console.log(n, r.length, performance.now() - a);
  }}
  await c.end();
  await w.close(); await t.drop();
});
