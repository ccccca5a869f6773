import { expectConsistentTally, runToEnd } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld } from '../testing/pgWorld.ts';
import { comparableState, expectSameState, withoutMatches } from './comparableState.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { type StateAfterRun, stateAfterRun } from './stateAfterRun.spec.support.ts';

const documents = 1000;

/**
 * What was decided and how a document came to its PO tells of the order of the decisions, and a document that comes
 * later was decided later.
 */
const traces = [
  'decision.action',
  'decision.link',
  'decision.delivery',
  'decision.reasons',
  'decision.outcome',
  'document.link',
];

let template: TestDatabase;
let undisturbed: StateAfterRun;
let world: Awaited<ReturnType<typeof pgWorld>>;
let client: Awaited<ReturnType<typeof openClient>>;

beforeAll(async () => {
  template = await loadedTemplate(documents);
  undisturbed = await stateAfterRun(template, {}, async () => undefined, traces);
});
afterAll(() => template.drop());
beforeEach(async () => {
  world = await pgWorld(template);
  client = await openClient(world.settings.url);
});
afterEach(async () => {
  await client.end();
  await world.close();
});

/** A recorded document, in an undisturbed run, of a PO with so many deliveries. */
const documentOf = (deliveries: (n: number) => boolean): string => {
  const rows = (undisturbed.state.document ?? []).map((row) => JSON.parse(row) as { doc_no: string; po_id: string });
  const found = [...Map.groupBy(rows, (row) => row.po_id).values()].find((group) => deliveries(group.length));
  return found?.at(-1)?.doc_no ?? '';
};
const accepted = () => undisturbed.result.tally.created.total + undisturbed.result.tally.needsReview.total;

const refusals: readonly (readonly [string, (docNo: string) => string, string, RegExp])[] = [
  [
    'a constraint on documents',
    (docNo) => `ALTER TABLE po.document ADD CONSTRAINT poison CHECK (doc_no <> '${docNo}')`,
    'ALTER TABLE po.document DROP CONSTRAINT poison',
    /^new row for relation "document" violates check constraint "poison"$/,
  ],
  [
    'a constraint on decisions, looked at at the end of the transaction',
    (docNo) => `CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.doc_no = '${docNo}' THEN RAISE EXCEPTION '손으로 막음'; END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER poison AFTER INSERT ON po.decision DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION public.refuse()`,
    'DROP TRIGGER poison ON po.decision; DROP FUNCTION public.refuse()',
    /^손으로 막음$/,
  ],
  [
    'a value that a column cannot hold',
    (docNo) => `CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.doc_no = '${docNo}' THEN NEW.qty := 3000000000; END IF; RETURN NEW; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON po.document FOR EACH ROW EXECUTE FUNCTION public.refuse()`,
    'DROP TRIGGER poison ON po.document; DROP FUNCTION public.refuse()',
    /out of range/,
  ],
];

describe('a document that cannot be written', () => {
  describe.each([
    ['the only one of its PO', (n: number) => n === 1],
    ['one of many of its PO', (n: number) => n > 3],
  ])('%s', (_, deliveries) => {
    it.each(refusals)(
      'is told with the words of the database, keeps no other from being written, and comes again: %s',
      async (_, spoil, mend, words) => {
        const docNo = documentOf(deliveries);
        await client.query(spoil(docNo));
        for (const run of ['first', 'second']) {
          const { result, events } = await runToEnd(world, { batchSize: 1000 });
          const { tally } = result;
          expectConsistentTally(tally);
          expect(result.run.state).toBe('completed');
          expect(tally.failed).toEqual({ total: 1, documents: [{ docNo, error: expect.stringMatching(words) }] });
          expect(tally.checked).toBe(documents - 1);
          expect(tally.created.total + tally.needsReview.total).toBe(run === 'first' ? accepted() - 1 : 0);
          expect(events.filter(({ type }) => type === 'failed')).toHaveLength(1);
          expect((await world.ports.runs.find(result.run.id))?.tally).toEqual(tally);
        }
        await client.query(mend);
        const { result } = await runToEnd(world, { batchSize: 1000 });
        expect(result.tally.failed.total).toBe(0);
        expect(result.tally.created.total + result.tally.needsReview.total).toBe(1);
        expectSameState(withoutMatches(await comparableState(client, traces)), withoutMatches(undisturbed.state));
      },
    );
  });

  it('uses none of a limit, however many there are', async () => {
    const { rows } = await client.query<{ doc_no: string }>(
      `SELECT rtrim("ARRIVAL_SHIPPING_NO") AS doc_no FROM fcms_cdc.tr_orders
       WHERE "ORDER_DATE" > '1990-01-01' ORDER BY "ORDER_DATE" LIMIT 60`,
    );
    const live = new Set(
      (undisturbed.state.document ?? []).map((row) => (JSON.parse(row) as { doc_no: string }).doc_no),
    );
    const spoiled = rows.map((row) => row.doc_no).filter((docNo, i) => i % 4 === 0 && live.has(docNo));
    await client.query(
      `ALTER TABLE po.document ADD CONSTRAINT poison CHECK (doc_no NOT IN (${spoiled.map((docNo) => `'${docNo}'`).join()}))`,
    );
    for (const total of [100, 200, 300]) {
      const { result } = await runToEnd(world, { limit: 100, batchSize: 64 });
      expect(result.tally.created.total + result.tally.needsReview.total).toBe(100);
      expect(result.tally.failed.documents.map(({ docNo }) => docNo).sort()).toEqual(spoiled.sort());
      const { rows: held } = await client.query<{ n: string }>('SELECT count(*) AS n FROM po.document');
      expect(Number(held[0]?.n)).toBe(total);
    }
    await client.query('ALTER TABLE po.document DROP CONSTRAINT poison');
    await runToEnd(world);
    expectSameState(withoutMatches(await comparableState(client, traces)), withoutMatches(undisturbed.state));
  });
});
