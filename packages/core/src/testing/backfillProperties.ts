import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../backfill/Decision.ts';
import type { BackfillEvent } from '../backfill/runBackfill.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { ReasonCode } from '../review/Reason.ts';
import { batchSizeArb, manualPoArb, sourceDocumentArb, sourceDocuments, windowArb } from './arbitraries.ts';
import { enterManualPos } from './enterManualPos.ts';
import { expectConsistentPos, expectConsistentTally } from './expectConsistent.ts';
import { expectPowerless } from './expectPowerless.ts';
import { type RanToEnd, runToEnd, startRun } from './runToEnd.ts';
import type { PoSnapshot } from './snapshotOf.ts';
import { toldDecisions } from './toldDecisions.ts';
import type { World } from './World.ts';

/** What is there before a trial. */
interface Given {
  /** Documents that a run over everything has recorded. */
  readonly recorded: readonly SourceDocument[];
  /** POs that staff have entered then. */
  readonly entered: readonly ManualPo[];
  /** What has come to FCMS since, or is changed there. */
  readonly documents: readonly SourceDocument[];
}

const given = (): fc.Arbitrary<Given> =>
  fc.record({
    recorded: sourceDocuments(8),
    entered: fc.array(manualPoArb(), { maxLength: 2 }),
    documents: sourceDocuments(12),
  });

/** What a look at other POs tells: it depends on which POs were there when it was made. */
const byLook: ReadonlySet<ReasonCode> = new Set(['PROBABLE_MATCH', 'SUSPECT_LINK']);

/**
 * POs, deliveries and quantities without how a document came to its PO: which of a PO's documents made it depends on
 * which one was there first. Of two POs that may be one, the one or the other is flagged.
 */
const withoutLinks = (pos: readonly PoSnapshot[]): unknown =>
  pos.map((po) => ({
    ...po,
    deliveries: po.deliveries.map((delivery) => ({
      ...delivery,
      link: null,
      reasons: delivery.reasons.filter(({ code }) => !byLook.has(code)),
    })),
  }));

/** POs without what looking at other POs has shown. */
const withoutMatches = (pos: readonly PoSnapshot[]): unknown =>
  pos.map((po) => ({
    ...po,
    deliveries: po.deliveries.map((delivery) => ({
      ...delivery,
      reasons: delivery.reasons.filter(({ code }) => code !== 'PROBABLE_MATCH'),
    })),
  }));

/** Runs with this limit over everything until one has nothing left to decide. */
const untilIdle = async (world: World, limit: number, batchSize: number): Promise<number> => {
  for (let runs = 1; ; runs += 1) {
    const { result } = await runToEnd(world, { limit, batchSize });
    if (result.tally.created.total + result.tally.needsReview.total < limit) return runs;
  }
};

/** The properties of backfilling that hold in every world, as fast-check finds them out. */
export const backfillProperties = (
  createWorld: () => Promise<World>,
  options: { readonly numRuns?: number } = {},
): void => {
  /** Gives a trial as many fresh worlds as it asks for, each with what is given, and closes them. */
  const inWorlds = async (trial: (fresh: (given: Given) => Promise<World>) => Promise<void>): Promise<void> => {
    const worlds: World[] = [];
    try {
      await trial(async ({ recorded, entered, documents }) => {
        const world = await createWorld();
        worlds.push(world);
        await world.setSource({ put: recorded });
        await runToEnd(world);
        for (const po of entered) await enterManualPos(world, [po]);
        await world.setSource({ put: documents });
        return world;
      });
      for (const world of worlds) expectConsistentPos(await world.snapshot());
    } finally {
      for (const world of worlds) await world.close();
    }
  };

  const runOnce = async (world: World, request: Parameters<typeof runToEnd>[1] = {}): Promise<RanToEnd> => {
    const ran = await runToEnd(world, request);
    expectConsistentTally(ran.result.tally);
    expect(ran.result.tally.checked).toBe(ran.decisions.length);
    return ran;
  };

  describe('backfilling', () => {
    it('decides the same whatever the order of the rows and the size of the batches', async () => {
      const trial = given().chain((before) =>
        fc.tuple(
          fc.constant(before),
          fc.shuffledSubarray([...before.documents], { minLength: before.documents.length }),
          batchSizeArb(),
          windowArb(),
          fc.option(fc.integer({ min: 1, max: 12 })),
        ),
      );
      await fc.assert(
        fc.asyncProperty(trial, ([before, shuffled, batchSize, window, limit]) =>
          inWorlds(async (fresh) => {
            const plain = await fresh(before);
            const other = await fresh({ ...before, documents: shuffled });
            const expected = await runOnce(plain, { window, limit, batchSize: 1000 });
            const ran = await runOnce(other, { window, limit, batchSize });
            expect(toldDecisions(ran.decisions)).toEqual(toldDecisions(expected.decisions));
            expect(ran.result.tally).toEqual(expected.result.tally);
            expect(await other.snapshot()).toEqual(await plain.snapshot());
          }),
        ),
        options,
      );
    });

    it('ends in the same state when it is interrupted, or dies, and is taken up again', async () => {
      const trial = fc.tuple(
        given(),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('interrupt' as const, 'kill' as const), { maxLength: 4 }),
        fc.option(fc.integer({ min: 1, max: 12 })),
      );
      await fc.assert(
        fc.asyncProperty(trial, ([before, batchSize, ends, limit]) =>
          inWorlds(async (fresh) => {
            const whole = await fresh(before);
            const expected = await runOnce(whole, { limit });
            const cut = await fresh(before);
            const decisions: Decision[] = [];
            const dead: AsyncGenerator<BackfillEvent, void>[] = [];
            let runId: string | undefined;
            for (const end of ends) {
              const stop = new AbortController();
              const request = runId === undefined ? { limit } : { resume: runId };
              const events = startRun(cut, { ...request, batchSize, signal: stop.signal });
              let completed = false;
              for (let next = await events.next(); next.done !== true; next = await events.next()) {
                if (next.value.type === 'started') runId = next.value.run.id;
                if (next.value.type === 'finished') completed = next.value.result.run.state === 'completed';
                if (next.value.type !== 'decided') continue;
                decisions.push(...next.value.decisions);
                if (end === 'kill' && cut.kill !== undefined) break;
                stop.abort();
              }
              if (completed) break;
              if (end === 'kill' && cut.kill !== undefined) {
                await cut.kill();
                dead.push(events);
              }
            }
            const run = runId === undefined ? null : await cut.ports.runs.find(runId);
            if (run?.state !== 'completed') {
              const last = await runToEnd(cut, runId === undefined ? { limit } : { resume: runId, batchSize });
              decisions.push(...last.decisions);
              // What was reworked is counted in each part for itself.
              const { reworked } = last.result.tally;
              expect(last.result.tally).toEqual({ ...expected.result.tally, reworked });
            }
            expect(toldDecisions(decisions)).toEqual(toldDecisions(expected.decisions));
            for (const events of dead) await expectPowerless(events);
            expect(await cut.snapshot()).toEqual(await whole.snapshot());
          }),
        ),
        options,
      );
    });

    it('changes nothing when run twice, and rehearses what it will do', async () => {
      await fc.assert(
        fc.asyncProperty(given(), batchSizeArb(), (before, batchSize) =>
          inWorlds(async (fresh) => {
            const world = await fresh(before);
            const untouched = await world.snapshot();
            const rehearsed = await runOnce(world, { dryRun: true, batchSize });
            expect(await world.snapshot()).toEqual(untouched);
            expect(await world.ports.runs.latest(10)).toHaveLength(1);
            const first = await runOnce(world, { batchSize: 3 });
            expect(toldDecisions(rehearsed.decisions)).toEqual(toldDecisions(first.decisions));
            expect(rehearsed.result.tally).toEqual(first.result.tally);
            const after = await world.snapshot();
            const second = await runOnce(world, { batchSize });
            expect(await world.snapshot()).toEqual(after);
            expect(second.result.tally.skipped.total).toBe(second.result.tally.checked);
            expect(second.result.tally.reworked).toEqual({ opened: 0, closed: 0 });
          }),
        ),
        options,
      );
    });

    it('changes nothing when forced over an unchanged source, and decides every live document of a backfilled PO', async () => {
      await fc.assert(
        fc.asyncProperty(given(), batchSizeArb(), (before, batchSize) =>
          inWorlds(async (fresh) => {
            const world = await fresh(before);
            await runOnce(world);
            // Once for the names, which a run takes only with what it decides.
            await runOnce(world, { force: true });
            const after = await world.snapshot();
            const forced = await runOnce(world, { force: true, batchSize });
            // Each new PO is asked again what it may be, of POs that were not there when it was made.
            expect(withoutMatches(await world.snapshot())).toEqual(withoutMatches(after));
            const backfilled = new Set(
              after
                .filter(({ manual }) => !manual)
                .flatMap(({ deliveries }) => deliveries.filter(({ number }) => number !== null))
                .map(({ docNo }) => docNo),
            );
            for (const decision of forced.decisions) {
              expect(decision).toMatchObject(
                backfilled.has(decision.docNo) ? { action: 'refreshed' } : { outcome: 'skipped' },
              );
            }
          }),
        ),
        options,
      );
    });

    it('puts each accepted document on exactly one PO', async () => {
      await fc.assert(
        fc.asyncProperty(given(), windowArb(), (before, window) =>
          inWorlds(async (fresh) => {
            const world = await fresh(before);
            const recorded = (await world.snapshot()).flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo));
            const { decisions } = await runOnce(world, { window });
            const accepted = decisions.filter(({ outcome }) => outcome !== 'skipped').map(({ docNo }) => docNo);
            const onPos = (await world.snapshot()).flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo));
            expect(onPos.sort()).toEqual([...new Set([...recorded, ...accepted])].sort());
          }),
        ),
        options,
      );
    });

    it('ends in the same POs, deliveries and quantities in widening windows, with limits and late arrivals, as in one run', async () => {
      const arrivals = fc.uniqueArray(
        fc.record({ document: sourceDocumentArb(), step: fc.integer({ min: 0, max: 4 }) }),
        { selector: ({ document }) => document.docNo, maxLength: 12 },
      );
      const trial = fc.tuple(
        arrivals,
        fc.array(manualPoArb(), { maxLength: 2 }),
        fc.array(fc.option(fc.integer({ min: 1, max: 6 })), { minLength: 4, maxLength: 4 }),
        batchSizeArb(),
        fc.integer({ min: 1, max: 3 }),
      );
      await fc.assert(
        fc.asyncProperty(trial, ([arriving, entered, limits, batchSize, lastLimit]) =>
          inWorlds(async (fresh) => {
            const documents = arriving.map(({ document }) => document);
            const whole = await fresh({ recorded: [], documents, entered });
            await runOnce(whole);
            const cut = await fresh({ recorded: [], documents: [], entered });
            const arrive = (step: number): Promise<void> =>
              cut.setSource({ put: arriving.filter((each) => each.step === step).map(({ document }) => document) });
            const windows = ['2025-11-16', '2025-10-24', '2025-08-25', null];
            for (const [step, since] of windows.entries()) {
              await arrive(step);
              await runOnce(cut, { window: { since, until: null }, limit: limits[step] ?? null, batchSize });
            }
            await arrive(windows.length);
            await untilIdle(cut, lastLimit, batchSize);
            expect(withoutLinks(await cut.snapshot())).toEqual(withoutLinks(await whole.snapshot()));
          }),
        ),
        options,
      );
    });

    it('does in k runs with limit N what one run with limit k·N does', async () => {
      const trial = fc.tuple(given(), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), batchSizeArb());
      await fc.assert(
        fc.asyncProperty(trial, ([before, k, n, batchSize]) =>
          inWorlds(async (fresh) => {
            const once = await fresh(before);
            const { result } = await runOnce(once, { limit: k * n });
            const often = await fresh(before);
            let decided = 0;
            for (let i = 0; i < k; i += 1) {
              const { tally } = (await runOnce(often, { limit: n, batchSize })).result;
              decided += tally.created.total + tally.needsReview.total;
            }
            expect(decided).toBe(result.tally.created.total + result.tally.needsReview.total);
            expect(await often.snapshot()).toEqual(await once.snapshot());
          }),
        ),
        options,
      );
    });
  });
};
