import { expectConsistentTally } from '@cynow/po-core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { expectSameState } from './comparableState.spec.support.ts';
import { full } from './fullSize.spec.support.ts';
import { livedInTemplate } from './livedInTemplate.spec.support.ts';
import { type StateAfterRun, stateAfterRun } from './stateAfterRun.spec.support.ts';

const documents = full ? 30_000 : 2_000;

let template: TestDatabase;
let reference: StateAfterRun;
beforeAll(async () => {
  template = await livedInTemplate(documents, 7);
  reference = await stateAfterRun(template, { batchSize: 100 });
});
afterAll(() => template.drop());

const expectSame = ({ state, result: { tally, orphans } }: StateAfterRun): void => {
  expectConsistentTally(tally);
  expect({ tally, orphans }).toEqual({ tally: reference.result.tally, orphans: reference.result.orphans });
  expectSameState(state, reference.state);
};

/** Fills a table anew, its rows in this order. */
const reloaded = (table: string, order: string): string => `
  CREATE TEMPORARY TABLE kept AS SELECT * FROM fcms_cdc.${table};
  TRUNCATE fcms_cdc.${table};
  INSERT INTO fcms_cdc.${table} SELECT * FROM kept ORDER BY ${order};
  DROP TABLE kept`;

describe('a run over documents of every kind, some of them recorded, ends in the same state', () => {
  it('and comes upon every kind', () => {
    const { created, skipped, needsReview, reworked } = reference.result.tally;
    const counts = [...Object.values(created), ...Object.values(skipped.byReason), ...Object.values(reworked)];
    for (const count of [...counts, needsReview.newPo, needsReview.attached, needsReview.refreshed, needsReview.none]) {
      expect(count).toBeGreaterThan(0);
    }
    expect(Object.keys(needsReview.byReason)).toHaveLength(12);
  });

  it.each([1, 7, 1000])('in batches of %i', async (batchSize) => {
    expectSame(await stateAfterRun(template, { batchSize }));
  });

  it.each([
    [
      'backwards',
      [reloaded('tr_orders', '"ARRIVAL_SHIPPING_NO" DESC'), reloaded('tr_move_reports', '"MOVE_REPORT_NO" DESC')],
    ],
    ['in no order', [reloaded('tr_orders', 'random()'), reloaded('tr_move_reports', 'random()')]],
    [
      'clustered',
      [
        'CLUSTER fcms_cdc.tr_orders USING tr_orders_pkey',
        'CLUSTER fcms_cdc.tr_move_reports USING tr_move_reports_pkey',
      ],
    ],
    [
      'moved about by updates',
      [
        `UPDATE fcms_cdc.tr_orders SET "UPDATE_DATETIME" = '2025-11-21' WHERE random() < 0.5`,
        'VACUUM fcms_cdc.tr_orders',
        `UPDATE fcms_cdc.tr_orders SET "ORDER_REMARKS" = repeat('가', 200)`,
        `UPDATE fcms_cdc.tr_move_reports SET "UPDATE_DATETIME" = '2025-11-21' WHERE random() < 0.5`,
      ],
    ],
  ])('whatever the physical order of the rows: %s', async (_, statements) => {
    const rearrange = async (client: { query(statement: string): Promise<unknown> }) => {
      for (const statement of statements) await client.query(statement);
    };
    expectSame(await stateAfterRun(template, { batchSize: 64 }, rearrange));
  });
});
