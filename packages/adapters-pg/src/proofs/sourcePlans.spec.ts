import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgDocumentSource } from '../source/pgDocumentSource.ts';
import { createDatabase, type TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { openClient } from './openClient.spec.support.ts';
import { plannedAccesses, type Statement, sequentialScans, statementsOf } from './plans.spec.support.ts';
import { retype } from './retyped.spec.support.ts';

const documents = 100_000;
const big = ['tr_move_report_details', 'tr_cylinder_status_histories', 'tr_move_reports', 'tr_orders'];

const fill = (client: pg.Client) =>
  client.query(`
    INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "ORDER_DATE")
    SELECT 'FP25' || lpad(n::text, 6, '0'), 'PO-' || n, 'KDKK', '2025-11-20'::timestamp - n % 4000 * interval '1 hour'
    FROM generate_series(1, ${documents}) n WHERE n % 500 <> 0;
    INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "PROGRESS_CODE", "ADD_DATETIME")
    SELECT 'FP25' || lpad(n::text, 6, '0'), '10', '2025-11-20' FROM generate_series(1, ${documents}) n;
    INSERT INTO fcms_cdc.tr_move_report_details ("MOVE_REPORT_NO", "CYLINDER_NO")
    SELECT 'FP25' || lpad(n::text, 6, '0'), 'KA' || n % 9000 FROM generate_series(1, ${documents}) n;
    INSERT INTO fcms_cdc.tr_cylinder_status_histories ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_REPORT_NO", "SUPPLIER_USER_NAME")
    SELECT 'KA' || n % 9000, n, 'FP25' || lpad(n::text, 6, '0'), '고객' FROM generate_series(1, ${documents}) n`);

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
  await using client = await openClient(template.url);
  await fill(client);
});
afterAll(() => template.drop());

/** Everything that is ever asked of the source. */
const ask = async (url: string): Promise<void> => {
  const source = pgDocumentSource(testSettings(url));
  const listing = await source.list({ since: '2025-11-01', until: null }, null);
  let batches = 0;
  for await (const batch of listing.batches(1000)) {
    expect(batch.length).toBeGreaterThan(0);
    batches += 1;
    if (batches === 3) break;
  }
  await listing.close();
  const numbers = Array.from({ length: 1000 }, (_, i) => `FP25${String(i * 97).padStart(6, '0')}`);
  expect((await source.find(numbers)).length).toBeGreaterThan(900);
  expect((await source.findMoveReports(numbers)).length).toBe(999);
  const absent = source.absent(
    (async function* () {
      yield numbers;
    })(),
  );
  for await (const gone of absent) expect(gone).toEqual(['FP25000000', 'FP25048500']);
  expect((await source.sequencesOf(25))[0]).toBe(documents);
  expect(await source.sequencesOf(24)).toEqual([]);
  let orphans = 0;
  for await (const reports of source.moveReportsWithoutOrder()) orphans += reports.length;
  expect(orphans).toBe(documents / 500);
};

const keys = [
  'tr_orders.ARRIVAL_SHIPPING_NO',
  'tr_move_reports.MOVE_REPORT_NO',
  'tr_move_report_details.MOVE_REPORT_NO',
];
const cylinders = ['tr_move_report_details.CYLINDER_NO', 'tr_cylinder_status_histories.CYLINDER_NO'];
const varchar = ['character varying(12)', '@'] as const;

/** As after an ANALYZE while a first load was going on, which saw its pages and none of its rows. */
const analysedEmpty = (dba: pg.Client) =>
  dba.query(
    `UPDATE pg_class SET reltuples = 0, relpages = 1000
     WHERE relnamespace = 'fcms_cdc'::regnamespace AND relname = ANY($1)`,
    [big],
  );

describe(`with ${documents.toLocaleString('en')} documents, everything asked of FCMS goes along the primary keys`, () => {
  it.each([
    ['char keys', (dba: pg.Client) => retype(dba, {})],
    ['char keys, nothing analysed', async () => undefined],
    ['char keys, one table vacuumed, nothing analysed', (dba: pg.Client) => dba.query(`VACUUM fcms_cdc.${big[0]}`)],
    ['char keys, analysed when there was nothing', analysedEmpty],
    [
      'varchar keys',
      (dba: pg.Client) => retype(dba, Object.fromEntries([...keys, ...cylinders].map((key) => [key, varchar]))),
    ],
    ['varchar keys of orders only', (dba: pg.Client) => retype(dba, { 'tr_orders.ARRIVAL_SHIPPING_NO': varchar })],
    ['varchar keys of reports only', (dba: pg.Client) => retype(dba, { 'tr_move_reports.MOVE_REPORT_NO': varchar })],
  ] as const)('%s', async (_, prepare) => {
    const database = await createDatabase({ template: template.name });
    await using dba = await openClient(database.url);
    await prepare(dba);
    await dba.end();
    await using client = await openClient(database.url);
    const before = await sequentialScans(client, 'fcms_cdc');
    const statements = await statementsOf(() => ask(database.url));
    const after = await sequentialScans(client, 'fcms_cdc');
    expect(big.filter((table) => after[table] !== before[table])).toEqual([]);

    // The same settings as in the session that asked.
    const isSetting = ({ text }: Statement): boolean => /^\s*(SELECT set_config|CREATE TEMPORARY)/.test(text);
    for (const { text, values } of statements.filter(isSetting)) await client.query(text, [...values]);
    const asked = statements.filter((statement) => !isSetting(statement) && statement.text.includes('"fcms_cdc"'));
    expect(asked.length).toBeGreaterThan(5);
    for (const statement of asked) {
      const accesses = (await plannedAccesses(client, statement)).filter(
        ({ on }) => on.startsWith('fcms_cdc.') || /_pkey$/.test(on),
      );
      expect(accesses.length).toBeGreaterThan(0);
      const firstPage = /LIMIT \$1/.test(statement.text) && !/> \$2/.test(statement.text);
      const unled = accesses.filter(({ node, led }) => !led || node === 'Seq Scan');
      expect({ text: statement.text, unled }).toEqual({
        text: statement.text,
        unled: firstPage ? [expect.objectContaining({ node: 'Index Scan' })] : [],
      });
    }
    await database.drop();
  });
});
