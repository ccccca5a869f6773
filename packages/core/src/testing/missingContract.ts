import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { PoError } from '../errors.ts';
import { decideReview } from '../review/decideReview.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, somebody, sourceDocument } from './builders.ts';
import { collect } from './collect.ts';
import { type RunRequest, runToEnd, startRun } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const hour = 60 * 60 * 1000;
const afterHours = (hours: number): Date => new Date(defaultNow.getTime() + hours * hour);
const numberOf = (i: number): string => `FP25${String(i).padStart(6, '0')}`;
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => numberOf(from + i));
const documents = (count: number, given: Partial<SourceDocument> = {}): SourceDocument[] =>
  numbers(1, count).map((docNo) => sourceDocument({ docNo, poNo: `PO-${docNo}`, ...given }));

/** What every world does about recorded documents that are gone from FCMS. `createWorld` gives each test a fresh one. */
export const missingContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  /** Runs so many hours after the beginning; what it says of missing documents. */
  const lookAfter = async (world: World, hours: number, request: RunRequest = {}) => {
    world.setNow(afterHours(hours));
    const { result, events } = await runToEnd(world, request);
    const { run, tally } = result;
    return { missing: run.missing, reworked: tally.reworked, checked: tally.checked, run, events };
  };

  const refusedAfter = async (world: World, hours: number, request: RunRequest = {}): Promise<unknown> => {
    world.setNow(afterHours(hours));
    const error = await runToEnd(world, request).catch((thrown: unknown) => thrown);
    return PoError.is(error) ? { code: error.code, ...error.facts } : error;
  };

  /** Documents with the reason open. */
  const marked = async (world: World): Promise<string[]> =>
    (await world.snapshot())
      .flatMap(({ deliveries }) => deliveries)
      .filter(({ reasons }) => reasons.some(({ code }) => code === 'MISSING_IN_FCMS'))
      .map(({ docNo }) => docNo)
      .sort();

  const remembered = async ({ ports }: World): Promise<unknown> =>
    (await collect(ports.missing.missed())).map(({ docNo }) => docNo).sort();

  describe('MissingStore contract', () => {
    it(
      'knows the recorded documents of a window, and what looks have missed',
      inWorld(async (world) => {
        const { missing } = world.ports;
        await world.setSource({
          put: [
            sourceDocument({ docNo: numberOf(1), orderDate: '2025-11-01 00:00:00' }),
            sourceDocument({ docNo: numberOf(2), orderDate: '2025-11-10 00:00:00' }),
            sourceDocument({ docNo: numberOf(3), orderDate: null, addDatetime: null }),
          ],
        });
        await runToEnd(world);
        const recorded = async (since: string | null, until: string | null): Promise<string[]> =>
          (await collect(missing.recorded({ since, until }))).sort();
        expect(await recorded(null, null)).toEqual(numbers(1, 3));
        expect(await recorded('2025-11-02', null)).toEqual(numbers(2, 3));
        expect(await recorded(null, '2025-11-01')).toEqual([numberOf(1), numberOf(3)]);

        expect(await collect(missing.missed())).toEqual([]);
        await missing.remember(numbers(1, 2), afterHours(0));
        await missing.remember(numbers(2, 3), afterHours(5));
        await missing.accept([numberOf(3), numberOf(9)]);
        await missing.forget([numberOf(1)]);
        const missed = [...(await collect(missing.missed()))].sort((a, b) => (a.docNo < b.docNo ? -1 : 1));
        expect(missed).toEqual([
          { docNo: numberOf(2), since: afterHours(0), accepted: false },
          { docNo: numberOf(3), since: afterHours(5), accepted: true },
        ]);
        for (const change of [missing.accept, missing.forget]) await change([]);
        await missing.remember([], afterHours(0));
      }),
    );
  });

  describe('a document whose row has gone', () => {
    it(
      'is left as it is, and listed outside `checked`',
      inWorld(async (world) => {
        await world.setSource({ put: documents(3) });
        await runToEnd(world);
        const before = await world.snapshot();
        await world.setSource({ remove: [numberOf(2)] });
        const { missing, checked, reworked, events, run } = await lookAfter(world, 1);
        expect(checked).toBe(2);
        expect(reworked).toEqual({ opened: 0, closed: 0 });
        expect(missing).toEqual({ total: 1, documents: [{ docNo: numberOf(2), since: afterHours(1).toISOString() }] });
        expect(events.find(({ type }) => type === 'looked')).toEqual({ type: 'looked', missing });
        expect(await world.ports.runs.find(run.id)).toMatchObject({ missing });
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'gets MISSING_IN_FCMS when two looks at least 24 h apart have missed it, counted in `reworked`',
      inWorld(async (world) => {
        await world.setSource({ put: documents(3) });
        await runToEnd(world);
        await world.setSource({ remove: [numberOf(2)] });
        await lookAfter(world, 1);
        expect(await lookAfter(world, 24.9)).toMatchObject({ missing: { total: 1 }, reworked: { opened: 0 } });
        expect(await marked(world)).toEqual([]);
        expect(await lookAfter(world, 25)).toMatchObject({ missing: { total: 1 }, reworked: { opened: 1, closed: 0 } });
        expect(await marked(world)).toEqual([numberOf(2)]);
        const [recorded] = await world.ports.pos.findDocuments([numberOf(2)]);
        expect(recorded?.delivery.reasons).toEqual([
          { code: 'MISSING_IN_FCMS', facts: { since: afterHours(1).toISOString() } },
        ]);
        expect(await lookAfter(world, 60)).toMatchObject({ missing: { total: 1 }, reworked: { opened: 0, closed: 0 } });
        expect(await marked(world)).toEqual([numberOf(2)]);
      }),
    );

    it(
      'loses the reason by itself when the row is back, whatever the window',
      inWorld(async (world) => {
        await world.setSource({ put: documents(3) });
        await runToEnd(world);
        const before = await world.snapshot();
        await world.setSource({ remove: numbers(1, 2) });
        await lookAfter(world, 1);
        expect(await lookAfter(world, 25)).toMatchObject({ reworked: { opened: 2 } });
        await world.setSource({ put: documents(1) });
        const elsewhere = { since: null, until: '2025-01-01' };
        expect(await lookAfter(world, 26, { window: elsewhere })).toMatchObject({
          missing: { total: 0 },
          reworked: { opened: 0, closed: 1 },
        });
        expect(await marked(world)).toEqual([numberOf(2)]);
        await world.setSource({ put: documents(2) });
        expect(await lookAfter(world, 27)).toMatchObject({ missing: { total: 0 }, reworked: { closed: 1 } });
        expect(await world.snapshot()).toEqual(before);
        expect(await remembered(world)).toEqual([]);
      }),
    );

    it(
      'is not counted in `reworked` when the run decides it itself',
      inWorld(async (world) => {
        await world.setSource({ put: documents(2) });
        await runToEnd(world);
        await world.setSource({ remove: [numberOf(1)] });
        await lookAfter(world, 1);
        await lookAfter(world, 25);
        await world.setSource({ put: documents(1, { qty: '3', progressCode: '51' }) });
        const rehearsed = await lookAfter(world, 26, { dryRun: true });
        const ran = await lookAfter(world, 26);
        for (const { reworked } of [rehearsed, ran]) expect(reworked).toEqual({ opened: 0, closed: 0 });
        expect(rehearsed.events.filter(({ type }) => type === 'decided')).toEqual(
          ran.events
            .filter(({ type }) => type === 'decided')
            .map((event) => expect.objectContaining({ tally: 'tally' in event ? event.tally : null })),
        );
        expect(await marked(world)).toEqual([]);
      }),
    );

    it(
      'shows again when it goes once more, also after a human resolved it',
      inWorld(async (world) => {
        await world.setSource({ put: documents(1) });
        await runToEnd(world);
        await world.setSource({ remove: [numberOf(1)] });
        await lookAfter(world, 1);
        await lookAfter(world, 25);
        const [recorded] = await world.ports.pos.findDocuments([numberOf(1)]);
        const kept = await decideReview(world.ports, defaultSiteRules, {
          poId: recorded!.po.id,
          decision: { kind: 'keep', note: '지운 것을 확인' },
          by: somebody,
          version: null,
        });
        expect(kept.outcome).toBe('done');
        expect(await lookAfter(world, 50)).toMatchObject({ missing: { total: 1 }, reworked: { opened: 0 } });
        expect(await marked(world)).toEqual([]);
        await world.setSource({ put: documents(1) });
        await lookAfter(world, 51);
        await world.setSource({ remove: [numberOf(1)] });
        await lookAfter(world, 52);
        expect(await marked(world)).toEqual([]);
        expect(await lookAfter(world, 76)).toMatchObject({ reworked: { opened: 1 } });
        expect(await marked(world)).toEqual([numberOf(1)]);
      }),
    );

    it(
      'is looked for in the windows of its effective date; without one, in every window; cancelled or not',
      inWorld(async (world) => {
        await world.setSource({
          put: [
            sourceDocument({ docNo: numberOf(1), orderDate: '2025-11-01 00:00:00' }),
            sourceDocument({ docNo: numberOf(2), orderDate: '2025-11-20 00:00:00' }),
            sourceDocument({ docNo: numberOf(3), orderDate: null, addDatetime: null }),
          ],
        });
        await runToEnd(world);
        await world.setSource({ put: [sourceDocument({ docNo: numberOf(2), progressCode: '51' })] });
        await runToEnd(world);
        await world.setSource({ remove: numbers(1, 3) });
        const late = { since: '2025-11-10', until: null };
        expect(await lookAfter(world, 1, { window: late })).toMatchObject({ missing: { total: 2 } });
        expect(await lookAfter(world, 25, { window: late })).toMatchObject({ reworked: { opened: 2 } });
        expect(await marked(world)).toEqual(numbers(2, 3));
        expect(await lookAfter(world, 26)).toMatchObject({ missing: { total: 3 }, reworked: { opened: 0 } });
      }),
    );

    it(
      'is not looked for again by a run that is taken up',
      inWorld(async (world) => {
        await world.setSource({ put: documents(4) });
        await runToEnd(world);
        await world.setSource({ remove: [numberOf(1)], put: documents(4, { qty: '9' }).slice(1) });
        const stop = new AbortController();
        let id = '';
        for await (const event of startRun(world, { batchSize: 1, signal: stop.signal })) {
          if (event.type === 'started') id = event.run.id;
          if (event.type === 'decided') stop.abort();
        }
        expect(await world.ports.runs.find(id)).toMatchObject({ state: 'interrupted', missing: { total: 1 } });
        await world.setSource({ remove: numbers(2, 3) });
        const { missing } = await lookAfter(world, 1, { resume: id });
        expect(missing).toMatchObject({ total: 1 });
        expect(await remembered(world)).toEqual([numberOf(1)]);
      }),
    );
  });

  describe('more than 1 % and more than 20 documents gone at once', () => {
    const given = async (world: World): Promise<void> => {
      await world.setSource({ put: documents(60) });
      await runToEnd(world);
      await world.setSource({ remove: numbers(1, 21), put: [sourceDocument({ docNo: numberOf(99) })] });
    };

    it(
      'stop the run, which marks and decides nothing; the same set still gone after 24 h lets it go on',
      inWorld(async (world) => {
        await given(world);
        const before = await world.snapshot();
        const refusal = { code: 'MANY_MISSING', missing: 21, recorded: 60, accepted: null };
        expect(await refusedAfter(world, 1)).toEqual(refusal);
        expect(await refusedAfter(world, 24)).toEqual(refusal);
        expect(await world.snapshot()).toEqual(before);
        expect((await world.ports.runs.latest(1))[0]).toMatchObject({ state: 'failed', missing: null, cursor: null });
        const { missing, reworked } = await lookAfter(world, 25);
        expect([missing?.total, reworked]).toEqual([21, { opened: 21, closed: 0 }]);
        expect(await marked(world)).toEqual(numbers(1, 21));
        expect(await world.ports.pos.findDocuments([numberOf(99)])).toHaveLength(1);
      }),
    );

    it(
      'let it go on with their number, and those that come after it',
      inWorld(async (world) => {
        await given(world);
        for (const acceptMissing of [20, 22, 60]) {
          expect(await refusedAfter(world, 1, { acceptMissing })).toMatchObject({ accepted: acceptMissing });
        }
        expect(await lookAfter(world, 2, { acceptMissing: 21 })).toMatchObject({ missing: { total: 21 } });
        expect(await marked(world)).toEqual([]);
        expect(await lookAfter(world, 3)).toMatchObject({ missing: { total: 21 } });
        // 20 more are few; one more is not.
        await world.setSource({ remove: numbers(22, 41) });
        expect(await lookAfter(world, 4)).toMatchObject({ missing: { total: 41 } });
        await world.setSource({ remove: [numberOf(42)] });
        expect(await refusedAfter(world, 5)).toMatchObject({ missing: 21, recorded: 61 });
      }),
    );

    it(
      'stop it again when it is another set a day later',
      inWorld(async (world) => {
        await given(world);
        await refusedAfter(world, 1);
        await world.setSource({ put: documents(21), remove: numbers(31, 51) });
        expect(await refusedAfter(world, 25)).toMatchObject({ missing: 21 });
        expect(await remembered(world)).toEqual(numbers(31, 51));
      }),
    );

    it(
      'stop a dry run the same way, which remembers nothing',
      inWorld(async (world) => {
        await given(world);
        expect(await refusedAfter(world, 1, { dryRun: true })).toMatchObject({ code: 'MANY_MISSING', missing: 21 });
        expect(await remembered(world)).toEqual([]);
        expect(await lookAfter(world, 1, { dryRun: true, acceptMissing: 21 })).toMatchObject({
          missing: { total: 21 },
        });
        expect(await remembered(world)).toEqual([]);
        await refusedAfter(world, 1);
        const before = await world.snapshot();
        const rehearsed = await lookAfter(world, 25, { dryRun: true });
        expect(rehearsed.reworked).toEqual({ opened: 21, closed: 0 });
        expect(await world.snapshot()).toEqual(before);
        expect((await lookAfter(world, 25)).reworked).toEqual(rehearsed.reworked);
      }),
    );

    it(
      'let a stopped run be taken up, which looks then',
      inWorld(async (world) => {
        await given(world);
        await refusedAfter(world, 1);
        const [stopped] = await world.ports.runs.latest(1);
        expect(await refusedAfter(world, 2, { resume: stopped!.id })).toMatchObject({ code: 'MANY_MISSING' });
        const { run } = await lookAfter(world, 2, { resume: stopped!.id, acceptMissing: 21 });
        expect(run).toMatchObject({ id: stopped!.id, state: 'completed', missing: { total: 21 } });
      }),
    );
  });
};
