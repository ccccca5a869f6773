import { runToEnd } from '@cynow/po-core/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';
import { expectSameState } from './comparableState.spec.support.ts';
import { livedInTemplate } from './livedInTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { type Retyping, retype } from './retyped.spec.support.ts';
import { type StateAfterRun, stateAfterRun } from './stateAfterRun.spec.support.ts';

let empty: TestDatabase;
let template: TestDatabase;
let reference: StateAfterRun;
beforeAll(async () => {
  empty = await createTemplate();
  template = await livedInTemplate(1000);
  {
    // An integer column never held the clerks' fractions.
    await using client = await openClient(template.url);
    await client.query(`UPDATE fcms_cdc.tr_orders SET "INSTRUCTION_COUNT" = trunc("INSTRUCTION_COUNT")`);
    await client.query(`INSERT INTO fcms_cdc.tr_move_report_details ("MOVE_REPORT_NO", "CYLINDER_NO")
      SELECT "MOVE_REPORT_NO", 'KA' || n FROM fcms_cdc.tr_move_reports, generate_series(1, 3) n`);
    await client.query(`INSERT INTO fcms_cdc.tr_cylinder_status_histories ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_REPORT_NO", "SUPPLIER_USER_NAME")
      SELECT "CYLINDER_NO", row_number() OVER (), "MOVE_REPORT_NO", '고객 ' || "CYLINDER_NO" FROM fcms_cdc.tr_move_report_details`);
  }
  reference = await stateAfterRun(template);
  expect(reference.state.orphan?.[0]).toContain('"cylinders":3,"customer_names":["고객');
});
afterAll(async () => {
  await template.drop();
  await empty.drop();
});

const keys = [
  ...['tr_orders.ARRIVAL_SHIPPING_NO', 'tr_order_informations.MOVE_REPORT_NO', 'tr_move_reports.MOVE_REPORT_NO'],
  ...['tr_move_report_details.MOVE_REPORT_NO', 'tr_move_report_details.CYLINDER_NO'],
  ...['tr_cylinder_status_histories.CYLINDER_NO', 'tr_cylinder_status_histories.MOVE_REPORT_NO'],
] as const;
const texts = [
  'CUSTOMER_ORDER_NO',
  'SUPPLIER_USER_CODE',
  'SUPPLIER_USER_NAME',
  'TRADE_CONDITION_CODE',
  'ITEM_NAME',
  'PACKING_NAME',
];

const trimmed: Retyping = ['character varying(12)', `rtrim(@::text, ' ')`];
const padded: Retyping = ['character varying(12)', `rpad(rtrim(@::text, ' '), 12)`];
const text: Retyping = ['text', `rtrim(@::text, ' ')`];
const every = (columns: readonly string[], how: (i: number) => Retyping): Readonly<Record<string, Retyping>> =>
  Object.fromEntries(columns.map((column, i) => [column, how(i)]));
const mixed: readonly Retyping[] = [padded, trimmed, text, ['character(12)', '@'], ['character(20)', '@']];

describe('a run ends in the same state', () => {
  it.each<[string, Readonly<Record<string, Retyping>>]>([
    ['keys are varchar', every(keys, () => trimmed)],
    ['keys are varchar and have kept their padding', every(keys, () => padded)],
    ['keys are text', every(keys, () => text)],
    ['keys are of a type and a padding of their own in each table', every(keys, (i) => mixed[i % mixed.length]!)],
    ['keys are of yet other types in each table', every(keys, (i) => mixed[(i + 2) % mixed.length]!)],
    ['quantities are integer', { 'tr_orders.INSTRUCTION_COUNT': ['integer', '@::integer'] }],
    ['quantities have a scale', { 'tr_orders.INSTRUCTION_COUNT': ['numeric(12,3)', '@'] }],
    ['quantities are floating', { 'tr_orders.INSTRUCTION_COUNT': ['double precision', '@'] }],
    ['quantities are text', { 'tr_orders.INSTRUCTION_COUNT': ['text', '@::text'] }],
    [
      'texts are text',
      {
        ...every(
          texts.map((column) => `tr_orders.${column}`),
          () => ['text', '@::text'],
        ),
        'tr_move_reports.PROGRESS_CODE': ['text', '@::text'],
      },
    ],
    [
      'texts are char of another width',
      {
        ...every(
          texts.map((column) => `tr_orders.${column}`),
          () => ['character(100)', '@'],
        ),
        'tr_move_reports.PROGRESS_CODE': ['character(5)', '@'],
      },
    ],
    ['codes are integer', { 'tr_move_reports.PROGRESS_CODE': ['integer', `nullif(trim(@), '')::integer`] }],
  ])('when %s', async (_, columns) => {
    const { state, result } = await stateAfterRun(template, {}, (client: pg.Client) => retype(client, columns));
    expect({ tally: result.tally, orphans: result.orphans }).toEqual({
      tally: reference.result.tally,
      orphans: reference.result.orphans,
    });
    expectSameState(state, reference.state);
  });
});

describe('a number that stands in FCMS with its padding and without', () => {
  const put = (client: pg.Client) =>
    client.query(`
      TRUNCATE fcms_cdc.tr_orders, fcms_cdc.tr_move_reports;
      INSERT INTO fcms_cdc.tr_orders ("ARRIVAL_SHIPPING_NO", "CUSTOMER_ORDER_NO", "SUPPLIER_USER_CODE", "TRADE_CONDITION_CODE",
        "INSTRUCTION_COUNT", "ORDER_DATE", "UPDATE_DATETIME")
      VALUES ('FP25990001', 'NEW', 'KDKK', 'KF001', 10, '2025-11-20', '2025-11-21'),
             ('FP25990001  ', 'OLD', 'KDKK', 'KF001', 20, '2025-11-20', '2025-11-20'),
             ('FP25990002', 'OLD', 'KDKK', 'KF001', 20, '2025-11-19', NULL),
             ('FP25990002  ', 'NEW', 'KDKK', 'KF001', 10, '2025-11-21', '2025-11-20');
      INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "PROGRESS_CODE", "ADD_DATETIME", "UPDATE_DATETIME")
      VALUES ('FP25990001', '51', '2025-11-20', '2025-11-20'), ('FP25990001  ', '10', '2025-11-20', '2025-11-21'),
             ('FP25990003', '10', '2025-11-20', NULL), ('FP25990003  ', '20', '2025-11-20', '2025-11-20')`);

  it.each([1, 100])('is one document and one orphan, as the newest row says, in batches of %i', async (batchSize) => {
    const world = await pgWorld(empty);
    await using client = await openClient(world.settings.url);
    await retype(
      client,
      every(keys, () => ['character varying(12)', '@']),
    );
    await put(client);
    for (const run of ['first', 'second']) {
      const { result } = await runToEnd(world, { batchSize });
      const { created, skipped, checked } = result.tally;
      expect({ run, checked, created: created.total, skipped: skipped.total, orphans: result.orphans }).toEqual(
        run === 'first'
          ? { run, checked: 2, created: 2, skipped: 0, orphans: { found: 1, open: 1, resolved: 0 } }
          : { run, checked: 2, created: 0, skipped: 2, orphans: { found: 0, open: 1, resolved: 0 } },
      );
    }
    expect(await world.snapshot()).toMatchObject([
      { poNo: 'NEW', items: [{ qty: 20 }], deliveries: [{ docNo: 'FP25990001' }, { docNo: 'FP25990002' }] },
    ]);
    await world.close();
  });
});
