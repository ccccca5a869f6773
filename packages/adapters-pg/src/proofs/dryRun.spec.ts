import { setTimeout as pause } from 'node:timers/promises';
import { type RunRequest, runToEnd, toldDecisions } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCynowStandIn } from '../demo/createCynowStandIn.ts';
import { openPg } from '../openPg.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld } from '../testing/pgWorld.ts';
import { readFootprint } from './footprint.spec.support.ts';
import { full } from './fullSize.spec.support.ts';
import { livedInTemplate } from './livedInTemplate.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';

const documents = full ? 30_000 : 2_000;

let fresh: TestDatabase;
let livedIn: TestDatabase;
beforeAll(async () => {
  fresh = await loadedTemplate(documents);
  livedIn = await livedInTemplate(documents);
  for (const { url } of [fresh, livedIn]) {
    await using client = await openClient(url);
    await createCynowStandIn(client);
  }
});
afterAll(async () => {
  await fresh.drop();
  await livedIn.drop();
});

const rehearsals: readonly (readonly [string, () => TestDatabase, RunRequest])[] = [
  ['when nothing is recorded yet', () => fresh, {}],
  ['when some documents are recorded, others changed, and POs entered by hand', () => livedIn, {}],
  ['with a limit', () => livedIn, { limit: 150 }],
  ['with a limit, in a window', () => livedIn, { limit: 40, window: { since: '2025-10-01', until: '2025-11-10' } }],
  ['forced', () => livedIn, { force: true }],
];

describe('a dry run', () => {
  let world: Awaited<ReturnType<typeof pgWorld>>;
  afterEach(() => world.close());

  it.each(rehearsals)(
    'changes nothing, and decides what the real run then decides: %s',
    async (_, template, request) => {
      world = await pgWorld(template());
      await using client = await openClient(world.settings.url);
      const before = await readFootprint(client);

      const settings = { ...world.settings, applicationName: 'cynow-po/rehearsal' };
      const opened = await openPg(settings);
      const rehearsed = await runToEnd(
        { ...world, ports: { ...opened.ports, clock: world.ports.clock } },
        { ...request, dryRun: true, batchSize: 33 },
      );
      await opened.close();
      const left = `SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()`;
      while ((await client.query(left, [settings.applicationName])).rows.length > 0) await pause(10);

      expect(await readFootprint(client)).toEqual(before);
      const real = await runToEnd(world, { ...request, batchSize: 100 });
      expect(rehearsed.decisions.length).toBeGreaterThan(0);
      expect(toldDecisions(rehearsed.decisions)).toEqual(toldDecisions(real.decisions));
      expect(rehearsed.result.tally).toEqual(real.result.tally);
      expect(rehearsed.result.orphans).toEqual(real.result.orphans);
    },
  );

  it('would be seen if it wrote', async () => {
    world = await pgWorld(fresh);
    await using client = await openClient(world.settings.url);
    const before = await readFootprint(client);
    await client.query(`UPDATE fcms_cdc.tr_orders SET "ORDER_REMARKS" = "ORDER_REMARKS" WHERE "ARRIVAL_SHIPPING_NO" =
      (SELECT min("ARRIVAL_SHIPPING_NO") FROM fcms_cdc.tr_orders)`);
    await client.end();
    await using reader = await openClient(world.settings.url);
    const after = await readFootprint(reader);
    expect(after.rows).toEqual(before.rows);
    expect(after.written).not.toEqual(before.written);
  });
});
