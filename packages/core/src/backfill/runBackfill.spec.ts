import { beforeEach, describe, expect, it } from 'vitest';
import { seoulDayOf } from '../document/days.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { PoStore } from '../ports/PoStore.ts';
import { backfillSettings, defaultNow, manualPo, moveReport, sourceDocument } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd, startRun } from '../testing/runToEnd.ts';
import type { World } from '../testing/World.ts';
import { type BackfillEvent, runBackfill } from './runBackfill.ts';
import { lastDays } from './Window.ts';

let world: World;
beforeEach(async () => {
  world = await inMemoryWorld();
});

const documents = (count: number, given: (i: number) => Partial<SourceDocument> = () => ({})): SourceDocument[] =>
  Array.from({ length: count }, (_, i) => sourceDocument({ docNo: `FP2500000${i + 1}`, ...given(i) }));

const recorded = async (): Promise<string[]> =>
  (await world.snapshot()).flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo)).sort();

/** The world with a store that cannot hold some documents, as a database that refuses their rows. */
const refusing = (docNos: ReadonlySet<string>): World => {
  const { pos } = world.ports;
  const refusal = (docNo: string) => ({ outcome: 'refused', error: `cannot hold ${docNo}` }) as const;
  const refuse: PoStore = {
    ...pos,
    async write(decided, checkpoint, revision) {
      const bad = decided.decisions.find(({ docNo }) => docNos.has(docNo));
      return bad === undefined ? pos.write(decided, checkpoint, revision) : refusal(bad.docNo);
    },
    async record(batch, force, decide) {
      const bad = batch.find(({ docNo }) => docNos.has(docNo));
      if (bad === undefined) return pos.record(batch, force, decide);
      decide((await pos.lookUp(batch, force)).known);
      return refusal(bad.docNo);
    },
  };
  return { ...world, ports: { ...world.ports, pos: refuse } };
};

const types = (events: readonly BackfillEvent[]): string[] => events.map(({ type }) => type);

describe('a run', () => {
  it('tells what happens, in order', async () => {
    await world.setSource({ put: documents(3) });
    const { events, result } = await runToEnd(world, { batchSize: 2 });
    expect(types(events)).toEqual(['started', 'listed', 'decided', 'decided', 'finished']);
    expect(events[1]).toEqual({ type: 'listed', count: 3 });
    expect(events.flatMap((event) => (event.type === 'decided' ? [[event.read, event.tally.checked]] : []))).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(result).toMatchObject({
      dryRun: false,
      disapproved: false,
      durationMs: 0,
      cdc: { state: 'unknown' },
      tally: { checked: 3, created: { total: 3, newPo: 1, attached: 2 } },
      run: { state: 'completed', actor: 'tester', startedAt: defaultNow, finishedAt: defaultNow },
    });
    expect(await world.ports.runs.find(result.run.id)).toMatchObject({
      state: 'completed',
      tally: result.tally,
      error: null,
    });
  });

  it('checks the documents of its window, and every one without an effective date', async () => {
    const on = (orderDate: string | null) => ({ orderDate, addDatetime: null });
    const days = ['2025-11-15 23:59:59', '2025-11-16 00:00:00', '2025-11-22 10:00:00', '2025-12-24 00:00:00', null];
    await world.setSource({ put: documents(5, (i) => on(days[i]!)) });
    const { decisions } = await runToEnd(world, { window: lastDays(seoulDayOf(defaultNow), 7) });
    expect(decisions.map(({ docNo }) => docNo)).toEqual(['FP25000002', 'FP25000003', 'FP25000004', 'FP25000005']);
  });

  it('takes its rules from the site', async () => {
    await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty: 10 }] })]);
    await world.setSource({ put: documents(1, () => ({ docNo: 'QQ250001', qty: '11' })) });
    const { decisions } = await runToEnd(world, { rules: { docPrefix: 'QQ', qtyTolerance: 10 } });
    expect(decisions).toMatchObject([{ outcome: 'created' }]);
  });

  it('decides at most as many as its limit, and ends with the last of them', async () => {
    await world.setSource({ put: documents(5, (i) => ({ progressCode: i === 1 ? '51' : '10' })) });
    const { decisions, result } = await runToEnd(world, { limit: 2, batchSize: 2 });
    expect(decisions.map(({ docNo, outcome }) => [docNo, outcome])).toEqual([
      ['FP25000001', 'created'],
      ['FP25000002', 'skipped'],
      ['FP25000003', 'created'],
    ]);
    expect(result.tally).toMatchObject({ checked: 3, created: { total: 2 }, skipped: { byReason: { CANCELLED: 1 } } });
    expect(result.run.state).toBe('completed');
    const again = await runToEnd(world, { limit: 2, batchSize: 3 });
    expect(again.result.tally).toMatchObject({ checked: 5, created: { total: 2 }, skipped: { total: 3 } });
  });

  it('ends completed when the signal comes with the last document of its limit', async () => {
    await world.setSource({ put: documents(4) });
    const { result } = await runToEnd(world, { limit: 2, batchSize: 2, signal: AbortSignal.abort() });
    expect(result.run.state).toBe('completed');
  });

  it('counts reasons that it opens and closes on documents of earlier runs', async () => {
    await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty: 20 }] })]);
    const [first, second, third] = documents(3);
    await world.setSource({ put: [second!, third!] });
    await runToEnd(world);
    await world.setSource({ put: [first!] });
    const opening = await runToEnd(world);
    expect(opening.result.tally).toMatchObject({ created: { total: 1 }, reworked: { opened: 1, closed: 0 } });
    await world.setSource({ put: [{ ...first!, progressCode: '51' }] });
    const closing = await runToEnd(world);
    expect(closing.result.tally).toMatchObject({ needsReview: { none: 1 }, reworked: { opened: 0, closed: 1 } });
  });

  it('counts what it reworks in each of its batches', async () => {
    const poNos = ['A-1', 'B-1'];
    for (const poNo of poNos) await enterManualPos(world, [manualPo({ poNo, items: [{ product: 'KF001', qty: 10 }] })]);
    await world.setSource({ put: documents(2, (i) => ({ poNo: poNos[i]! })) });
    await runToEnd(world);
    const earlier = { orderDate: '2025-11-01 00:00:00' };
    await world.setSource({ put: documents(2, (i) => ({ ...earlier, docNo: `FP2400000${i}`, poNo: poNos[i]! })) });
    const { events } = await runToEnd(world, { batchSize: 1 });
    const opened = events.flatMap((event) => (event.type === 'decided' ? [event.tally.reworked.opened] : []));
    expect(opened).toEqual([1, 2, 2, 2]);
  });

  it('decides recorded documents again when it is forced', async () => {
    await world.setSource({ put: documents(2) });
    await runToEnd(world);
    const { result } = await runToEnd(world, { force: true });
    expect(result.tally).toMatchObject({ checked: 2, created: { total: 2, refreshed: 2 } });
    expect(await world.ports.runs.find(result.run.id)).toMatchObject({ force: true });
  });

  it('does not count as reworked what it decides itself afterwards', async () => {
    await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty: 20 }] })]);
    const [first, second, third] = documents(3);
    await world.setSource({ put: [second!, third!] });
    await runToEnd(world);
    await world.setSource({ put: [first!, { ...third!, qty: '9' }] });
    const { result } = await runToEnd(world, { batchSize: 1 });
    expect(result.tally).toMatchObject({ needsReview: { byReason: { QTY_MISMATCH: 1, SOURCE_CHANGED: 1 } } });
    expect(result.tally.reworked).toEqual({ opened: 0, closed: 0 });
  });
});

describe('a run that is stopped', () => {
  it('ends after the current batch, keeps what is done, and goes on where it stopped, with its window and what is left of its limit', async () => {
    await world.setSource({ put: documents(6) });
    const stop = new AbortController();
    const decided: string[] = [];
    let runId = '';
    for await (const event of startRun(world, {
      window: { since: '2025-11-01', until: null },
      limit: 4,
      batchSize: 2,
      signal: stop.signal,
    })) {
      if (event.type === 'decided') {
        decided.push(...event.decisions.map(({ docNo }) => docNo));
        stop.abort();
      }
      if (event.type === 'finished') runId = event.result.run.id;
    }
    expect(decided).toEqual(['FP25000001', 'FP25000002']);
    expect(await world.ports.runs.find(runId)).toMatchObject({
      state: 'interrupted',
      cursor: { effectiveOn: '2025-11-20', docNo: 'FP25000002' },
      tally: { checked: 2 },
    });
    await world.setSource({ put: [sourceDocument({ docNo: 'FP24000001', orderDate: '2025-10-01 00:00:00' })] });
    const { decisions, result } = await runToEnd(world, { resume: runId, limit: 999, force: true });
    expect(decisions.map(({ docNo }) => docNo)).toEqual(['FP25000003', 'FP25000004']);
    expect(result.tally.created.total).toBe(4);
    expect(result.run).toMatchObject({ id: runId, limit: 4, force: false, window: { since: '2025-11-01' } });
  });

  it('counts what it reworks before and after', async () => {
    const poNos = ['A-1', 'B-1'];
    for (const poNo of poNos) await enterManualPos(world, [manualPo({ poNo, items: [{ product: 'KF001', qty: 10 }] })]);
    await world.setSource({ put: documents(2, (i) => ({ poNo: poNos[i]! })) });
    await runToEnd(world);
    const earlier = { orderDate: '2025-11-01 00:00:00' };
    await world.setSource({ put: documents(2, (i) => ({ ...earlier, docNo: `FP2400000${i}`, poNo: poNos[i]! })) });
    const { result: part } = await runToEnd(world, { batchSize: 1, signal: AbortSignal.abort() });
    expect(part.tally.reworked).toEqual({ opened: 1, closed: 0 });
    const { result: whole } = await runToEnd(world, { resume: part.run.id });
    expect(whole.tally.reworked).toEqual({ opened: 2, closed: 0 });
  });

  it('is interrupted when nobody listens any more', async () => {
    await world.setSource({ put: documents(3) });
    for await (const event of startRun(world, { batchSize: 1 })) if (event.type === 'decided') break;
    const [run] = await world.ports.runs.latest(1);
    expect(run).toMatchObject({ state: 'interrupted', finishedAt: defaultNow, tally: { checked: 1 } });
    expect(await recorded()).toEqual(['FP25000001']);
    expect((await runToEnd(world, { resume: run!.id })).result.tally.checked).toBe(3);
  });

  it('has nothing left to do when it is resumed with its limit used up', async () => {
    await world.setSource({ put: documents(3) });
    const events = startRun(world, { limit: 1, batchSize: 1 });
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      if (next.value.type === 'decided') break;
    }
    await world.kill?.();
    const [killed] = await world.ports.runs.latest(1);
    const { decisions, result } = await runToEnd(world, { resume: killed!.id });
    expect(decisions).toEqual([]);
    expect(result.run.state).toBe('completed');
    expect(result.tally.checked).toBe(1);
  });

  it('cannot be resumed once it is completed, or when there is none', async () => {
    const { result } = await runToEnd(world);
    const eventsOf = async (resume: string): Promise<BackfillEvent[]> => {
      const events: BackfillEvent[] = [];
      for await (const event of startRun(world, { resume })) events.push(event);
      return events;
    };
    expect(await eventsOf(result.run.id)).toEqual([{ type: 'not-resumable', state: 'completed' }]);
    expect(await eventsOf('nothing')).toEqual([{ type: 'not-resumable', state: null }]);
  });

  it('lets no other run beside it', async () => {
    await world.setSource({ put: documents(2) });
    for await (const event of startRun(world, { batchSize: 1 })) {
      if (event.type !== 'decided') continue;
      const second = startRun(world);
      const { value } = await second.next();
      expect(value).toMatchObject({ type: 'busy', holder: { actor: 'tester', startedAt: defaultNow } });
      expect(await second.next()).toMatchObject({ done: true });
    }
    expect(await world.ports.runs.latest(10)).toHaveLength(1);
  });
});

describe('a run that fails', () => {
  it('is recorded as failed with the error, and may be resumed', async () => {
    await world.setSource({ put: documents(3) });
    const { pos } = world.ports;
    let calls = 0;
    const failing: PoStore = {
      ...pos,
      async write(decided, checkpoint, revision) {
        calls += 1;
        if (calls === 2) throw new Error('disk full');
        return pos.write(decided, checkpoint, revision);
      },
    };
    const broken = { ...world, ports: { ...world.ports, pos: failing } };
    await expect(runToEnd(broken, { batchSize: 1 })).rejects.toThrow('disk full');
    const [run] = await world.ports.runs.latest(1);
    expect(run).toMatchObject({ state: 'failed', error: 'disk full', tally: { checked: 1 } });
    await runToEnd(world, { resume: run!.id });
    expect(await recorded()).toHaveLength(3);
  });

  it('is recorded as failed when the source cannot be read', async () => {
    const broken: World = {
      ...world,
      ports: {
        ...world.ports,
        source: { ...world.ports.source, list: () => Promise.reject(new Error('no such table')) },
      },
    };
    await expect(runToEnd(broken)).rejects.toThrow('no such table');
    expect(await world.ports.runs.latest(1)).toMatchObject([{ state: 'failed', error: 'no such table' }]);
  });

  it('closes its listing, however it ends', async () => {
    let open = 0;
    const { source } = world.ports;
    const counting: World = {
      ...world,
      ports: {
        ...world.ports,
        source: {
          ...source,
          async list(window, after) {
            const listing = await source.list(window, after);
            open += 1;
            return {
              ...listing,
              close: async () => {
                open -= 1;
                await listing.close();
              },
            };
          },
        },
      },
    };
    await world.setSource({ put: documents(3) });
    await runToEnd(counting, { limit: 1 });
    await runToEnd(counting, { approve: () => false });
    for await (const event of startRun(counting, { batchSize: 1 })) if (event.type === 'decided') break;
    await expect(
      runToEnd(counting, {
        approve: () => {
          throw new Error('broken');
        },
      }),
    ).rejects.toThrow('broken');
    expect(open).toBe(0);
  });
});

describe('a document that cannot be written', () => {
  it('is found by halving the batch; the others are written', async () => {
    await world.setSource({ put: documents(9) });
    const { events, result } = await runToEnd(refusing(new Set(['FP25000003', 'FP25000008'])), { batchSize: 100 });
    expect(events.filter(({ type }) => type === 'failed')).toEqual([
      expect.objectContaining({ failure: { docNo: 'FP25000003', error: 'cannot hold FP25000003' } }),
      expect.objectContaining({ failure: { docNo: 'FP25000008', error: 'cannot hold FP25000008' } }),
    ]);
    expect(result.tally).toMatchObject({
      checked: 7,
      created: { total: 7, newPo: 1, attached: 6 },
      failed: { total: 2, documents: [{ docNo: 'FP25000003' }, { docNo: 'FP25000008' }] },
    });
    expect(result.run.state).toBe('completed');
    expect(await recorded()).toEqual([
      'FP25000001',
      'FP25000002',
      'FP25000004',
      'FP25000005',
      'FP25000006',
      'FP25000007',
      'FP25000009',
    ]);
  });

  it('uses nothing of the limit', async () => {
    await world.setSource({ put: documents(6) });
    const { result } = await runToEnd(refusing(new Set(['FP25000001', 'FP25000002'])), { limit: 3 });
    expect(result.tally).toMatchObject({ checked: 3, created: { total: 3 }, failed: { total: 2 } });
    expect(await recorded()).toEqual(['FP25000003', 'FP25000004', 'FP25000005']);
  });

  it('comes again in the next run', async () => {
    await world.setSource({ put: documents(2) });
    await runToEnd(refusing(new Set(['FP25000001'])));
    const { decisions } = await runToEnd(world);
    expect(decisions).toMatchObject([
      { docNo: 'FP25000001', outcome: 'created' },
      { docNo: 'FP25000002', skipped: 'ALREADY_RECORDED' },
    ]);
  });

  it('is told once by a run that is stopped behind it and resumed', async () => {
    await world.setSource({ put: documents(3) });
    const stop = new AbortController();
    let runId = '';
    const broken = refusing(new Set(['FP25000002']));
    for await (const event of startRun(broken, { batchSize: 1, signal: stop.signal })) {
      if (event.type === 'failed') stop.abort();
      if (event.type === 'finished') runId = event.result.run.id;
    }
    const again = await runToEnd(broken, { resume: runId });
    expect(again.result.tally).toMatchObject({
      checked: 2,
      failed: { total: 1, documents: [{ docNo: 'FP25000002' }] },
    });
  });

  it('is no failure any more once a resumed run could write it', async () => {
    await world.setSource({ put: documents(2) });
    const stop = new AbortController();
    let runId = '';
    for await (const event of startRun(refusing(new Set(['FP25000001'])), { batchSize: 1, signal: stop.signal })) {
      if (event.type === 'failed') stop.abort();
      if (event.type === 'finished') runId = event.result.run.id;
    }
    const { result } = await runToEnd(world, { resume: runId });
    expect(result.tally).toMatchObject({ checked: 2, failed: { total: 0, documents: [] } });
  });
});

describe('a run that must be approved', () => {
  it('writes nothing of a batch that is not, and ends interrupted', async () => {
    await world.setSource({ put: documents(4) });
    const seen: number[] = [];
    const { decisions, result } = await runToEnd(world, {
      batchSize: 2,
      approve: (batch) => {
        seen.push(batch.length);
        return seen.length < 2;
      },
    });
    expect(seen).toEqual([2, 2]);
    expect(decisions).toHaveLength(2);
    expect(result).toMatchObject({ disapproved: true, run: { state: 'interrupted' }, tally: { checked: 2 } });
    expect(await recorded()).toEqual(['FP25000001', 'FP25000002']);
  });
});

describe('orphans in a run', () => {
  const everyDay = { weekdays: new Set([0, 1, 2, 3, 4, 5, 6]), from: 0, to: 24 * 60, holidays: new Set<string>() };

  it('are looked for whatever the window, and counted beside the outcomes', async () => {
    await world.setSource({
      putMoveReports: [moveReport({ docNo: 'FP08000001', addDatetime: '2008-01-01 00:00:00' })],
    });
    const rehearsed = await runToEnd(world, { dryRun: true, window: { since: '2025-11-16', until: null } });
    expect(rehearsed.result.orphans).toEqual({ open: 1, found: 1, resolved: 0 });
    expect(await world.ports.orphans.count('open')).toBe(0);
    const { result } = await runToEnd(world, { window: { since: '2025-11-16', until: null } });
    expect(result.orphans).toEqual({ open: 1, found: 1, resolved: 0 });
    expect(result.tally.checked).toBe(0);
    expect(await world.ports.runs.find(result.run.id)).toMatchObject({ orphans: { open: 1, found: 1, resolved: 0 } });
  });

  it('are not looked for by a run that was stopped', async () => {
    await world.setSource({ put: documents(2), putMoveReports: [moveReport({ docNo: 'FP25000090' })] });
    const { result } = await runToEnd(world, { batchSize: 1, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ run: { state: 'interrupted' }, orphans: { open: 0, found: 0 } });
    expect(await world.ports.orphans.count('open')).toBe(0);
  });

  it.each([
    ['paused', { watch: true, pause: { from: 0, to: 24 * 60 - 1 } }, 0],
    ['live', { watch: true, pause: null }, 1],
    ['stale', { watch: true, pause: null, workingHours: everyDay }, 0],
    ['unknown', { watch: false, pause: { from: 0, to: 24 * 60 - 1 } }, 1],
  ])('are opened or not while the replication is %s', async (state, cdc, found) => {
    await world.setSource({ putMoveReports: [moveReport({ docNo: 'FP25000090' })] });
    const lookedBefore = state === 'stale' ? 60 : 1;
    await world.ports.cdc.look(new Date(defaultNow.getTime() - lookedBefore * 60_000), true);
    const settings = backfillSettings();
    const events: BackfillEvent[] = [];
    for await (const event of runBackfill(
      world.ports,
      { ...settings, cdc: { ...settings.cdc, ...cdc } },
      {
        owner: { actor: 'tester', host: 'here', pid: 1 },
        options: { window: { since: null, until: null }, limit: null, force: false },
        dryRun: false,
        batchSize: 10,
        waitMs: 0,
      },
    )) {
      events.push(event);
    }
    expect(events.at(-1)).toMatchObject({ type: 'finished', result: { cdc: { state }, orphans: { found } } });
  });
});

describe('looks at the replication', () => {
  it('are kept by real runs only', async () => {
    await runToEnd(world, { dryRun: true });
    expect(await world.ports.cdc.remembered()).toBeNull();
    await runToEnd(world);
    expect(await world.ports.cdc.remembered()).toMatchObject({ lastAt: defaultNow });
  });
});
