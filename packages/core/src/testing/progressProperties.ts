import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { CylinderMove } from '../progress/CylinderMove.ts';
import type { ProgressFigures } from '../progress/ProgressFigures.ts';
import { refreshProgress } from '../progress/refreshProgress.ts';
import { cylinderStages, type StageCounts } from '../progress/stages.ts';
import { documentNumber, manualPoArb, sourceDocuments } from './arbitraries.ts';
import { defaultNow } from './builders.ts';
import { collect } from './collect.ts';
import { enterManualPos } from './enterManualPos.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

interface Trial {
  readonly entered: readonly ManualPo[];
  readonly documents: readonly SourceDocument[];
  /** Documents that FCMS cancels once they are recorded. */
  readonly cancelled: readonly string[];
  /** What is there when the pass is made, and what comes after it. */
  readonly before: readonly CylinderMove[];
  readonly after: readonly CylinderMove[];
}

const moves = (maxLength: number): fc.Arbitrary<CylinderMove[]> =>
  fc.uniqueArray(
    fc.record({
      cylinderNo: fc.constantFrom('A1', 'A2', 'B', 'C7', '가-1'),
      seq: fc.integer({ min: 1, max: 40 }).map(String),
      code: fc.constantFrom(null, '10', '21', '22', '31', '41', '50', '51', '52', '60', '60'),
      docNo: fc.oneof({ weight: 6, arbitrary: documentNumber() }, { weight: 1, arbitrary: fc.constantFrom(null, '') }),
      movedAt: fc.constant('2025-11-20 10:00:00'),
    }),
    { selector: ({ cylinderNo, seq }) => `${cylinderNo} ${seq}`, maxLength },
  );

const trialArb: fc.Arbitrary<Trial> = fc.record({
  entered: fc.array(manualPoArb(), { maxLength: 2 }),
  documents: sourceDocuments(10),
  cancelled: fc.array(documentNumber(), { maxLength: 2 }),
  before: moves(60),
  after: moves(10),
});

/** The cylinders that stand with one of these codes under the document, found the plain way. */
const held = (histories: readonly CylinderMove[], docNo: string, codes: readonly string[]): number =>
  new Set(
    histories.filter((move) => move.docNo === docNo && codes.includes(move.code ?? '')).map((move) => move.cylinderNo),
  ).size;

const heldUnder = (histories: readonly CylinderMove[], docNo: string): StageCounts => ({
  filled: held(histories, docNo, ['22', '31']),
  warehoused: held(histories, docNo, ['50']),
  shipped: held(histories, docNo, ['60']),
});

const sumHeld = (histories: readonly CylinderMove[], docNos: readonly string[]): StageCounts => {
  const sum = (stage: keyof StageCounts): number =>
    docNos.reduce((total, docNo) => total + heldUnder(histories, docNo)[stage], 0);
  return { filled: sum('filled'), warehoused: sum('warehoused'), shipped: sum('shipped') };
};

const countsOf = ({ filled, warehoused, shipped }: Pick<ProgressFigures, keyof StageCounts>) => ({
  filled,
  warehoused,
  shipped,
});

/** Whether stage and rate are those of the counts beside them. */
const expectConsistent = ({ ordered, incomplete, instructed, stage, rate, ...counts }: ProgressFigures): void => {
  const [filled, warehoused, shipped] = [counts.filled ?? -1, counts.warehoused ?? -1, counts.shipped ?? -1];
  const completed = !incomplete && ordered > 0 && shipped >= ordered;
  expect(stage === 'completed').toBe(completed);
  expect(stage === 'shipped').toBe(!completed && shipped > 0);
  expect(stage === 'warehoused').toBe(shipped === 0 && warehoused > 0);
  expect(stage === 'filled').toBe(shipped === 0 && warehoused === 0 && filled > 0);
  if (stage === 'waiting') expect([instructed, filled, warehoused, shipped]).toEqual([0, 0, 0, 0]);
  if (incomplete || ordered === 0) expect(rate).toBeNull();
  else expect(rate).toBe(Math.min(100, (100 * shipped) / ordered));
};

/** The properties of progress that hold in every world, as fast-check finds them out. */
export const progressProperties = (
  createWorld: () => Promise<World>,
  options: { readonly numRuns?: number } = {},
): void => {
  const inWorld = usingWorld(createWorld);

  /** Everything that people are told of a world in which this has happened. */
  const told = async (world: World, { entered, documents, cancelled, before, after }: Trial) => {
    for (const po of entered) await enterManualPos(world, [po]);
    await world.setSource({ put: documents });
    await runToEnd(world);
    await world.setSource({
      put: documents.filter(({ docNo }) => cancelled.includes(docNo)).map((each) => ({ ...each, progressCode: '51' })),
    });
    await runToEnd(world);
    await world.setMoves({ put: before });
    for await (const _ of refreshProgress(world, { at: defaultNow, everyMs: 0 }));
    await world.setMoves({ put: after });
    const exported = await collect(world.reports.documents());
    return {
      exported,
      pos: await collect(world.reports.pos()),
      progressOf: await world.reports.progressOf(exported.map(({ docNo }) => docNo)),
      overall: (await world.reports.stats('2025-11-22', defaultNow)).progress,
    };
  };

  describe('progress', () => {
    it('is what the histories held when they were read, never more, and stages agree with the counts', async () => {
      await fc.assert(
        fc.asyncProperty(trialArb, (trial) =>
          inWorld(async (world) => {
            const { exported, pos, progressOf, overall } = await told(world, trial);
            for (const document of exported) {
              expect(countsOf(document)).toEqual(heldUnder(trial.before, document.docNo));
            }
            expect(progressOf.size).toBe(exported.length);
            for (const [docNo, { asOf, po, items, deliveries }] of progressOf) {
              expect(asOf).toEqual(defaultNow);
              for (const figures of [po, ...items, ...deliveries]) expectConsistent(figures);
              expect(countsOf(po)).toEqual(
                sumHeld(
                  trial.before,
                  deliveries.map((each) => each.docNo),
                ),
              );
              expect(deliveries.map(({ delivery }) => delivery)).toEqual(deliveries.map((_, i) => i + 1));
              for (const each of deliveries) expect(progressOf.get(each.docNo)?.deliveries).toEqual(deliveries);
              for (const each of deliveries) expect(countsOf(each)).toEqual(heldUnder(trial.before, each.docNo));
              for (const stage of cylinderStages) {
                // A document whose product was not ordered counts with the PO, and with no item.
                const ofItems = items.reduce((sum, item) => sum + item[stage]!, 0);
                expect(ofItems).toBeLessThanOrEqual(po[stage]!);
              }
              const { cancelled } = exported.find((each) => each.docNo === docNo)!;
              expect(deliveries.some((each) => each.docNo === docNo)).toBe(!cancelled);
            }
            for (const { products, ...po } of pos) {
              expectConsistent(po);
              products.forEach(expectConsistent);
            }
            const live = exported.filter(({ cancelled }) => !cancelled).map(({ docNo }) => docNo);
            expect(countsOf(overall)).toEqual(sumHeld(trial.before, live));
            expect(overall.ordered).toBe(pos.reduce((sum, { ordered }) => sum + ordered, 0));
            expect(overall.instructed).toBe(pos.reduce((sum, { instructed }) => sum + instructed, 0));
            expect(overall.byStage).toEqual({
              ...{ waiting: 0, instructed: 0, filled: 0, warehoused: 0, shipped: 0, completed: 0 },
              ...Object.fromEntries(
                [...Map.groupBy(pos, ({ stage }) => stage)].map(([stage, of]) => [stage, of.length]),
              ),
            });
            if (overall.rate !== null) {
              expect(overall.rate).toBeGreaterThanOrEqual(0);
              expect(overall.rate).toBeLessThanOrEqual(100);
            }
          })(),
        ),
        options.numRuns === undefined ? {} : { numRuns: options.numRuns },
      );
    });
  });
};
