import { setTimeout as pause } from 'node:timers/promises';
import { startRunExecutor } from '@cynow/po-core';
import { backfillSettings, runExecutorContract, runExecutorProperties } from '@cynow/po-core/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPg } from '../openPg.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';
import { readFootprint } from './footprint.spec.support.ts';
import { livedInTemplate } from './livedInTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

runExecutorContract(() => pgWorld(template));
runExecutorProperties(() => pgWorld(template), {
  numRuns: Math.max(1, Math.round(3 * Number(process.env.FC_SCALE ?? 1))),
});

const ofRequests: ReadonlySet<string> = new Set(['po.run_request', 'po.run_request_decision']);

const besideRequests = (members: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !ofRequests.has(name)));

it('a requested dry run changes nothing but what is kept of itself', async () => {
  const livedIn = await livedInTemplate(500);
  const world = await pgWorld(livedIn);
  try {
    await using client = await openClient(world.settings.url);
    const before = await readFootprint(client);
    const settings = { ...world.settings, applicationName: 'cynow-po/requested' };
    const { ports, runRequests: requests, close } = await openPg(settings);
    const { clock } = world.ports;
    const id = ports.newId();
    const options = { window: { since: null, until: null }, limit: null, force: true };
    await requests.add({ id, dryRun: true, options, acceptMissing: null, actor: 'kim', at: clock.now() });
    const errors: unknown[] = [];
    const executor = startRunExecutor({ ...ports, clock, requests }, backfillSettings(), {
      process: { host: 'here', pid: 1 },
      mayRun: () => true,
      batchSize: 33,
      everyMs: 20,
      idleMs: 20,
      pause: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
      failed: (error) => void errors.push(error),
    });
    await expect.poll(async () => (await requests.find(id))?.state, { timeout: 30_000 }).toBe('completed');
    await executor.stop();
    expect(errors).toEqual([]);
    const request = await requests.find(id);
    const kept = await requests.decisions(id, 0, 1000, false);
    expect(kept.length).toBe((request?.result?.created.total ?? 0) + (request?.result?.needsReview.total ?? 0));
    expect(kept.length).toBeGreaterThan(100);
    await close();
    const left = 'SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()';
    while ((await client.query(left, [settings.applicationName])).rows.length > 0) await pause(10);
    const after = await readFootprint(client);
    expect(besideRequests(after.rows)).toEqual(besideRequests(before.rows));
    expect(besideRequests(after.written)).toEqual(besideRequests(before.written));
    expect([after.sequences, after.catalog]).toEqual([before.sequences, before.catalog]);
  } finally {
    await world.close();
    await livedIn.drop();
  }
});
