import { heldKeysOf, type PoWithDeliveries, rematchNewPos } from '@cynow/po-core';
import {
  batchSizeArb,
  enterManualPos,
  inMemoryWorld,
  manualPo,
  manualPoArb,
  runToEnd,
  sourceDocument,
  sourceDocuments,
  toldDecisions,
  type World,
} from '@cynow/po-core/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';
import { openClient } from './openClient.spec.support.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

/** What is under which key in the database, and what should be. */
const keysOf = async (url: string, pos: readonly PoWithDeliveries[]) => {
  await using client = await openClient(url);
  const { rows } = await client.query<{ key: string; po_id: string }>('SELECT key, po_id::text FROM po.candidate_key');
  const held = rows.map((row) => `${row.key} ${row.po_id}`).sort();
  const expected = pos.flatMap((entry) => heldKeysOf(entry).map((key) => `${key} ${entry.po.id}`)).sort();
  return { held, expected };
};

const allPos = async (url: string, { ports }: World): Promise<readonly PoWithDeliveries[]> => {
  await using client = await openClient(url);
  const { rows } = await client.query<{ id: string }>('SELECT id::text FROM po.po');
  const { pos } = await ports.pos.find({ ids: rows.map(({ id }) => id) });
  return pos;
};

const documents = [
  sourceDocument({ docNo: 'FP25000001', poNo: 'ABC-2042-017' }),
  sourceDocument({ docNo: 'FP25000002', poNo: 'ABC-2024-018' }),
];
const order = manualPo({ poNo: 'ABC-2024-017', items: [{ product: 'KF001', qty: 10, deliveryOn: '2025-11-27' }] });

describe('candidates in PostgreSQL', () => {
  it('are those in memory, with the same scores and evidence, in runs and looked for again', async () => {
    const given = fc.record({
      recorded: sourceDocuments(10),
      entered: fc.array(manualPoArb(), { maxLength: 3 }),
      documents: sourceDocuments(12),
      batchSize: batchSizeArb(),
      force: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ recorded, entered, documents, batchSize, force }) => {
        const [memory, database] = [await inMemoryWorld(), await pgWorld(template)];
        try {
          const told: unknown[] = [];
          for (const world of [memory, database]) {
            await world.setSource({ put: recorded });
            const first = await runToEnd(world, { batchSize });
            for (const po of entered) await enterManualPos(world, [po]);
            const again = await Array.fromAsync(rematchNewPos(world.ports));
            await world.setSource({ put: documents });
            const second = await runToEnd(world, { batchSize, force });
            told.push([toldDecisions(first.decisions), again.at(-1), toldDecisions(second.decisions)]);
          }
          expect(told[1]).toEqual(told[0]);
          expect(await database.snapshot()).toEqual(await memory.snapshot());
          const { held, expected } = await keysOf(database.settings.url, await allPos(database.settings.url, database));
          expect(held).toEqual(expected);
        } finally {
          await database.close();
        }
      }),
      { numRuns: Math.max(1, Math.round(3 * Number(process.env.FC_SCALE ?? 1))) },
    );
  });

  it('of POs that were written before are found once a run or a look again has made them findable', async () => {
    const world = await pgWorld(template);
    const { url } = world.settings;
    try {
      const forget = async (): Promise<void> => {
        await using client = await openClient(url);
        await client.query('DELETE FROM po.candidate_key; UPDATE po.po SET indexed = false');
      };
      await enterManualPos(world, [order]);
      await forget();
      await world.setSource({ put: documents });
      await expect(runToEnd(world, { dryRun: true })).rejects.toMatchObject({
        code: 'CANDIDATES_INCOMPLETE',
        facts: { left: 1 },
      });
      const { events, decisions } = await runToEnd(world);
      expect(events.map(({ type }) => type)).toEqual(['started', 'indexing', 'listed', 'decided', 'finished']);
      expect(decisions[0]).toMatchObject({ candidates: [{ poNo: 'ABC-2024-017' }] });
      await forget();
      const again = await Array.fromAsync(rematchNewPos(world.ports));
      expect(again).toEqual([
        { type: 'indexing', left: 3 },
        // The second PO shows more of how the customer numbers: the shares differ a little.
        { type: 'asked', asked: 2, opened: 0, closed: 0, changed: 1 },
      ]);
      const { held, expected } = await keysOf(url, await allPos(url, world));
      expect(held).toEqual(expected);
    } finally {
      await world.close();
    }
  });

  it('are made findable a thousand at a time, and go on where that was interrupted', async () => {
    const world = await pgWorld(template);
    try {
      const put = Array.from({ length: 1200 }, (_, i) =>
        sourceDocument({ docNo: `FP25${String(i).padStart(6, '0')}`, poNo: `N-${i}` }),
      );
      await world.setSource({ put });
      await runToEnd(world, { batchSize: 600 });
      await using client = await openClient(world.settings.url);
      await client.query('DELETE FROM po.candidate_key; UPDATE po.po SET indexed = false');
      expect(await world.ports.pos.unindexed()).toBe(1200);
      expect(await world.ports.pos.indexMore()).toBe(200);
      // Written meanwhile, a PO has its keys, whether or not it had them before.
      await world.setSource({ put: put.slice(0, 5).map((document) => ({ ...document, poNo: `${document.poNo}-X` })) });
      const stop = new AbortController();
      const { result } = await runToEnd(world, { signal: stop.signal });
      expect(result.run.state).toBe('completed');
      expect(await world.ports.pos.unindexed()).toBe(0);
      const { held, expected } = await keysOf(world.settings.url, await allPos(world.settings.url, world));
      expect(held).toEqual(expected);
    } finally {
      await world.close();
    }
  });
});
