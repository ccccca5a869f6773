import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from '../backfill/Window.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { decideReview } from '../review/decideReview.ts';
import type { ReviewDecision } from '../review/ReviewDecision.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { batchSizeArb, manualPoArb, sourceDocumentArb, windowArb } from './arbitraries.ts';
import { somebody } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { expectConsistentPos } from './expectConsistent.ts';
import { type RunRequest, runToEnd } from './runToEnd.ts';
import { undoToEnd } from './undoRunContract.ts';
import type { World } from './World.ts';

/** What people do between two runs. */
type Deed = { readonly enter: ManualPo } | { readonly decide: ReviewDecision; readonly about: number };

/** FCMS changes, people decide, and a backfill runs. */
interface Round {
  readonly put: readonly SourceDocument[];
  readonly deeds: readonly Deed[];
  readonly request: Asked;
}

interface Asked {
  readonly window: Window;
  readonly limit: number | null;
  readonly batchSize: number;
}

const few = fc.constantFrom(...['FP25000001', 'FP25000002', 'FP25000003', 'FP25000004', 'FP24000900', 'fp250004']);

const decision = (): fc.Arbitrary<ReviewDecision> =>
  fc.constantFrom<ReviewDecision>(
    { kind: 'keep', note: '확인함' },
    { kind: 'accept-qty' },
    { kind: 'cancel-po' },
    { kind: 'reopen' },
    { kind: 'correct', poNo: 'PO-009' },
    { kind: 'correct', poNo: 'PO-002' },
  );

const round = (): fc.Arbitrary<Round> =>
  fc.record({
    put: fc.uniqueArray(sourceDocumentArb(few), { selector: ({ docNo }) => docNo, maxLength: 5 }),
    deeds: fc.array(
      fc.oneof(
        manualPoArb().map((enter) => ({ enter })),
        fc.record({ decide: decision(), about: fc.nat(5) }),
      ),
      { maxLength: 2 },
    ),
    request: fc.record({
      window: windowArb(),
      limit: fc.option(fc.integer({ min: 1, max: 4 })),
      batchSize: batchSizeArb(),
    }),
  });

/** The same, or forced: which refuses a limit. */
const request = (asked: Asked, force: boolean): RunRequest => (force ? { ...asked, limit: null, force } : asked);

/** The documents that there may be, to read all that is held of them. */
const numbers = ['FP25000001', 'FP25000002', 'FP25000003', 'FP25000004', 'FP24000900', 'fp250004'];

/** What is held: of documents everything, with addresses, runs and moments. */
const heldIn = async ({ ports, snapshot }: World): Promise<unknown> => ({
  pos: await snapshot(),
  documents: [...(await ports.pos.findDocuments(numbers))].sort((x, y) =>
    x.delivery.docNo < y.delivery.docNo ? -1 : 1,
  ),
});

const act = async (world: World, deeds: readonly Deed[]): Promise<void> => {
  for (const deed of deeds) {
    if ('enter' in deed) {
      await enterManualPos(world, [deed.enter]);
      continue;
    }
    const [found] = await world.ports.pos.findDocuments([numbers[deed.about]!]);
    if (found === undefined) continue;
    await decideReview(world.ports, defaultSiteRules, {
      poId: found.po.id,
      decision: deed.decide,
      by: somebody,
      version: null,
    });
  }
};

/** The properties of taking runs back that hold in every world, as fast-check finds them out. */
export const undoRunProperties = (
  createWorld: () => Promise<World>,
  options: { readonly numRuns?: number } = {},
): void => {
  const inWorld = async (trial: (world: World) => Promise<void>): Promise<void> => {
    const world = await createWorld();
    try {
      await trial(world);
      expectConsistentPos(await world.snapshot());
    } finally {
      await world.close();
    }
  };

  describe('taking runs back', () => {
    it('from the last to the first leaves what was before each; running again, what was after', async () => {
      const trial = fc.tuple(
        fc.array(round(), { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      );
      await fc.assert(
        fc.asyncProperty(trial, ([rounds, forced]) =>
          inWorld(async (world) => {
            const states: { runId: string; before: unknown }[] = [];
            for (const [i, { put, deeds, request: asked }] of rounds.entries()) {
              // People decide before the first run only: what they decide later is in the way of taking back earlier ones.
              if (i === 0) {
                await world.setSource({ put });
                await runToEnd(world);
                await act(world, deeds);
              }
              await world.setSource({ put });
              const before = await heldIn(world);
              const { result } = await runToEnd(world, request(asked, forced[i] === true));
              states.push({ runId: result.run.id, before });
            }
            // What was taken back is decided again as if never seen.
            const after = await world.snapshot();
            const { runId: latest, before: latestBefore } = states.pop()!;
            await undoToEnd(world, latest);
            const i = rounds.length - 1;
            const rerun = await runToEnd(world, request(rounds[i]!.request, forced[i] === true));
            expect(await world.snapshot()).toEqual(after);
            states.push({ runId: rerun.result.run.id, before: latestBefore });
            for (const { runId, before } of states.toReversed()) {
              const rehearsed = await undoToEnd(world, runId, { dryRun: true });
              const undone = await undoToEnd(world, runId);
              expect([undone.counts, undone.refusals]).toEqual([rehearsed.counts, []]);
              expect(await heldIn(world)).toEqual(before);
              const again = await undoToEnd(world, runId);
              expect(again.counts).toEqual({ unrecorded: 0, restored: 0, removed: 0 });
            }
          }),
        ),
        options,
      );
    });

    it('leaves POs on which people decided or later runs built as they were, and takes the rest back', async () => {
      const trial = fc.tuple(
        fc.array(round(), { minLength: 2, maxLength: 4 }),
        fc.nat(3),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      );
      await fc.assert(
        fc.asyncProperty(trial, ([rounds, which, forced]) =>
          inWorld(async (world) => {
            const runIds: string[] = [];
            for (const [i, { put, deeds, request: asked }] of rounds.entries()) {
              await world.setSource({ put });
              runIds.push((await runToEnd(world, request(asked, forced[i] === true))).result.run.id);
              await act(world, deeds);
            }
            const runId = runIds[which % runIds.length]!;
            const before = new Map(
              (await world.ports.pos.findDocuments(numbers)).map((found) => [found.delivery.docNo, found]),
            );
            const rehearsed = await undoToEnd(world, runId, { dryRun: true });
            const undone = await undoToEnd(world, runId);
            expect([undone.counts, undone.refusals]).toEqual([rehearsed.counts, rehearsed.refusals]);
            const after = new Map(
              (await world.ports.pos.findDocuments(numbers)).map((found) => [found.delivery.docNo, found]),
            );
            const refusedPos = new Set(
              undone.events.flatMap((event) =>
                event.type === 'taken-back' ? event.refused.flatMap(({ pos }) => pos.map(({ id }) => id)) : [],
              ),
            );
            for (const [docNo, found] of before) {
              if (refusedPos.has(found.po.id)) expect(after.get(docNo)).toEqual(found);
              else expect(after.get(docNo)?.delivery.runId).not.toBe(runId);
            }
            expectConsistentPos(await world.snapshot());
            const again = await undoToEnd(world, runId);
            expect([again.counts, again.refusals]).toEqual([
              { unrecorded: 0, restored: 0, removed: 0 },
              undone.refusals,
            ]);
            // What was taken back can be decided again.
            await runToEnd(world);
          }),
        ),
        options,
      );
    });
  });
};
