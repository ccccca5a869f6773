import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { heardWithinMs } from '../ports/RunRequests.ts';
import { type CarriedOut, carryOutRequest } from '../runRequest/carryOutRequest.ts';
import { runDecisionOf } from '../runRequest/RunRequest.ts';
import { sourceDocuments } from './arbitraries.ts';
import { backfillSettings, defaultNow, somebody } from './builders.ts';
import { atBatch, dyingAt, execution, portsOf } from './executing.ts';
import { runToEnd } from './runToEnd.ts';
import type { World } from './World.ts';

/** What keeps a process from bringing the run to its end, at which of its batches. */
interface Disturbance {
  readonly how: 'stop' | 'pause' | 'die';
  readonly batch: number;
  readonly batchSize: number;
}

const options = { window: { since: null, until: null }, limit: null, force: false };
const settings = backfillSettings();

const disturbance = (): fc.Arbitrary<Disturbance> =>
  fc.record({
    how: fc.constantFrom('stop' as const, 'pause' as const, 'die' as const),
    batch: fc.integer({ min: 1, max: 4 }),
    batchSize: fc.integer({ min: 1, max: 4 }),
  });

/** After three deaths a request is given up. */
const isBearable = (plan: readonly Disturbance[]): boolean => plan.filter(({ how }) => how === 'die').length < 3;

/** Carries out what is asked for, disturbed like this. Those that died wake when it is over, and are waited for. */
const carryOutDisturbed = async (world: World, dryRun: boolean, plan: readonly Disturbance[]): Promise<void> => {
  let now = defaultNow.getTime();
  const asleep: { readonly wake: () => void; readonly carriedOut: Promise<CarriedOut> }[] = [];
  const quiet: Disturbance = { how: 'stop', batch: Number.POSITIVE_INFINITY, batchSize: 3 };
  for (const [i, { how, batch, batchSize }] of [...plan, quiet].entries()) {
    const claim = await world.runRequests.claim({ dryRun, process: { host: 'plant', pid: i + 1 }, at: new Date(now) });
    if (claim === null) throw new Error('nothing to carry out');
    const stopping = new AbortController();
    let on = true;
    if (how === 'die') {
      const { ports, died, wake } = dyingAt(portsOf(world), batch);
      const over = execution({ batchSize, failed: () => undefined });
      const carriedOut = carryOutRequest(ports, settings, claim, over, stopping.signal);
      if ((await Promise.race([died, carriedOut])) === 'ended') break;
      asleep.push({ wake, carriedOut });
      await world.kill?.();
      now += heardWithinMs;
      world.setNow(new Date(now));
      continue;
    }
    const paused = Promise.withResolvers<void>();
    const plain = portsOf(world);
    const watched = {
      ...plain,
      requests: {
        ...plain.requests,
        report: async (...given: Parameters<typeof plain.requests.report>) => {
          const answer = await plain.requests.report(...given);
          if (!on) setImmediate(paused.resolve);
          return answer;
        },
      },
    };
    const ports = atBatch(watched, batch, async () => {
      if (how === 'stop') return stopping.abort();
      on = false;
      await paused.promise;
    });
    const over = execution({ batchSize, mayRun: () => on });
    if ((await carryOutRequest(ports, settings, claim, over, stopping.signal)) === 'ended') break;
  }
  for (const { wake, carriedOut } of asleep) {
    wake();
    expect(await carriedOut).toBe('lost');
  }
};

/** What holds of requested runs in every world, whatever becomes of the processes that carry them out. */
export const runExecutorProperties = (createWorld: () => Promise<World>, { numRuns }: { readonly numRuns: number }) => {
  const filled = async (documents: readonly SourceDocument[]): Promise<World> => {
    const world = await createWorld();
    await world.setSource({ put: documents });
    return world;
  };

  describe('requested runs', () => {
    it('end in the same, however often and wherever processes stop, pause and die', { timeout: 120_000 }, async () => {
      const plans = fc.array(disturbance(), { minLength: 1, maxLength: 4 }).filter(isBearable);
      await fc.assert(
        fc.asyncProperty(sourceDocuments(), plans, fc.boolean(), async (documents, plan, dryRun) => {
          const [world, undisturbed] = [await filled(documents), await filled(documents)];
          try {
            const id = world.ports.newId();
            await world.runRequests.add({ id, dryRun, options, acceptMissing: null, by: somebody, at: defaultNow });
            await carryOutDisturbed(world, dryRun, plan);
            const { result, decisions } = await runToEnd(undisturbed, { dryRun });
            expect(await world.snapshot()).toEqual(await undisturbed.snapshot());
            const request = await world.runRequests.find(id);
            expect(request).toMatchObject({ state: 'completed', result: { checked: result.tally.checked } });
            const told = (await world.runRequests.decisions(id, 0, 1000, true)).map(({ decision }) => decision);
            // Of a real run what was decided before a process died is kept with the run, and may not have been told.
            if (dryRun) expect(told).toEqual(decisions.flatMap((each) => runDecisionOf(each) ?? []));
            else expect(await world.ports.runs.find(id)).toMatchObject({ state: 'completed' });
          } finally {
            await world.close();
            await undisturbed.close();
          }
        }),
        { numRuns },
      );
    });
  });
};
