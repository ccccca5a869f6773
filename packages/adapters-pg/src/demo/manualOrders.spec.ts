import {
  compareDecisionOrder,
  createDocumentReader,
  defaultSiteRules,
  type FcmsDocument,
  manualPoSchema,
  poKey,
} from '@cynow/po-core';
import { describe, expect, it } from 'vitest';
import type { FcmsRow, FcmsValue } from './fcmsTables.ts';
import { generateFcms } from './generateFcms.ts';
import { manualOrders } from './manualOrders.ts';

const site = { documents: 2000, endOn: '2025-11-22', historiesPerDocument: 0 };

const text = (value: FcmsValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/** The documents as a backfill reads them, in the order in which it decides. */
const documentsOf = (seed: number): FcmsDocument[] => {
  const orders: FcmsRow<'tr_orders'>[] = [];
  const progress = new Map<FcmsValue, FcmsValue>();
  for (const chunk of generateFcms({ ...site, seed })) {
    if (chunk.table === 'tr_orders') orders.push(...chunk.rows);
    if (chunk.table === 'tr_move_reports')
      for (const row of chunk.rows) progress.set(row.MOVE_REPORT_NO, row.PROGRESS_CODE);
  }
  const read = createDocumentReader(defaultSiteRules);
  return orders
    .map((row) =>
      read({
        docNo: String(row.ARRIVAL_SHIPPING_NO),
        poNo: text(row.CUSTOMER_ORDER_NO),
        customer: text(row.SUPPLIER_USER_CODE),
        customerName: text(row.SUPPLIER_USER_NAME),
        product: text(row.TRADE_CONDITION_CODE),
        productName: text(row.ITEM_NAME),
        packing: text(row.PACKING_NAME),
        qty: text(row.INSTRUCTION_COUNT),
        orderDate: text(row.ORDER_DATE),
        addDatetime: text(row.ADD_DATETIME),
        deliveryDate: text(row.DELIVERY_DATE),
        progressCode: text(progress.get(row.ARRIVAL_SHIPPING_NO)),
      }),
    )
    .sort((a, b) => compareDecisionOrder(a.position, b.position));
};

describe('the orders that staff enter', () => {
  it.each([1, 2, 3, 4, 5])('agree and disagree with their documents in every way (seed %i)', (seed) => {
    const orders = manualOrders({ ...site, seed });
    const documents = documentsOf(seed);
    const excess: number[] = [];
    let exact = 0;
    let withoutDocuments = 0;
    let productMissing = 0;
    for (const { customer, poNo, items } of orders) {
      const deliveries = documents.filter(
        (document) =>
          document.customerKey === customer && document.identity.poKey === poKey(poNo) && !document.content.cancelled,
      );
      if (deliveries.length === 0) withoutDocuments += 1;
      const products = new Set(deliveries.map(({ productKey }) => productKey));
      if ([...products].some((product) => !items.some((item) => item.product === product))) productMissing += 1;
      const sumOf = (product: string): number =>
        deliveries.reduce((sum, { productKey, qty }) => sum + (productKey === product ? (qty ?? 0) : 0), 0);
      if (items.every(({ product, qty }) => sumOf(product) === qty)) exact += 1;
      for (const { product, qty } of items) if (sumOf(product) > qty) excess.push((100 * (sumOf(product) - qty)) / qty);
    }
    expect(exact).toBeGreaterThanOrEqual(3);
    expect(withoutDocuments).toBe(2);
    expect(productMissing).toBe(3);
    const bands = excess.map((percent) => (percent >= 50 ? 'over 50' : percent >= 10 ? '10 to 50' : 'under 10'));
    expect(bands.toSorted()).toEqual(['10 to 50', 'over 50', 'under 10']);
  });

  it('are in the format of the import, the same for the same options, each number once', () => {
    const orders = manualOrders({ ...site, seed: 1 });
    expect(orders.map((order) => manualPoSchema.parse(order))).toEqual(orders);
    expect(manualOrders({ ...site, seed: 1 })).toEqual(orders);
    expect(new Set(orders.map(({ customer, poNo }) => `${customer} ${poKey(poNo)}`)).size).toBe(orders.length);
    expect(orders.map(({ receivedOn }) => receivedOn > '2025-09-01' && receivedOn < '2025-11-22')).not.toContain(false);
  });

  it('are fewer where there are few documents', () => {
    for (const documents of [1, 5, 50]) {
      const orders = manualOrders({ ...site, documents, seed: 1 });
      expect(orders.length).toBeLessThanOrEqual(13);
    }
  });
});
