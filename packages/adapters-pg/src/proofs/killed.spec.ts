import { setTimeout as pause } from 'node:timers/promises';
import { runToEnd } from '@cynow/po-core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { pgWorld } from '../testing/pgWorld.ts';
import { comparableState, expectSameState } from './comparableState.spec.support.ts';
import { livedInTemplate } from './livedInTemplate.spec.support.ts';
import { loseThePlace } from './loseThePlace.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';
import { msUntilPlaceIsFree } from './placeIsFree.spec.support.ts';
import { type BackfillProcess, startProcess } from './startProcess.spec.support.ts';
import { type StateAfterRun, stateAfterRun } from './stateAfterRun.spec.support.ts';

const documents = 1000;
const batchSize = 20;

let template: TestDatabase;
let undisturbed: StateAfterRun;

beforeAll(async () => {
  template = await livedInTemplate(documents);
  undisturbed = await stateAfterRun(template, { batchSize });
});
afterAll(() => template.drop());

let world: Awaited<ReturnType<typeof pgWorld>>;
let client: Awaited<ReturnType<typeof openClient>>;
let child: BackfillProcess | undefined;
beforeEach(async () => {
  world = await pgWorld(template);
  client = await openClient(world.settings.url);
});
afterEach(async () => {
  child?.child.kill('SIGKILL');
  await child?.ended;
  await client.end();
  await world.close();
});

/** Until the condition holds; looked at every few milliseconds. */
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await pause(5);
};

/** Kills the process and gives the milliseconds until another run could have begun. */
const killed = async ({ child: victim, ended }: BackfillProcess): Promise<number> => {
  victim.kill('SIGKILL');
  const ms = await msUntilPlaceIsFree(client);
  await ended;
  return ms;
};

interface Session {
  readonly state: string;
  /** Whether it has the right to write POs: its transaction has moved the revision on. */
  readonly holds: boolean;
}

/** The sessions of the process as the server sees them. */
const sessions = async (): Promise<readonly Session[]> => {
  const { rows } = await client.query<Session>(
    `SELECT state, EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.relation = 'po.revision'::regclass
                          AND l.mode = 'RowExclusiveLock') AS holds
     FROM pg_stat_activity a WHERE application_name = 'cynow-po/proof' AND datname = current_database()`,
  );
  return rows;
};

const documentsRead = ({ events }: BackfillProcess): number =>
  events.reduce((read, event) => (event.type === 'decided' ? event.read : read), 0);

describe('a run that is killed', () => {
  it('gives its place free at once when a statement of it is going on', async () => {
    await client.query(`
      CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON po.document FOR EACH STATEMENT EXECUTE FUNCTION public.slow()`);
    child = startProcess(world.settings.url, { batchSize });
    await child.told('listed');
    await until(async () => (await sessions()).some(({ state }) => state === 'active'));
    await pause(300);
    expect(await killed(child)).toBeLessThan(1000);
    // Nor does the dead process's transaction keep others from writing.
    const from = performance.now();
    await until(async () => (await sessions()).length === 0);
    expect(performance.now() - from).toBeLessThan(1000);
    await client.query('DROP TRIGGER slow ON po.document; DROP FUNCTION public.slow()');
    await runToEnd(world, { batchSize });
    expectSameState(await comparableState(client), undisturbed.state);
  });
});

describe('a run that stood still while another took its place', () => {
  /** Stops the process in the middle, while the server sees its sessions in the state that is wanted. */
  const stopped = async (
    wanted: (sessions: readonly Session[]) => boolean,
    statementTimeoutMs = world.settings.statementTimeoutMs,
  ): Promise<string> => {
    const settings = { ...world.settings, applicationName: 'cynow-po/proof', statementTimeoutMs };
    child = startProcess(world.settings.url, { batchSize, settings });
    const { runId } = await child.told('started');
    const victim = child;
    await until(() => documentsRead(victim) >= 200);
    for (;;) {
      child.child.kill('SIGSTOP');
      await pause(50);
      if (wanted(await sessions())) return runId;
      child.child.kill('SIGCONT');
      await pause(5);
    }
  };

  it.each(['resumed', 'run anew'])('may write no more, and says so: %s', async (how) => {
    const runId = await stopped((all) => all.every(({ state }) => state === 'idle'));
    expect(
      await world.ports.runs.start({
        owner: { actor: 'second', host: 'here', pid: 2 },
        at: new Date(),
        options: { resume: runId },
        waitMs: 0,
      }),
    ).toMatchObject({ outcome: 'busy', holder: { runId, pid: child?.child.pid } });
    await loseThePlace(client);
    await runToEnd(world, how === 'resumed' ? { resume: runId, batchSize } : { batchSize });
    const state = await comparableState(client);
    expectSameState(state, undisturbed.state);
    child?.child.kill('SIGCONT');
    expect((await child?.told('error'))?.code).toBe('RUN_TAKEN_OVER');
    expectSameState(await comparableState(client), state);
    expect(await world.ports.runs.find(runId)).toMatchObject({
      state: how === 'resumed' ? 'completed' : 'interrupted',
    });
  });

  it('does not keep the other from writing when it stood still within a transaction', async () => {
    // The server ends a transaction that stands still for half of a statement's time, here 2 s.
    const runId = await stopped(
      (all) => all.some(({ state, holds }) => state === 'idle in transaction' && holds),
      4000,
    );
    await loseThePlace(client);
    await runToEnd(world, { resume: runId, batchSize });
    expectSameState(await comparableState(client), undisturbed.state);
    child?.child.kill('SIGCONT');
    expect(['RUN_TAKEN_OVER', 'NO_CONNECTION']).toContain((await child?.told('error'))?.code);
    expectSameState(await comparableState(client), undisturbed.state);
  });
});
