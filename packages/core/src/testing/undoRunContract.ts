import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { decideReview } from '../review/decideReview.ts';
import type { ReviewDecision } from '../review/ReviewDecision.ts';
import { undoDecision } from '../review/undoDecision.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { type UndoRunEvent, undoRun } from '../undo/undoRun.ts';
import { manualPo, somebody, sourceDocument } from './builders.ts';
import { collect } from './collect.ts';
import { enterManualPos } from './enterManualPos.ts';
import { type RunRequest, runToEnd, startRun } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

type Finished = UndoRunEvent & { readonly type: 'finished' };

/** What taking a run back told: how it ended, and which POs stayed, each with why. */
export interface Undone extends Finished {
  readonly events: readonly UndoRunEvent[];
  readonly refusals: readonly string[];
}

/** Takes a run back, to its end. */
export const undoToEnd = async (
  { ports }: World,
  runId: string,
  { dryRun = false, signal }: { readonly dryRun?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Undone> => {
  const events: UndoRunEvent[] = [];
  const input = { runId, by: somebody, dryRun, ...(signal && { signal }) };
  for await (const event of undoRun(ports, defaultSiteRules, input)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'finished') throw new Error(`it did not finish: ${JSON.stringify(last)}`);
  const refusals = events.flatMap((event) =>
    event.type === 'taken-back'
      ? event.refused.flatMap(({ pos, refusal }) => pos.map(({ poNo }) => `${poNo} ${refusal.reason}`))
      : [],
  );
  return { ...last, events, refusals: refusals.sort() };
};

const on = (docNo: string, poNo: string | null, given: Partial<SourceDocument> = {}): SourceDocument =>
  sourceDocument({ docNo, poNo, ...given });

const [a, b, c, d] = ['FP25000001', 'FP25000002', 'FP25000003', 'FP25000004'] as const;

/** What every world does when a run is taken back. `createWorld` gives each test a fresh one. */
export const undoRunContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  /** Everything that is held of these documents: addresses, runs and moments, too. */
  const held = async ({ ports }: World, ...docNos: readonly string[]): Promise<unknown> =>
    [...(await ports.pos.findDocuments(docNos))].sort((x, y) => (x.delivery.docNo < y.delivery.docNo ? -1 : 1));

  const run = async (world: World, put: readonly SourceDocument[], request: RunRequest = {}): Promise<string> => {
    await world.setSource({ put });
    return (await runToEnd(world, request)).result.run.id;
  };

  const decide = async (world: World, docNo: string, decision: ReviewDecision): Promise<string> => {
    const [found] = await world.ports.pos.findDocuments([docNo]);
    const request = { poId: found!.po.id, decision, by: somebody, version: null };
    const result = await decideReview(world.ports, defaultSiteRules, request);
    if (result.outcome !== 'done') throw new Error(JSON.stringify(result));
    return result.auditId;
  };

  const poNos = async (world: World): Promise<string[]> => (await world.snapshot()).map(({ poNo }) => poNo);

  describe('taking a run back', () => {
    it(
      'unrecords what it recorded: POs that it made go, and the next backfill decides the documents as if never seen',
      inWorld(async (world) => {
        const documents = [on(a, 'A-1'), on(b, 'A-1'), on(c, null), on(d, 'B-1', { customer: null })];
        await enterManualPos(world, [manualPo({ poNo: 'A-1' })]);
        const before = await world.snapshot();
        const runId = await run(world, documents);
        const made = await world.snapshot();
        const { counts, refused } = await undoToEnd(world, runId);
        expect([counts, refused]).toEqual([{ unrecorded: 4, restored: 0, removed: 2 }, 0]);
        expect(await world.snapshot()).toEqual(before);
        expect(await held(world, a, b, c, d)).toEqual([]);
        const { decisions } = await runToEnd(world);
        expect(decisions.map((each) => 'action' in each && each.action)).toEqual([
          'attached',
          'attached',
          'new-po',
          'new-po',
        ]);
        expect(await world.snapshot()).toEqual(made);
      }),
    );

    it(
      'gives changed, moved and cancelled documents back what they were, and POs their numbers',
      inWorld(async (world) => {
        await enterManualPos(world, [manualPo({ poNo: 'M-1', items: [{ product: 'KF001', qty: 15 }] })]);
        await run(world, [on(a, 'A-1'), on(b, 'B-1'), on(c, 'B-1'), on(d, 'M-1')]);
        await run(world, [on('FP25000005', 'E-1', { progressCode: '10' })]);
        await run(world, [on('FP25000005', 'E-1', { progressCode: '51' })]);
        const all = [a, b, c, d, 'FP25000005', 'FP25000006'];
        const [before, snapshot] = [await held(world, ...all), await world.snapshot()];
        const runId = await run(world, [
          on(a, 'A-2'), // its PO takes the new number
          on('FP25000006', 'A-1'), // another has the old one
          on(b, 'A-2', { qty: '3' }), // moves
          on(c, 'B-1', { progressCode: '51' }),
          on(d, 'M-1', { qty: '20' }), // held
          on('FP25000005', 'E-9', { progressCode: '51' }), // cancelled still, and changed
        ]);
        expect(await held(world, ...all)).not.toEqual(before);
        const { counts, refused } = await undoToEnd(world, runId);
        expect([counts, refused]).toEqual([{ unrecorded: 1, restored: 5, removed: 1 }, 0]);
        expect(await held(world, ...all)).toEqual(before);
        expect(await world.snapshot()).toEqual(snapshot);
      }),
    );

    it(
      'brings back a PO that went, as old as it was',
      inWorld(async (world) => {
        await run(world, [on(a, 'A-1'), on(b, 'B-1')]);
        const day = { since: '2025-11-22', at: new Date('2025-11-24T03:00:00Z') } as const;
        const stats = async (): Promise<unknown> => (await world.reports.stats(day.since, day.at)).createdPerDay;
        const [before, made] = [await held(world, a, b), await stats()];
        world.setNow(day.at);
        const runId = await run(world, [on(a, 'B-1')]);
        expect(await poNos(world)).toEqual(['B-1']);
        await undoToEnd(world, runId);
        expect([await held(world, a, b), await stats()]).toEqual([before, made]);
      }),
    );

    it(
      'takes nothing away that a human resolved before the run',
      inWorld(async (world) => {
        await enterManualPos(world, [manualPo({ poNo: 'M-1', items: [{ product: 'KF001', qty: 15 }] })]);
        await run(world, [on(c, 'M-1', { qty: '20' })]);
        await decide(world, c, { kind: 'keep', note: '확인함' });
        const before = await held(world, c);
        // The sum at the delivery is another one now, so that the reason shows again.
        const runId = await run(world, [on(a, 'M-1', { qty: '1' })]);
        expect(await held(world, c)).not.toEqual(before);
        expect(await undoToEnd(world, runId)).toMatchObject({ counts: { unrecorded: 1 }, refused: 0 });
        expect(await held(world, c)).toEqual(before);
      }),
    );

    it(
      'is refused per PO where a human decided since, with who and when; the rest is taken back',
      inWorld(async (world) => {
        const runId = await run(world, [
          on(a, 'A-1'),
          on(b, 'B-1', { qty: null }),
          on(c, 'C-1'),
          on(d, 'D-1', { qty: null }),
        ]);
        await decide(world, b, { kind: 'keep', note: '확인함' });
        await enterManualPos(world, [manualPo({ poNo: 'C-1' })]);
        const taken = await decide(world, d, { kind: 'keep', note: '잘못 누름' });
        const undone = await undoDecision({ ...world.ports, audit: world.audit }, defaultSiteRules, {
          auditId: taken,
          by: somebody,
        });
        expect(undone.outcome).toBe('undone');
        const before = await held(world, b, c);
        const { refusals, events, counts } = await undoToEnd(world, runId);
        expect(refusals).toEqual(['B-1 people', 'C-1 people']);
        expect(counts).toEqual({ unrecorded: 2, restored: 0, removed: 2 });
        const [{ refusal } = { refusal: null }] = events.flatMap((event) =>
          event.type === 'taken-back' ? event.refused : [],
        );
        expect(refusal).toMatchObject({ reason: 'people', by: 'tester', at: expect.any(Date) });
        expect(await held(world, a, b, c, d)).toEqual(before);
      }),
    );

    it(
      'is refused together for POs of which one has the number now that the other had',
      inWorld(async (world) => {
        await run(world, [on(a, 'A-1')]);
        const runId = await run(world, [on(a, 'A-2'), on(b, 'A-1', { qty: null }), on(c, 'C-1')]);
        const taken = await decide(world, b, { kind: 'keep', note: '확인함' });
        const before = await held(world, a, b);
        const { refusals, counts } = await undoToEnd(world, runId);
        expect([refusals, counts.unrecorded]).toEqual([['A-1 people', 'A-2 people'], 1]);
        expect(await held(world, a, b, c)).toEqual(before);
        await undoDecision({ ...world.ports, audit: world.audit }, defaultSiteRules, { auditId: taken, by: somebody });
        expect(await undoToEnd(world, runId)).toMatchObject({ counts: { unrecorded: 1, restored: 1 }, refused: 0 });
        expect(await poNos(world)).toEqual(['A-1']);
      }),
    );

    it(
      'counts what a human decided before the run as no obstacle',
      inWorld(async (world) => {
        await run(world, [on(a, 'A-1', { qty: null })]);
        await decide(world, a, { kind: 'keep', note: '확인함' });
        const before = await held(world, a);
        const runId = await run(world, [on(a, 'A-1', { qty: '3' }), on(b, 'A-1')]);
        expect(await undoToEnd(world, runId)).toMatchObject({ counts: { unrecorded: 1, restored: 1 }, refused: 0 });
        expect(await held(world, a, b)).toEqual(before);
      }),
    );

    it(
      'is refused where a later run built on it, until that is taken back',
      inWorld(async (world) => {
        const first = await run(world, [on(a, 'A-1'), on(b, 'B-1'), on(c, 'C-1')]);
        const between = await held(world, a, b, c, d);
        const second = await run(world, [on(a, 'A-1', { qty: '3' }), on(d, 'B-1')]);
        const before = await held(world, a, b, d);
        const { refusals, counts } = await undoToEnd(world, first);
        expect(refusals).toEqual(['A-1 later-run', 'B-1 later-run']);
        expect(counts).toEqual({ unrecorded: 1, restored: 0, removed: 1 });
        expect(await held(world, a, b, c, d)).toEqual(before);
        await undoToEnd(world, second);
        expect(await held(world, a, b)).toEqual((between as readonly unknown[]).slice(0, 2));
        expect(await undoToEnd(world, first)).toMatchObject({ counts: { unrecorded: 2 }, refused: 0 });
        expect(await world.snapshot()).toEqual([]);
      }),
    );

    it(
      'is refused where a later run took a document away',
      inWorld(async (world) => {
        const first = await run(world, [on(a, 'A-1'), on(b, 'A-1')]);
        const second = await run(world, [on(b, 'B-1')]);
        const before = await held(world, a, b);
        expect((await undoToEnd(world, first)).refusals).toEqual(['A-1 later-run', 'B-1 later-run']);
        expect(await held(world, a, b)).toEqual(before);
        await undoToEnd(world, second);
        expect(await undoToEnd(world, first)).toMatchObject({ refused: 0 });
        expect(await poNos(world)).toEqual([]);
      }),
    );

    it(
      'counts what an earlier run did, though it is the newer one by its number, as no obstacle',
      inWorld(async (world) => {
        await run(world, [on(a, 'A-1')]);
        const before = await held(world, a);
        const second = await run(world, [on(b, 'A-1')]);
        expect(await undoToEnd(world, second)).toMatchObject({ counts: { unrecorded: 1, removed: 0 }, refused: 0 });
        expect(await held(world, a, b)).toEqual(before);
      }),
    );

    it(
      'goes on where it stopped, and says that it is done',
      inWorld(async (world) => {
        const many = Array.from({ length: 450 }, (_, i) => on(`FP25${String(i).padStart(6, '0')}`, `PO-${i}`));
        const runId = await run(world, many);
        const stop = new AbortController();
        const parts: number[] = [];
        for await (const event of undoRun(world.ports, defaultSiteRules, {
          runId,
          by: somebody,
          dryRun: false,
          signal: stop.signal,
        })) {
          if (event.type === 'taken-back') parts.push(event.counts.unrecorded);
          if (event.type === 'finished') expect(event.interrupted).toBe(true);
          stop.abort();
        }
        expect(parts).toEqual([]);
        const [first] = await collect(
          (async function* () {
            for await (const event of undoRun(world.ports, defaultSiteRules, { runId, by: somebody, dryRun: false })) {
              if (event.type !== 'taken-back') continue;
              yield [event.counts.unrecorded];
              return;
            }
          })(),
        );
        expect(first).toBe(200);
        expect(await world.snapshot()).toHaveLength(250);
        expect(await undoToEnd(world, runId)).toMatchObject({ counts: { unrecorded: 250 }, refused: 0 });
        expect(await undoToEnd(world, runId)).toMatchObject({ counts: { unrecorded: 0, restored: 0 }, refused: 0 });
        expect(await world.snapshot()).toEqual([]);
        const about = await world.audit.about(`run:${runId}`, 10);
        expect(about.map(({ action, by }) => [action, by.actor])).toEqual(about.map(() => ['undo-run', 'tester']));
        expect(about.length).toBeGreaterThanOrEqual(3);
      }),
    );

    it(
      'as a dry run tells the same and writes nothing',
      inWorld(async (world) => {
        await run(world, [on(a, 'A-1')]);
        const runId = await run(world, [on(a, 'A-2'), on(b, 'B-1'), on(c, 'C-1', { qty: null })]);
        await decide(world, c, { kind: 'keep', note: '확인함' });
        const [before, record] = [await held(world, a, b, c), await world.ports.runs.find(runId)];
        const rehearsed = await undoToEnd(world, runId, { dryRun: true });
        expect(await held(world, a, b, c)).toEqual(before);
        expect(await world.ports.runs.find(runId)).toEqual(record);
        expect(await world.audit.about(`run:${runId}`, 10)).toEqual([]);
        const taken = await undoToEnd(world, runId);
        expect([taken.counts, taken.refusals]).toEqual([rehearsed.counts, rehearsed.refusals]);
      }),
    );

    it(
      'stands in the record of the run, which cannot be gone on with any more',
      inWorld(async (world) => {
        await world.setSource({ put: [on(a, 'A-1'), on(b, 'B-1', { qty: null })] });
        const stop = new AbortController();
        let runId = '';
        for await (const event of startRun(world, { batchSize: 1, signal: stop.signal })) {
          if (event.type === 'started') runId = event.run.id;
          if (event.type === 'decided') stop.abort();
        }
        expect(await world.ports.runs.find(runId)).toMatchObject({ state: 'interrupted', undone: null });
        await undoToEnd(world, runId);
        expect(await world.ports.runs.find(runId)).toMatchObject({
          state: 'interrupted',
          undone: { by: 'tester', at: world.ports.clock.now() },
        });
        expect(await collect(world.reports.decisions(runId))).toMatchObject([{ docNo: a, undone: true }]);
        for await (const event of startRun(world, { resume: runId })) expect(event).toEqual({ type: 'undone' });
      }),
    );

    it(
      'is not done while it runs, and nothing is known of a run that never was',
      inWorld(async (world) => {
        await world.setSource({ put: [on(a, 'A-1'), on(b, 'B-1')] });
        const undo = async (runId: string): Promise<unknown> => {
          const events: UndoRunEvent[] = [];
          for await (const event of undoRun(world.ports, defaultSiteRules, { runId, by: somebody, dryRun: false })) {
            events.push(event);
          }
          return events.map(({ type }) => type);
        };
        expect(await undo('nobody')).toEqual(['not-found']);
        for await (const event of startRun(world, { batchSize: 1 })) {
          if (event.type !== 'decided') continue;
          const [latest] = await world.ports.runs.latest(1);
          expect(await undo(latest!.id)).toEqual(['running']);
        }
        expect(await poNos(world)).toEqual(['A-1', 'B-1']);
      }),
    );

    it(
      'keeps what was learned of FCMS since: a document that is gone stays shown',
      inWorld(async (world) => {
        await run(world, [on(a, 'A-1')]);
        const runId = await run(world, [on(a, 'A-1', { qty: '3' }), on(b, 'B-1')]);
        await world.setSource({ remove: [a, b] });
        for (const day of [24, 26]) {
          world.setNow(new Date(`2025-11-${day}T03:00:00Z`));
          await runToEnd(world);
        }
        expect(await undoToEnd(world, runId)).toMatchObject({ counts: { unrecorded: 1, restored: 1 }, refused: 0 });
        const [found] = await world.ports.pos.findDocuments([a]);
        expect(found?.delivery).toMatchObject({ qty: 10, reasons: [{ code: 'MISSING_IN_FCMS' }] });
        expect((await collect(world.ports.missing.missed())).map(({ docNo }) => docNo)).toEqual([a]);
      }),
    );
  });
};
