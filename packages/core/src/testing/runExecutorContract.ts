import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../backfill/Run.ts';
import { runResult } from '../backfill/runResult.ts';
import { PoError } from '../errors.ts';
import { heardWithinMs, type RunClaim } from '../ports/RunRequests.ts';
import { carryOutRequest, type RunExecution, type RunExecutorPorts } from '../runRequest/carryOutRequest.ts';
import { type RunRequest, runDecisionOf } from '../runRequest/RunRequest.ts';
import { startRunExecutor } from '../runRequest/startRunExecutor.ts';
import { undoRun } from '../undo/undoRun.ts';
import { backfillSettings, defaultNow, somebody, sourceDocument } from './builders.ts';
import { atBatch, dyingAt, execution, here, portsOf, there } from './executing.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const everything: RunOptions = { window: { since: null, until: null }, limit: null, force: false };
const documents = 12;

/** Documents of some POs, one of which needs a review, and one that is cancelled. */
const fill = (world: World): Promise<void> =>
  world.setSource({
    put: Array.from({ length: documents }, (_, i) =>
      sourceDocument({
        docNo: `FP25${String(i + 1).padStart(6, '0')}`,
        poNo: `N-${i % 5}00`,
        customer: i === 4 ? null : 'KDKK',
        progressCode: i === 7 ? '51' : '10',
      }),
    ),
  });

/** What every world in which requested runs are carried out promises. */
export const runExecutorContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(async () => {
    const world = await createWorld();
    await fill(world);
    return world;
  });
  const settings = backfillSettings();

  const ask = async (world: World, over: { readonly dryRun?: boolean; readonly at?: Date } = {}): Promise<string> => {
    const { dryRun = false, at = defaultNow } = over;
    const id = world.ports.newId();
    await world.runRequests.add({ id, dryRun, options: everything, acceptMissing: null, by: somebody, at });
    return id;
  };
  const claimOf = async (world: World, dryRun: boolean, process = here): Promise<RunClaim> => {
    const claim = await world.runRequests.claim({ dryRun, process, at: world.ports.clock.now() });
    if (claim === null) throw new Error('nothing to carry out');
    return claim;
  };
  const carryOut = async (
    world: World,
    dryRun: boolean,
    {
      ports = portsOf(world),
      signal = new AbortController().signal,
      ...over
    }: Partial<RunExecution> & { readonly ports?: RunExecutorPorts; readonly signal?: AbortSignal } = {},
  ) => carryOutRequest(ports, settings, await claimOf(world, dryRun, over.process), execution(over), signal);

  const found = async (world: World, id: string): Promise<RunRequest> => {
    const request = await world.runRequests.find(id);
    if (request === null) throw new Error(`no request ${id}`);
    return request;
  };
  /** What one run leaves that nobody disturbs. */
  const undisturbed = async () => {
    const world = await createWorld();
    try {
      await fill(world);
      const { result, decisions } = await runToEnd(world, { batchSize: 2 });
      return { result, decisions: decisions.flatMap((each) => runDecisionOf(each) ?? []), pos: await world.snapshot() };
    } finally {
      await world.close();
    }
  };
  const told = async (world: World, id: string) =>
    (await world.runRequests.decisions(id, 0, 1000, true)).map(({ decision }) => decision);

  describe('requested runs', () => {
    it(
      'are carried out as if by hand, and keep what came of them',
      inWorld(async (world) => {
        const id = await ask(world);
        expect(await carryOut(world, false)).toBe('ended');
        const expected = await undisturbed();
        expect(await world.snapshot()).toEqual(expected.pos);
        const run = await world.ports.runs.find(id);
        expect(run).toMatchObject({ id, state: 'completed', actor: somebody.actor, ...here, ...everything });
        const { result, ...request } = await found(world, id);
        expect(request).toMatchObject({ state: 'completed', failure: null, lost: 0, process: here });
        expect(result).toEqual({ ...runResult(expected.result), run: { ...runResult(expected.result).run, id } });
        expect(request.progress).toMatchObject({ listed: documents, read: documents, tally: run?.tally });
        expect(await told(world, id)).toEqual(expected.decisions);
      }),
    );

    it(
      'that are dry change nothing, and keep every decision',
      inWorld(async (world) => {
        const id = await ask(world, { dryRun: true });
        const before = await world.snapshot();
        expect(await carryOut(world, true)).toBe('ended');
        expect(await world.snapshot()).toEqual(before);
        expect(await world.ports.runs.latest(10)).toEqual([]);
        const expected = await undisturbed();
        const { result } = await found(world, id);
        const { run, ...counts } = runResult(expected.result);
        expect(result).toEqual({ ...counts, run: { ...run, id, dryRun: true } });
        expect(await told(world, id)).toEqual(expected.decisions);
      }),
    );

    it(
      'are carried out once each, however many are at work',
      inWorld(async (world) => {
        const ids: string[] = [];
        for (let i = 0; i < 20; i += 1) {
          ids.push(await ask(world, { dryRun: i % 2 === 0, at: new Date(defaultNow.getTime() + i) }));
        }
        world.setNow(new Date(defaultNow.getTime() + 1000));
        const begun: string[] = [];
        const ports = portsOf(world);
        const { claim } = ports.requests;
        const counted: RunExecutorPorts = {
          ...ports,
          requests: {
            ...ports.requests,
            async claim(asked) {
              const claimed = await claim(asked);
              if (claimed !== null) begun.push(claimed.request.id);
              return claimed;
            },
          },
        };
        let afterwards = 0;
        const executors = [here, there, { host: 'plant-3', pid: 33 }].map((process) =>
          startRunExecutor(counted, settings, {
            ...execution({ process }),
            idleMs: 5,
            afterRun: async () => {
              afterwards += 1;
            },
          }),
        );
        const states = async () => new Set((await world.runRequests.latest(50)).map(({ state }) => state));
        await expect.poll(states, { timeout: 50_000 }).toEqual(new Set(['completed']));
        await Promise.all(executors.map((executor) => executor.stop()));
        expect(begun.toSorted()).toEqual(ids.toSorted());
        expect(afterwards).toBe(10);
        const runs = await world.ports.runs.latest(50);
        expect(runs.map(({ id }) => id).sort()).toEqual(ids.filter((_, i) => i % 2 === 1).sort());
        expect(await world.snapshot()).toEqual((await undisturbed()).pos);
      }),
    );

    it.each([
      ['a real run', false],
      ['a dry run', true],
    ] as const)('go on elsewhere when the process is told to stop: %s', async (_, dryRun) => {
      await inWorld(async (world) => {
        const id = await ask(world, { dryRun });
        const stopping = new AbortController();
        const ports = atBatch(portsOf(world), 3, () => stopping.abort());
        expect(await carryOut(world, dryRun, { ports, signal: stopping.signal })).toBe('waits');
        const before = await found(world, id);
        expect(before).toMatchObject({ state: 'queued', lost: 0, cancel: null });
        expect(before.progress?.read).toBeGreaterThan(0);
        expect(before.progress?.read).toBeLessThan(documents);
        const early = await told(world, id);
        expect(early.length).toBeGreaterThan(0);

        expect(await carryOut(world, dryRun, { process: there })).toBe('ended');
        const expected = await undisturbed();
        expect(await world.snapshot()).toEqual(dryRun ? [] : expected.pos);
        expect(await found(world, id)).toMatchObject({
          state: 'completed',
          process: there,
          voidUpTo: dryRun ? early.length + 1 : 0,
          result: { checked: documents, created: expected.result.tally.created },
        });
        expect(await told(world, id)).toEqual(expected.decisions);
      })();
    });

    it.each([
      ['a real run', false],
      ['a dry run', true],
    ] as const)('go on elsewhere when the process dies, which may do no more when it wakes: %s', async (_, dryRun) => {
      await inWorld(async (world) => {
        const id = await ask(world, { dryRun });
        const { ports, died, wake } = dyingAt(portsOf(world), 3);
        const errors: unknown[] = [];
        const first = carryOut(world, dryRun, { ports, failed: (error) => void errors.push(error) });
        await died;
        await world.kill?.();
        world.setNow(new Date(defaultNow.getTime() + heardWithinMs));
        expect(await carryOut(world, dryRun, { process: there })).toBe('ended');
        const expected = await undisturbed();
        expect(await world.snapshot()).toEqual(dryRun ? [] : expected.pos);
        const request = await found(world, id);
        expect(request).toMatchObject({ state: 'completed', process: there, lost: 1, result: { checked: documents } });
        wake();
        expect(await first).toBe('lost');
        expect(await found(world, id)).toEqual(request);
        expect(await world.snapshot()).toEqual(dryRun ? [] : expected.pos);
      })();
    });

    it.each([
      ['a real run', false],
      ['a dry run', true],
    ] as const)('end after the current batch when somebody cancels them: %s', async (_, dryRun) => {
      await inWorld(async (world) => {
        const id = await ask(world, { dryRun });
        const heard = Promise.withResolvers<void>();
        const plain = portsOf(world);
        const ports = atBatch(
          {
            ...plain,
            requests: {
              ...plain.requests,
              async report(...given) {
                const answer = await plain.requests.report(...given);
                if (answer === 'cancel') setImmediate(heard.resolve);
                return answer;
              },
            },
          },
          3,
          async () => {
            await plain.requests.cancel(id, { by: somebody, at: defaultNow });
            await heard.promise;
          },
        );
        expect(await carryOut(world, dryRun, { ports })).toBe('ended');
        const { result, ...request } = await found(world, id);
        expect(request).toMatchObject({ state: 'cancelled', cancel: { by: somebody.actor, at: defaultNow } });
        expect(result?.run.state).toBe('interrupted');
        expect(result?.checked).toBeGreaterThan(0);
        expect(result?.checked).toBeLessThan(documents);
        expect((await world.snapshot()).length > 0).toBe(!dryRun);
        if (!dryRun) expect(await world.ports.runs.find(id)).toMatchObject({ state: 'interrupted' });
      })();
    });

    it(
      'wait for a run that somebody else carries out, and tell whose it is',
      inWorld(async (world) => {
        const id = await ask(world);
        const start = await world.ports.runs.start({
          owner: { actor: 'lee', host: 'console', pid: 7 },
          at: defaultNow,
          options: everything,
          waitMs: 0,
        });
        if (start.outcome !== 'started') throw new Error(start.outcome);
        expect(await carryOut(world, false)).toBe('waits');
        expect(await found(world, id)).toMatchObject({
          state: 'queued',
          waitsFor: { runId: start.held.run.id, actor: 'lee', host: 'console', pid: 7, startedAt: defaultNow },
        });
        const { tally, orphans } = start.held.run;
        await start.held.release({ state: 'completed', at: defaultNow, tally, orphans, error: null });
        world.setNow(new Date(defaultNow.getTime() + 1000));
        expect(await carryOut(world, false)).toBe('ended');
        expect(await found(world, id)).toMatchObject({ state: 'completed', waitsFor: null });
      }),
    );

    it(
      'wait while the feature is off, and go on when it is on again',
      inWorld(async (world) => {
        const id = await ask(world);
        let on = false;
        const ports = portsOf(world);
        const options = { ...execution(), idleMs: 5, mayRun: () => on };
        const idle = startRunExecutor(ports, settings, options);
        await new Promise((resolve) => setTimeout(resolve, 30));
        expect(await found(world, id)).toMatchObject({ state: 'queued', startedAt: null });
        await idle.stop();

        on = true;
        const paused = Promise.withResolvers<void>();
        const off = atBatch(
          {
            ...ports,
            requests: {
              ...ports.requests,
              async report(...given) {
                const answer = await ports.requests.report(...given);
                if (!on) setImmediate(paused.resolve);
                return answer;
              },
            },
          },
          3,
          () => {
            on = false;
            return paused.promise;
          },
        );
        expect(await carryOut(world, false, { ports: off, mayRun: () => on })).toBe('waits');
        expect(await found(world, id)).toMatchObject({ state: 'queued', cancel: null });
        expect(await world.ports.runs.find(id)).toMatchObject({ state: 'interrupted' });

        on = true;
        const executor = startRunExecutor(ports, settings, options);
        await expect.poll(async () => (await found(world, id)).state, { timeout: 20_000 }).toBe('completed');
        await executor.stop();
        expect(await world.snapshot()).toEqual((await undisturbed()).pos);
      }),
    );

    it(
      'say why they failed; what nobody expected is told to who looks after the program only',
      inWorld(async (world) => {
        const ports = portsOf(world);
        const failing = (error: Error): RunExecutorPorts => ({
          ...ports,
          source: { ...ports.source, list: async () => Promise.reject(error) },
        });
        const errors: unknown[] = [];
        const failed = (error: unknown): void => void errors.push(error);
        const known = await ask(world, { dryRun: true });
        const expected = new PoError('SOURCE_FORBIDDEN', { table: 'tr_orders' });
        expect(await carryOut(world, true, { ports: failing(expected), failed })).toBe('ended');
        expect(await found(world, known)).toMatchObject({
          state: 'failed',
          failure: { code: 'SOURCE_FORBIDDEN', facts: { table: 'tr_orders' } },
        });
        expect(errors).toEqual([]);

        const unknown = await ask(world, { dryRun: true });
        const secret = new Error('password=1234');
        expect(await carryOut(world, true, { ports: failing(secret), failed })).toBe('ended');
        expect((await found(world, unknown)).failure).toEqual({ code: 'UNEXPECTED', facts: {} });
        expect(errors).toEqual([secret]);

        const passing = await ask(world, { dryRun: true });
        const away = new PoError('NO_CONNECTION', {});
        expect(await carryOut(world, true, { ports: failing(away), failed })).toBe('waits');
        expect(await found(world, passing)).toMatchObject({ state: 'queued' });
        expect(errors).toEqual([secret, away]);
      }),
    );

    it(
      'go on where somebody has said how many documents may be missing',
      inWorld(async (world) => {
        const gone = Array.from({ length: 21 }, (_, i) => `FP25001${String(i).padStart(3, '0')}`);
        await world.setSource({ put: gone.map((docNo) => sourceDocument({ docNo, poNo: `M-${docNo}` })) });
        await runToEnd(world);
        await world.setSource({ remove: gone });
        const refused = await ask(world);
        expect(await carryOut(world, false)).toBe('ended');
        expect(await found(world, refused)).toMatchObject({
          state: 'failed',
          failure: { code: 'MANY_MISSING', facts: { missing: gone.length } },
        });
        const accepted = world.ports.newId();
        await world.runRequests.add({
          ...{ id: accepted, dryRun: false, options: everything, by: somebody, at: defaultNow },
          acceptMissing: gone.length,
        });
        expect(await carryOut(world, false)).toBe('ended');
        expect(await found(world, accepted)).toMatchObject({ state: 'completed', result: { missing: gone.length } });
      }),
    );

    it(
      'are not begun again when processes died under them again and again',
      inWorld(async (world) => {
        const id = await ask(world, { dryRun: true });
        let now = defaultNow.getTime();
        for (let i = 0; i < 3; i += 1) {
          await claimOf(world, true);
          now += heardWithinMs;
          world.setNow(new Date(now));
        }
        expect(await carryOut(world, true)).toBe('ended');
        expect(await found(world, id)).toMatchObject({
          state: 'failed',
          failure: { code: 'PROCESS_LOST', facts: { times: 3 } },
        });
      }),
    );

    it.each([
      [
        'finished it',
        'completed',
        async (world: World, resume: string): Promise<void> => {
          await runToEnd(world, { resume });
        },
      ],
      [
        'took back what it had made',
        'interrupted',
        async (world: World, runId: string): Promise<void> => {
          const events = undoRun(world.ports, settings.rules, { runId, by: somebody, dryRun: false });
          for await (const event of events) expect(event.type).not.toBe('running');
        },
      ],
    ] as const)('go by what others did with the run meanwhile: who %s', async (_, state, meanwhile) => {
      await inWorld(async (world) => {
        const id = await ask(world);
        const stopping = new AbortController();
        const ports = atBatch(portsOf(world), 3, () => stopping.abort());
        expect(await carryOut(world, false, { ports, signal: stopping.signal })).toBe('waits');
        await meanwhile(world, id);
        const before = await world.snapshot();
        expect(await carryOut(world, false)).toBe('ended');
        expect(await found(world, id)).toMatchObject(
          state === 'completed'
            ? { state, result: { run: { id, state }, checked: documents } }
            : { state, failure: { code: 'UNDONE' } },
        );
        expect(await world.snapshot()).toEqual(before);
      })();
    });
  });
};
