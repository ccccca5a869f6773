import { describe, expect, it } from 'vitest';
import { runBackfill } from '../backfill/runBackfill.ts';
import { backfillSettings, defaultNow, sourceDocument } from '../testing/builders.ts';
import { collect } from '../testing/collect.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { missingContract } from '../testing/missingContract.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import { lookForMissing } from './lookForMissing.ts';

missingContract(inMemoryWorld);

const numberOf = (i: number): string => `FP25${String(i).padStart(6, '0')}`;
const documents = (count: number) =>
  Array.from({ length: count }, (_, i) => sourceDocument({ docNo: numberOf(i + 1), poNo: `PO-${i}` }));
const look = { window: { since: null, until: null }, at: defaultNow, acceptMissing: null, qtyTolerance: 0 };

describe('a look', () => {
  it.each([
    [21, 2100, 'goes on'],
    [22, 2100, 'stops'],
    [20, 60, 'goes on'],
    [21, 60, 'stops'],
  ])('%i of %i gone at once: %s', async (gone, recorded, outcome) => {
    const world = await inMemoryWorld();
    await world.setSource({ put: documents(recorded) });
    await runToEnd(world);
    await world.setSource({ remove: documents(gone).map(({ docNo }) => docNo) });
    const looking = lookForMissing(world.ports, look);
    if (outcome === 'stops') await expect(looking).rejects.toMatchObject({ code: 'MANY_MISSING' });
    else expect((await looking).missing.total).toBe(gone);
  });

  it('names the first thousand and counts all', async () => {
    const world = await inMemoryWorld();
    await world.setSource({ put: documents(1200) });
    await runToEnd(world);
    await world.setSource({ remove: documents(1200).map(({ docNo }) => docNo) });
    const { missing } = await lookForMissing(world.ports, { ...look, acceptMissing: 1200 });
    expect([missing.total, missing.documents.length, missing.documents[0]?.docNo]).toEqual([1200, 1000, numberOf(1)]);
  });

  const everyDay = { weekdays: new Set([0, 1, 2, 3, 4, 5, 6]), from: 0, to: 24 * 60, holidays: new Set<string>() };

  it.each([
    ['paused', { watch: true, pause: { from: 0, to: 24 * 60 - 1 } }, 'not'],
    ['stale', { watch: true, pause: null, workingHours: everyDay }, 'not'],
    ['live', { watch: true, pause: null }, ''],
    ['unknown', { watch: false, pause: null }, ''],
  ] as const)('while the replication is %s is %staken', async (state, cdc, taken) => {
    const world = await inMemoryWorld();
    await world.setSource({ put: documents(2) });
    await runToEnd(world);
    await world.setSource({ remove: [numberOf(1)] });
    world.setNow(new Date(defaultNow.getTime() + (state === 'stale' ? 61 : 1) * 60_000));
    const settings = backfillSettings();
    const run = runBackfill(
      world.ports,
      { ...settings, cdc: { ...settings.cdc, ...cdc } },
      {
        owner: { actor: 'tester', host: 'here', pid: 1 },
        options: { window: { since: null, until: null }, limit: null, force: false },
        dryRun: false,
        batchSize: 100,
        waitMs: 0,
      },
    );
    for await (const event of run) {
      if (event.type !== 'finished') continue;
      const missing = taken === 'not' ? null : { total: 1 };
      expect(event.result).toMatchObject({ cdc: { state }, run: { state: 'completed', missing } });
    }
    expect(await collect(world.ports.missing.missed())).toHaveLength(taken === 'not' ? 0 : 1);
  });
});
