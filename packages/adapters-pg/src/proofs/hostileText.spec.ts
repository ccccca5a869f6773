import { isDeepStrictEqual } from 'node:util';
import { customerKey, poNo, productKey, type SourceDocument, shown, text } from '@cynow/po-core';
import { collect, hostileText, inMemoryWorld, runToEnd } from '@cynow/po-core/testing';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';
import { openClient } from './openClient.spec.support.ts';

const rows = 10_000;

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

/** What breaks statements, COPY, JSON, LIKE, terminals and normalisation elsewhere. */
const fragments = [
  ...[
    "'",
    "''",
    '"',
    '`',
    '%',
    '_',
    '\\',
    '\\\\',
    "\\'",
    '\\N',
    '\\.',
    '\\x',
    '\\u0000',
    '$1',
    '$$',
    ':schema',
    ';',
    '--',
    '/*',
  ],
  ...['\t', '\n', '\r', '\r\n', '\v', '\f', '\b', '\u0001', '\u001f', '\u007f', '\u0085', '\u009f', '\u00a0', '\u2028'],
  ...[
    '{"a":null}',
    '[]',
    'null',
    'NULL',
    'NaN',
    '{}',
    '{,}',
    '<b>',
    '&amp;',
    '</script>',
    '#{x}',
    '$\u007bx}',
    '=1+1',
    '@x',
  ],
  ...['😀', '👨‍👩‍👧', '🇰🇷', '𠮷', '𩸽', '\u{10ffff}', '\uffff', 'عربي', 'עברית', '\u202e', '\u200f', '\u2066'],
  ...['Ａ１', '（２）', 'ﾊﾞ', 'パ', '각', '각', 'ㅤ', '　', '\ufeff', '\u200b', 'é', 'é', 'ﬁ', 'İ', 'ß', 'ᅠ'],
  ...['PO-001', '2차', '②', '구두', 'FCMS-', 'FP25', '0', ' ', '  '],
];

const hostile = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fragments) }, hostileText()), { maxLength: 30 })
  .map((parts) => parts.join('').replaceAll('\u0000', '').toWellFormed());

/** As many characters as the column holds, and nothing that a filled CHAR loses. */
const fitting = (width: number) => hostile.map((value) => [...value].slice(0, width).join(''));

const fitted = (width: number): fc.Arbitrary<string | null> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 20, arbitrary: fitting(width) });

const document = fc.record({
  docNo: fitting(9),
  poNo: fitted(40),
  customer: fitted(10),
  customerName: fitted(90),
  product: fitted(10),
  productName: fitted(60),
  packing: fitted(60),
  qty: fc.constantFrom('1', '30', '0', '-1', '2.5', 'NaN', null),
  orderDate: fc.constantFrom('2025-11-20 09:00:00', '2025-11-21 23:59:59', null),
  addDatetime: fc.constantFrom('2025-11-20 09:05:00', null),
  deliveryDate: fc.constantFrom('2025-11-27 00:00:00', 'infinity', null),
  progressCode: fc.oneof(fc.constant(null), fc.constant('51'), fitting(2)),
}) satisfies fc.Arbitrary<SourceDocument>;

const load = async (client: pg.Client, documents: readonly SourceDocument[]): Promise<void> => {
  const column = (key: keyof SourceDocument) => documents.map((each) => each[key]);
  await client.query(
    `INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "SUPPLIER_USER_NAME",
       "TRADE_CONDITION_CODE", "ITEM_NAME", "PACKING_NAME", "INSTRUCTION_COUNT", "ORDER_DATE", "ADD_DATETIME", "DELIVERY_DATE")
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::numeric[],
       $9::timestamp[], $10::timestamp[], $11::timestamp[])`,
    (
      [
        ...['docNo', 'poNo', 'customer', 'customerName', 'product', 'productName', 'packing', 'qty', 'orderDate'],
        ...['addDatetime', 'deliveryDate'],
      ] as (keyof SourceDocument)[]
    ).map(column),
  );
  await client.query(
    `INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "PROGRESS_CODE", "ADD_DATETIME")
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamp[]) AS r (no, code, at) WHERE code IS NOT NULL`,
    [column('docNo'), column('progressCode'), column('addDatetime')],
  );
};

/** Long lists, compared in a fraction of the time that `toEqual` takes. */
const expectEach = (actual: readonly unknown[], expected: readonly unknown[]): void => {
  expect(actual.length).toBe(expected.length);
  const different = actual.flatMap((each, i) => (isDeepStrictEqual(each, expected[i]) ? [] : [[each, expected[i]]]));
  expect(different).toEqual([]);
};

it(`takes in ${rows.toLocaleString('en')} documents of hostile text unharmed`, async () => {
  const seed = fc.readConfigureGlobal().seed ?? 0;
  console.info(`seed ${seed}`);
  const documents = fc.sample(document, { numRuns: rows, seed }).map((each, i) => ({
    ...each,
    // The first has no number at all: its key is blank.
    docNo: i === 0 ? '' : `${each.docNo}${i.toString(36)}`,
  }));
  const byNumber = new Map(documents.map((each) => [each.docNo, each]));

  const memory = await inMemoryWorld();
  await memory.setSource({ put: documents });
  const expected = await runToEnd(memory, { batchSize: 1000 });

  const world = await pgWorld(template);
  await using client = await openClient(world.settings.url);
  await load(client, documents);
  const { result } = await runToEnd(world, { batchSize: 1000 });
  expect(result.tally).toEqual(expected.result.tally);
  expect(result.tally.failed.total).toBe(0);

  const { rows: stored } = await client.query(
    `SELECT doc_no, fcms_po_no, fcms_customer, fcms_product, po_no, customer, customer_name, product, product_name, packing
     FROM po.document`,
  );
  const live = documents.filter(({ progressCode }) => progressCode?.trim() !== '51');
  expect(stored.length).toBe(live.length);
  const shownOf = (each: SourceDocument) => ({
    doc_no: each.docNo,
    fcms_po_no: shown(each.poNo),
    fcms_customer: text(each.customer),
    fcms_product: text(each.product),
    po_no: poNo(each.poNo),
    customer: customerKey(each.customer) === null ? null : shown(each.customer),
    customer_name: shown(each.customerName),
    product: productKey(each.product) === null ? null : shown(each.product),
    product_name: shown(each.productName),
    packing: shown(each.packing),
  });
  expectEach(
    stored,
    stored.map((row) => shownOf(byNumber.get(row.doc_no)!)),
  );

  expectEach(await world.snapshot(), await memory.snapshot());
  expectEach(await collect(world.reports.documents()), await collect(memory.reports.documents()));
  expectEach(await collect(world.reports.pos()), await collect(memory.reports.pos()));

  const again = await runToEnd(world, { batchSize: 1000 });
  expect(again.result.tally).toMatchObject({
    skipped: {
      total: documents.length,
      byReason: { ALREADY_RECORDED: live.length, CANCELLED: documents.length - live.length },
    },
  });
  await world.close();
});
