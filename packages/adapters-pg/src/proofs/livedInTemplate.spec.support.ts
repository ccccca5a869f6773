import { manualOrders } from '../demo/manualOrders.ts';
import { openPg } from '../openPg.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { testSettings } from '../testing/pgWorld.ts';
import { enterInto } from './enterInto.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { startProcess } from './startProcess.spec.support.ts';

interface RecordedPo {
  readonly customer: string;
  readonly poNo: string;
  readonly items: readonly { readonly product: string; readonly qty: number }[];
}

/**
 * Enters POs by hand: those of the demo, and one in eight of those that the backfill made, ordered as they were
 * delivered, or less, or another product.
 */
const enterManualOrders = async (url: string, documents: number, seed: number): Promise<void> => {
  await using client = await openClient(url);
  const { rows } = await client.query<RecordedPo>(
    `SELECT p.customer, p.po_no AS "poNo", json_agg(json_build_object('product', i.product, 'qty', i.qty) ORDER BY i.line) AS items
     FROM po.po p JOIN po.item i ON i.po_id = p.id
     WHERE p.po_key IS NOT NULL AND p.customer <> 'UNKNOWN' AND i.product <> 'UNKNOWN' AND i.qty > 0
     GROUP BY p.id HAVING ('x' || substr(md5(p.po_key), 1, 7))::bit(28)::integer % 8 = 0 ORDER BY p.po_key, p.customer_key`,
  );
  const others = rows.map(({ items, ...po }, i) => ({
    ...po,
    items: items.map(({ product, qty }) => ({
      product: i % 5 === 0 ? 'KF999' : product,
      qty: i % 3 === 0 ? Math.ceil(qty / 2) : qty,
    })),
  }));
  const demo = manualOrders({ seed, documents, endOn: '2025-11-22' });
  const { ports, close } = await openPg(testSettings(url));
  await enterInto(ports, others);
  // An order that stands in both lists is refused now.
  await enterInto(
    ports,
    demo.map((order) => ({ ...order, items: [...order.items] })),
  );
  await close();
};

/** One document in `n`, another one for each salt, the same ones in every database. */
const oneIn = (n: number, salt: string, key = '"ARRIVAL_SHIPPING_NO"'): string =>
  `('x' || substr(md5(rtrim(${key}::text) || '${salt}'), 1, 7))::bit(28)::integer % ${n} = 0`;

/** What clerks and the plant do to documents that are recorded already. */
const changes = `
  UPDATE fcms_cdc.tr_orders SET "INSTRUCTION_COUNT" = 1 + coalesce("INSTRUCTION_COUNT", 0) WHERE ${oneIn(12, 'qty')};
  UPDATE fcms_cdc.tr_orders SET "INSTRUCTION_COUNT" = NULL WHERE ${oneIn(60, 'no qty')};
  UPDATE fcms_cdc.tr_orders SET "TRADE_CONDITION_CODE" = 'KF001' WHERE ${oneIn(30, 'product')};
  UPDATE fcms_cdc.tr_orders SET "SUPPLIER_USER_CODE" = NULL WHERE ${oneIn(40, 'customer')};
  UPDATE fcms_cdc.tr_orders SET "ORDER_DATE" = "ORDER_DATE" + interval '9 days' WHERE ${oneIn(25, 'later')};
  UPDATE fcms_cdc.tr_orders SET "ORDER_DATE" = "ORDER_DATE" - interval '9 days' WHERE ${oneIn(25, 'earlier')};
  UPDATE fcms_cdc.tr_orders SET "DELIVERY_DATE" = "DELIVERY_DATE" + interval '1 day' WHERE ${oneIn(25, 'due')};
  UPDATE fcms_cdc.tr_orders o SET "CUSTOMER_ORDER_NO" = other."CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE" = other."SUPPLIER_USER_CODE"
    FROM (SELECT "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", lag("ARRIVAL_SHIPPING_NO", 37) OVER (ORDER BY "ARRIVAL_SHIPPING_NO") AS key
          FROM fcms_cdc.tr_orders) AS other
    WHERE other.key = o."ARRIVAL_SHIPPING_NO" AND ${oneIn(10, 'number', 'o."ARRIVAL_SHIPPING_NO"')};
  UPDATE fcms_cdc.tr_orders SET "CUSTOMER_ORDER_NO" = '구두' WHERE ${oneIn(40, 'no number')};
  UPDATE fcms_cdc.tr_move_reports SET "PROGRESS_CODE" = '51' WHERE ${oneIn(20, 'cancelled', '"MOVE_REPORT_NO"')};
  UPDATE fcms_cdc.tr_move_reports SET "PROGRESS_CODE" = '10' WHERE "PROGRESS_CODE" = '51' AND ${oneIn(3, 'alive', '"MOVE_REPORT_NO"')};
  DELETE FROM fcms_cdc.tr_orders WHERE ${oneIn(150, 'gone')}`;

/**
 * Like `loadedTemplate`, but with a past: half of the documents are recorded, staff have entered POs, and since then
 * clerks have changed, cancelled, revived and removed documents of every kind.
 */
export const livedInTemplate = async (documents: number, seed = 1, serverUrl?: string): Promise<TestDatabase> => {
  const template = await loadedTemplate(documents, seed, serverUrl);
  const past = startProcess(template.url, {
    options: { window: { since: null, until: '2025-10-20' }, limit: null, force: false },
  });
  await past.told('finished');
  await past.ended;
  await enterManualOrders(template.url, documents, seed);
  await using client = await openClient(template.url);
  await client.query(changes);
  await client.query('ANALYZE');
  return template;
};
