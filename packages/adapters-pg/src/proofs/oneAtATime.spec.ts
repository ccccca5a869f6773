import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockKey } from '../connection/lockKey.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld } from '../testing/pgWorld.ts';
import { comparableState, expectSameState } from './comparableState.spec.support.ts';
import { loadedTemplate } from './loadedTemplate.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { type BackfillProcess, startProcess } from './startProcess.spec.support.ts';
import { type StateAfterRun, stateAfterRun } from './stateAfterRun.spec.support.ts';

const processes = 4;
const batchSize = 25;
const options = { window: { since: null, until: null }, limit: null, force: false };

let template: TestDatabase;
let undisturbed: StateAfterRun;
let world: Awaited<ReturnType<typeof pgWorld>>;
beforeAll(async () => {
  template = await loadedTemplate(1000);
  undisturbed = await stateAfterRun(template, { batchSize });
});
afterAll(() => template.drop());
beforeEach(async () => {
  world = await pgWorld(template);
});
afterEach(() => world.close());

/** Has as many processes begin at once and gives what they told, once all have ended. */
const raced = async (waitMs: number | null): Promise<readonly BackfillProcess[]> => {
  const all = Array.from({ length: processes }, () =>
    startProcess(world.settings.url, { batchSize, waitMs, atASign: true }),
  );
  for (const each of all) await each.told('ready');
  for (const each of all) each.begin();
  for (const each of all) await each.ended;
  return all;
};

/** From when to when each process had the run to itself, in the order in which they had it. */
const turns = (all: readonly BackfillProcess[]): readonly (readonly [from: number, to: number])[] =>
  all
    .flatMap(({ events }) => {
      const from = events.find(({ type }) => type === 'started')?.at;
      const to = events.find(({ type }) => type === 'finished')?.at;
      return from === undefined || to === undefined ? [] : [[from, to] as const];
    })
    .sort(([a], [b]) => a - b);

const types = ({ events }: BackfillProcess): readonly string[] => events.map(({ type }) => type);

describe(`${processes} processes that begin a run at once`, () => {
  it('run one after the other when they may wait, none while another does', async () => {
    const all = await raced(null);
    const had = turns(all);
    expect(had).toHaveLength(processes);
    for (const [i, [from]] of had.entries()) if (i > 0) expect(from).toBeGreaterThanOrEqual(had[i - 1]![1]);
    await using client = await openClient(world.settings.url);
    expectSameState(await comparableState(client), undisturbed.state);
    const runs = await world.ports.runs.latest(10);
    expect(runs.map(({ state }) => state)).toEqual(Array.from({ length: processes }, () => 'completed'));
    const accepted = runs.map(({ tally }) => tally.created.total + tally.needsReview.total).sort((a, b) => b - a);
    expect(accepted).toEqual([undisturbed.state.decision?.length, 0, 0, 0]);
  });

  it('let one run when they may not wait, and the others say who it is', async () => {
    const all = await raced(0);
    const runners = all.filter((each) => types(each).includes('started'));
    expect(runners).toHaveLength(1);
    const [runner] = runners;
    const others = all.filter((each) => each !== runner);
    for (const { events } of others) {
      const last = events.at(-1);
      expect(last).toMatchObject({ type: 'busy', holder: expect.objectContaining({ pid: runner?.child.pid }) });
    }
    await using client = await openClient(world.settings.url);
    expectSameState(await comparableState(client), undisturbed.state);
    expect(await world.ports.runs.latest(10)).toHaveLength(1);
  });

  it('learn who it is even when it has only just taken the place', async () => {
    await using client = await openClient(world.settings.url);
    const owner = { actor: 'holder', host: 'here', pid: 1 };
    await client.query('SELECT pg_advisory_lock($1)', [lockKey('run', world.settings.schema)]);
    const answer = world.ports.runs.start({ owner, at: new Date(), options, waitMs: 0 });
    await pause(200);
    await client.query(
      `INSERT INTO po.run (id, state, force, actor, host, pid, started_at, tally, orphans)
       VALUES (gen_random_uuid(), 'running', false, 'holder', 'here', 1, now(), '{}', '{}')`,
    );
    expect(await answer).toMatchObject({ outcome: 'busy', holder: owner });
  });

  it('are not told of one that died when another has only just taken its place', async () => {
    await using client = await openClient(world.settings.url);
    const dead = { actor: 'dead', host: 'here', pid: 1 };
    const heir = { actor: 'heir', host: 'here', pid: 2 };
    await client.query('SELECT pg_advisory_lock($1)', [lockKey('run', world.settings.schema)]);
    await client.query(
      `INSERT INTO po.run (id, state, force, actor, host, pid, started_at, tally, orphans)
       VALUES (gen_random_uuid(), 'running', false, 'dead', 'here', 1, now(), '{}', '{}')`,
    );
    const answer = world.ports.runs.start({ owner: dead, at: new Date(), options, waitMs: 0 });
    await pause(50);
    await client.query(`UPDATE po.run SET actor = 'heir', pid = 2`);
    expect(await answer).toMatchObject({ outcome: 'busy', holder: heir });
  });

  it('wait as long as they may, and no longer', async () => {
    const owner = { actor: 'holder', host: 'here', pid: 1 };
    const start = await world.ports.runs.start({ owner, at: new Date(), options, waitMs: 0 });
    if (start.outcome !== 'started') throw new Error(start.outcome);
    const child = startProcess(world.settings.url, { batchSize, waitMs: 700, atASign: true });
    const { at: from } = await child.told('ready');
    child.begin();
    const { at: to, holder } = await child.told('busy');
    await child.ended;
    expect(to - from).toBeGreaterThanOrEqual(700);
    expect(holder).toMatchObject({ ...owner, runId: start.held.run.id });

    const patient = startProcess(world.settings.url, { batchSize, waitMs: 60_000, atASign: true });
    await patient.told('ready');
    patient.begin();
    const { tally, orphans } = start.held.run;
    await start.held.release({ state: 'completed', at: new Date(), tally, orphans, error: null });
    await patient.told('finished');
    await patient.ended;
  });
});
