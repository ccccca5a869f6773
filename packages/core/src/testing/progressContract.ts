import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProgressStore } from '../ports/ProgressStore.ts';
import { type CylinderMove, countCylinders } from '../progress/CylinderMove.ts';
import type { LotParts } from '../progress/lotNo.ts';
import { type ProgressEvent, refreshProgress } from '../progress/refreshProgress.ts';
import { noCylinders, type StageCounts } from '../progress/stages.ts';
import { usingWorld } from './usingWorld.ts';

/** What changes in FCMS's histories, in the order of the members. */
export interface MoveChange {
  /** Rows that go, by cylinder and sequence. */
  readonly remove?: readonly Pick<CylinderMove, 'cylinderNo' | 'seq'>[];
  /** Rows that come or are replaced. */
  readonly put?: readonly CylinderMove[];
  /** The lots that move reports name from now on. */
  readonly lots?: readonly (LotParts & { readonly docNo: string })[];
}

/** A progress store to test, over histories that the test can change. */
export interface ProgressWorld {
  readonly progress: ProgressStore;
  /** Changes the histories; settles when a look can see it. */
  change(change: MoveChange): Promise<void>;
  close(): Promise<void>;
}

const minute = 60_000;
const everyMs = 5 * minute;
const start = Date.UTC(2025, 10, 22, 3);
const at = (minutes: number): Date => new Date(start + minutes * minute);

const move = (
  cylinderNo: string,
  seq: number,
  code: string | null,
  docNo: string | null = 'FP25000001',
): CylinderMove => ({ cylinderNo, seq: String(seq), code, docNo, movedAt: '2025-11-20 10:00:00' });

/** Whether a step is the last one to be taken; all are by default. */
type Stop = (event: ProgressEvent) => boolean;

const refresh = async (
  progress: ProgressStore,
  now: Date,
  { full = false, stop = () => false }: { readonly full?: boolean; readonly stop?: Stop } = {},
): Promise<readonly ProgressEvent[]> => {
  const abort = new AbortController();
  const events: ProgressEvent[] = [];
  for await (const event of refreshProgress({ progress }, { at: now, everyMs, full, signal: abort.signal })) {
    events.push(event);
    if (stop(event)) abort.abort();
  }
  return events;
};

const firstStep: Stop = ({ type }) => type === 'read';

const countsOf = async (progress: ProgressStore, docNo: string): Promise<StageCounts | undefined> => {
  const [found] = await progress.find([docNo]);
  if (found === undefined) return undefined;
  const { filled, warehoused, shipped } = found;
  return { filled, warehoused, shipped };
};

const cylinders = ['A', 'A1', 'KA0010007', 'SD-1', '가-1'];
const documents = ['FP25000001', 'FP25000002', '이동-1', 'FP2'];

const moveArb: fc.Arbitrary<CylinderMove> = fc.record({
  cylinderNo: fc.constantFrom(...cylinders),
  seq: fc.integer({ min: 1, max: 12 }).map(String),
  code: fc.constantFrom(null, '10', '21', '22', '31', '50', '51', '60'),
  docNo: fc.constantFrom(null, '', ...documents),
  movedAt: fc.constant('2025-11-20 10:00:00'),
});

/** One change, then what is done about it. */
const roundArb = fc.record({
  put: fc.array(moveArb, { maxLength: 8 }),
  remove: fc.array(fc.record({ cylinderNo: fc.constantFrom(...cylinders), seq: moveArb.map(({ seq }) => seq) }), {
    maxLength: 3,
  }),
  removes: fc.boolean(),
  full: fc.boolean(),
  interrupted: fc.boolean(),
});

/** What every `ProgressStore` promises. `createWorld` gives each test a fresh one over empty histories. */
export const progressContract = (
  createWorld: () => Promise<ProgressWorld>,
  options: { readonly numRuns?: number } = {},
): void => {
  const inWorld = usingWorld(createWorld);

  describe('ProgressStore contract', () => {
    it(
      'knows nothing before the first pass is complete',
      inWorld(async ({ progress, change }) => {
        await change({ put: [move('A', 1, '22')] });
        expect(await progress.readAt()).toBeNull();
        expect(await progress.find(['FP25000001'])).toEqual([]);
        await refresh(progress, at(0), { stop: firstStep });
        expect(await progress.readAt()).toBeNull();
        expect(await progress.find(['FP25000001'])).toEqual([]);
      }),
    );

    it(
      'counts each cylinder once a stage and document, as of the beginning of the pass',
      inWorld(async ({ progress, change }) => {
        await change({
          put: [
            move('A', 1, '10', null),
            move('A', 2, '21'),
            move('A', 3, '22'),
            move('A', 4, '22'),
            move('A', 5, '31'),
            move('A', 6, '50'),
            move('A', 7, '60'),
            move('A', 8, '22', 'FP25000002'),
            move('B', 1, '31'),
            move('B', 2, '50', null),
            move('B', 3, '60', ''),
            move('C', 1, '51'),
            move('C', 2, null),
          ],
        });
        const events = await refresh(progress, at(0));
        expect(events[0]).toEqual({ type: 'started', pass: 'full', because: 'first' });
        expect(events.at(-1)).toMatchObject({
          outcome: 'completed',
          work: { looked: 0, cylinders: 3, histories: 13, documents: 2 },
        });
        expect(await progress.readAt()).toEqual(at(0));
        const found = await progress.find(['FP25000001', 'FP25000002', 'nothing']);
        expect(new Set(found)).toEqual(
          new Set([
            { docNo: 'FP25000001', filled: 2, warehoused: 1, shipped: 1, readAt: at(0) },
            { docNo: 'FP25000002', filled: 1, warehoused: 0, shipped: 0, readAt: at(0) },
            { docNo: 'nothing', ...noCylinders, readAt: at(0) },
          ]),
        );
        expect(await progress.find([])).toEqual([]);
      }),
    );

    it(
      'is complete over empty histories, too',
      inWorld(async ({ progress }) => {
        expect((await refresh(progress, at(0))).at(-1)).toMatchObject({ type: 'finished', outcome: 'completed' });
        expect(await countsOf(progress, 'FP25000001')).toEqual(noCylinders);
      }),
    );

    it(
      'does nothing while nothing changes, and not before its time',
      inWorld(async ({ progress, change }) => {
        await refresh(progress, at(0));
        expect(await refresh(progress, at(60))).toEqual([{ type: 'not-due', because: 'unchanged', readAt: at(0) }]);
        await change({ put: [move('A', 1, '22')] });
        expect(await refresh(progress, at(4))).toEqual([{ type: 'not-due', because: 'too-soon', readAt: at(0) }]);
        expect(await countsOf(progress, 'FP25000001')).toEqual(noCylinders);
        expect((await refresh(progress, at(5)))[0]).toEqual({ type: 'started', pass: 'changes', because: 'moved' });
        expect(await countsOf(progress, 'FP25000001')).toEqual({ filled: 1, warehoused: 0, shipped: 0 });
        expect(await refresh(progress, at(60))).toEqual([{ type: 'not-due', because: 'unchanged', readAt: at(5) }]);
      }),
    );

    it(
      'reads only the cylinders of what was added or altered',
      inWorld(async ({ progress, change }) => {
        const many = Array.from({ length: 300 }, (_, i) => move(`C${i}`, 1, '22', `FP26000${100 + (i % 10)}`));
        await change({ put: many });
        await refresh(progress, at(0));
        await change({ put: [move('C7', 2, '50', 'FP26000107'), move('neu', 1, '60', 'FP26000107')] });
        expect((await refresh(progress, at(5))).at(-1)).toMatchObject({
          pass: 'changes',
          outcome: 'completed',
          work: { cylinders: 2, histories: 3, documents: 1 },
        });
        expect(await countsOf(progress, 'FP26000107')).toEqual({ filled: 30, warehoused: 1, shipped: 1 });
        await change({ put: [move('C7', 1, '22', 'FP26000108')] });
        const altered = (await refresh(progress, at(10))).at(-1);
        expect(altered).toMatchObject({ pass: 'changes', outcome: 'completed', work: { documents: 2 } });
        // It may read again what an earlier pass has read; never much of what did not change.
        expect(altered?.type === 'finished' && altered.work.cylinders).toBeLessThanOrEqual(2);
        expect(await countsOf(progress, 'FP26000107')).toEqual({ filled: 29, warehoused: 1, shipped: 1 });
        expect(await countsOf(progress, 'FP26000108')).toEqual({ filled: 31, warehoused: 0, shipped: 0 });
      }),
    );

    it(
      'reads everything when rows were removed',
      inWorld(async ({ progress, change }) => {
        await change({ put: [move('A', 1, '22'), move('A', 2, '50'), move('B', 1, '22'), move('B', 2, '22', 'FP3')] });
        await refresh(progress, at(0));
        await change({ remove: [move('A', 2, '50'), move('B', 1, '22'), move('B', 2, '22')] });
        expect((await refresh(progress, at(60)))[0]).toEqual({ type: 'started', pass: 'full', because: 'removed' });
        expect(await countsOf(progress, 'FP25000001')).toEqual({ filled: 1, warehoused: 0, shipped: 0 });
        expect(await countsOf(progress, 'FP3')).toEqual(noCylinders);
        expect(await refresh(progress, at(120))).toEqual([{ type: 'not-due', because: 'unchanged', readAt: at(60) }]);
      }),
    );

    it(
      'reads everything when asked, and once a day',
      inWorld(async ({ progress, change }) => {
        await refresh(progress, at(0));
        expect((await refresh(progress, at(0), { full: true }))[0]).toMatchObject({ pass: 'full', because: 'asked' });
        await change({ put: [move('A', 1, '22')] });
        await refresh(progress, at(60));
        expect((await refresh(progress, at(24 * 60)))[0]).toMatchObject({ pass: 'full', because: 'daily' });
        expect((await refresh(progress, at(48 * 60)))[0]).toMatchObject({ type: 'not-due' });
      }),
    );

    it(
      'goes on with an interrupted pass, and finds what changed behind it',
      inWorld(async ({ progress, change }) => {
        await change({ put: [move('A', 1, '22'), move('Z', 1, '22')] });
        await refresh(progress, at(0));
        await change({ put: [move('A', 2, '50'), move('Z', 2, '50')] });
        const broken = await refresh(progress, at(1), { full: true, stop: firstStep });
        expect(broken.at(-1)).toMatchObject({ type: 'finished', outcome: 'interrupted' });
        await change({ put: [move('A', 3, '60'), move('Z', 3, '60')] });
        expect((await refresh(progress, at(2)))[0]).toEqual({ type: 'started', pass: 'full', because: 'interrupted' });
        expect(await progress.readAt()).toEqual(at(1));
        await refresh(progress, at(10));
        expect(await countsOf(progress, 'FP25000001')).toEqual({ filled: 2, warehoused: 2, shipped: 2 });
      }),
    );

    it(
      'lets one pass be made at a time',
      inWorld(async ({ progress }) => {
        const held = await progress.hold();
        expect(await refresh(progress, at(0))).toEqual([{ type: 'busy' }]);
        await held?.release();
        expect((await refresh(progress, at(0))).at(-1)).toMatchObject({ type: 'finished' });
      }),
    );

    it(
      'shows the rows behind the counts, as they are now',
      inWorld(async ({ progress, change }) => {
        const counting = [move('A', 2, '22'), move('A', 11, '60'), move('B', 3, '31')];
        await change({
          put: [move('B', 1, '21'), ...counting.toReversed(), move('A', 1, '22', 'FP2'), move('A', 3, '50', null)],
        });
        await refresh(progress, at(0));
        expect(await progress.evidence('FP25000001')).toEqual({
          outcome: 'read',
          lotNo: null,
          moves: counting,
          cylinders: { filled: 2, warehoused: 0, shipped: 1 },
        });
        await change({
          put: [move('B', 4, '60')],
          lots: [{ docNo: 'FP25000001', header: 'L     ', no: '2511001', branch: '1 ' }],
        });
        expect(await progress.evidence('FP25000001')).toMatchObject({
          lotNo: 'L2511001-1',
          moves: [...counting, move('B', 4, '60')],
          cylinders: { filled: 2, warehoused: 0, shipped: 2 },
        });
        expect(await progress.evidence('nothing')).toEqual({
          outcome: 'read',
          lotNo: null,
          moves: [],
          cylinders: noCylinders,
        });
      }),
    );

    it('equals a recount of the histories, however they changed and passes were made or interrupted', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(roundArb, { minLength: 1, maxLength: 5 }), (rounds) =>
          inWorld(async ({ progress, change }) => {
            const histories = new Map<string, CylinderMove>();
            const expectRecount = async (): Promise<void> => {
              for (const docNo of documents) {
                const behind = [...histories.values()].filter((each) => each.docNo === docNo);
                expect(await countsOf(progress, docNo)).toEqual(countCylinders(behind));
              }
            };
            let now = 0;
            for (const { put, remove, removes, full, interrupted } of rounds) {
              const gone = removes ? remove : [];
              for (const { cylinderNo, seq } of gone) histories.delete(`${cylinderNo} ${seq}`);
              // One row a key: the last one put.
              const rows = [...new Map(put.map((row) => [`${row.cylinderNo} ${row.seq}`, row]))];
              for (const [key, row] of rows) histories.set(key, row);
              await change({ remove: gone, put: rows.map(([, row]) => row) });
              now += 60;
              if (interrupted) await refresh(progress, at(now), { full, stop: firstStep });
              // After an interrupted pass, one goes on with it, and another finds what is new since.
              await refresh(progress, at(now + 10), { full });
              await refresh(progress, at(now + 20));
              await expectRecount();
            }
          })(),
        ),
        options.numRuns === undefined ? {} : { numRuns: options.numRuns },
      );
    });
  });
};
