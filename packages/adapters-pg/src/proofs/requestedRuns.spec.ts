import { setTimeout as pause } from 'node:timers/promises';
import { startRunExecutor } from '@cynow/po-core';
import { backfillSettings, runExecutorContract, runExecutorProperties, somebody } from '@cynow/po-core/testing';
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

const ofRequests = ['po.run_request', 'po.run_request_decision'];
const ofTrail = ['po.audit', 'po.audit_subject'];

const beside = (names: readonly string[], members: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));

it('a requested dry run changes nothing but what is kept of itself, and of who asked for it', async () => {
  const livedIn = await livedInTemplate(500);
  const world = await pgWorld(livedIn);
  try {
    await using client = await openClient(world.settings.url);
    const before = await readFootprint(client);
    const settings = { ...world.settings, applicationName: 'cynow-po/requested' };
    const { clock } = world.ports;
    const left = 'SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()';
    /** As it is when all of ours have left. */
    const footprint = async () => {
      while ((await client.query(left, [settings.applicationName])).rows.length > 0) await pause(10);
      return readFootprint(client);
    };
    const asking = await openPg(settings);
    const id = asking.ports.newId();
    const options = { window: { since: null, until: null }, limit: null, force: true };
    await asking.runRequests.add({ id, dryRun: true, options, acceptMissing: null, by: somebody, at: clock.now() });
    expect(await asking.audit.about(`run:${id}`, 10)).toMatchObject([{ action: 'request-run', by: somebody }]);
    await asking.close();
    const asked = await footprint();
    const alsoChanged = [...ofRequests, ...ofTrail];
    expect(beside(alsoChanged, asked.rows)).toEqual(beside(alsoChanged, before.rows));
    expect(beside(alsoChanged, asked.written)).toEqual(beside(alsoChanged, before.written));
    expect(asked.catalog).toEqual(before.catalog);

    const { ports, runRequests: requests, close } = await openPg(settings);
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
    const after = await footprint();
    expect(beside(ofRequests, after.rows)).toEqual(beside(ofRequests, asked.rows));
    expect(beside(ofRequests, after.written)).toEqual(beside(ofRequests, asked.written));
    expect([after.sequences, after.catalog]).toEqual([asked.sequences, asked.catalog]);
  } finally {
    await world.close();
    await livedIn.drop();
  }
});
