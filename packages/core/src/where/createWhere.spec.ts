import { beforeEach, describe, expect, it } from 'vitest';
import { decideOrphan, type OrphanChoice } from '../orphan/decideOrphan.ts';
import { refreshProgress } from '../progress/refreshProgress.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, moveReport, somebody, sourceDocument } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd, startRun } from '../testing/runToEnd.ts';
import type { World } from '../testing/World.ts';
import { createWhere } from './createWhere.ts';
import type { WhereAnswer } from './WhereAnswer.ts';

let world: World;

const where = async (typed: string): Promise<WhereAnswer> => {
  const answers = await createWhere({ ...world.ports, reports: world.reports }, defaultSiteRules)([typed]);
  expect(answers).toHaveLength(1);
  return answers[0]!;
};

beforeEach(async () => {
  world = await inMemoryWorld();
});

describe('where', () => {
  it('names the PO, the delivery and the run of a recorded document', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: 'FP25000002' })] });
    const { result } = await runToEnd(world);
    expect(await where('FP25000002')).toEqual({
      docNo: 'FP25000002',
      answer: 'recorded',
      po: { customer: 'KDKK', poNo: 'PO-001', numberless: false, manual: false },
      delivery: 2,
      cancelled: false,
      reasons: [],
      runId: result.run.id,
      recordedAt: defaultNow,
      inFcms: true,
      progress: expect.objectContaining({ asOf: null }),
      decided: null,
      orphansOnPo: [],
    });
  });

  it('tells how far its PO, each item and each delivery has come, as of the last pass', async () => {
    await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty: 30 }] })]);
    const cancelled = sourceDocument({ docNo: 'FP25000003' });
    await world.setSource({
      put: [sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: 'FP25000002' }), cancelled],
    });
    await runToEnd(world);
    await world.setSource({ put: [{ ...cancelled, progressCode: '51' }] });
    await runToEnd(world);
    const put = ['FP25000001', 'FP25000002', 'FP25000003'].flatMap((docNo, i) =>
      ['22', '50', '60'].slice(0, 3 - i).map((code, seq) => ({
        cylinderNo: `C${i}`,
        seq: String(seq),
        code,
        docNo,
        movedAt: null,
      })),
    );
    await world.setMoves({ put });
    for await (const _ of refreshProgress(world, { at: defaultNow, everyMs: 0 }));
    const answer = await where('FP25000002');
    expect(answer.answer === 'recorded' && answer.progress).toMatchObject({
      asOf: defaultNow,
      po: { ordered: 30, instructed: 20, filled: 2, warehoused: 2, shipped: 1, rate: 100 / 30, stage: 'shipped' },
      items: [{ product: 'KF001', ordered: 30, shipped: 1 }],
      deliveries: [
        { docNo: 'FP25000001', delivery: 1, ordered: 10, filled: 1, warehoused: 1, shipped: 1, stage: 'shipped' },
        { docNo: 'FP25000002', delivery: 2, ordered: 10, filled: 1, warehoused: 1, shipped: 0, stage: 'warehoused' },
      ],
    });
    expect(await where('FP25000003')).toMatchObject({ cancelled: true, progress: { po: { filled: 2 } } });
  });

  it('understands a number typed in lower case, full width or with blanks', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    await runToEnd(world);
    for (const typed of [' fp25000001', 'ＦＰ２５０００００１', 'FP 25000001']) {
      expect(await where(typed)).toMatchObject({ docNo: 'FP25000001', answer: 'recorded' });
    }
  });

  it('prefers a document that is called exactly as typed', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'fp25000001' }), sourceDocument({ docNo: 'FP25000001' })] });
    await runToEnd(world);
    expect(await where('fp25000001')).toMatchObject({ docNo: 'fp25000001' });
    expect(await where('Fp25000001')).toMatchObject({ docNo: 'FP25000001' });
  });

  it('says so when a recorded document was cancelled, or has gone from FCMS', async () => {
    const document = sourceDocument();
    await world.setSource({ put: [document] });
    await runToEnd(world);
    await world.setSource({ put: [{ ...document, progressCode: '51' }] });
    await runToEnd(world);
    expect(await where(document.docNo)).toMatchObject({ answer: 'recorded', cancelled: true, delivery: null });
    await world.setSource({ remove: [document.docNo] });
    expect(await where(document.docNo)).toMatchObject({ answer: 'recorded', inFcms: false });
  });

  it('knows a number that FCMS cancelled before any run', async () => {
    await world.setSource({ put: [sourceDocument({ progressCode: '51' })] });
    expect(await where('FP25000001')).toEqual({ docNo: 'FP25000001', answer: 'cancelled' });
    await world.setSource({ remove: ['FP25000001'] });
    expect(await where('FP25000001')).toEqual({ docNo: 'FP25000001', answer: 'cancelled' });
  });

  it('waits for the first run', async () => {
    await world.setSource({ put: [sourceDocument()] });
    expect(await where('FP25000001')).toMatchObject({ answer: 'waiting', because: 'no-run-yet', runId: null });
  });

  it('waits for the next run when the limit was used up before it', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: 'FP25000002' })] });
    const { result } = await runToEnd(world, { limit: 1 });
    expect(await where('FP25000002')).toMatchObject({ answer: 'waiting', because: 'limit', runId: result.run.id });
  });

  it('waits for the next run when it came after the last one', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    await runToEnd(world);
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000002' })] });
    expect(await where('FP25000002')).toMatchObject({ answer: 'waiting', because: 'arrived-later' });
    await world.setSource({ put: [sourceDocument({ docNo: 'FP24000001', orderDate: '2025-11-01 00:00:00' })] });
    expect(await where('FP24000001')).toMatchObject({ answer: 'waiting', because: 'arrived-later' });
  });

  it('waits for a run that was interrupted before it, and names that run', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: 'FP25000002' })] });
    const stop = new AbortController();
    const { result } = await runToEnd(world, {
      batchSize: 1,
      signal: stop.signal,
      approve: () => {
        stop.abort();
        return true;
      },
    });
    expect(await where('FP25000002')).toMatchObject({
      answer: 'waiting',
      because: 'stopped',
      runId: result.run.id,
      effectiveOn: '2025-11-20',
    });
  });

  it('waits for a run that is under way', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: 'FP25000002' })] });
    for await (const event of startRun(world, { batchSize: 1 })) {
      if (event.type !== 'decided' || event.read > 1) continue;
      expect(await where('FP25000001')).toMatchObject({ answer: 'recorded' });
      expect(await where('FP25000002')).toMatchObject({ answer: 'waiting', because: 'running' });
    }
  });

  it('tells why a document could not be written', async () => {
    await world.setSource({ put: [sourceDocument()] });
    const { pos } = world.ports;
    const refusing: World = {
      ...world,
      ports: {
        ...world.ports,
        pos: {
          ...pos,
          write: async () => ({ outcome: 'refused', error: 'value too long' }),
          async record(batch, force, decide) {
            decide((await pos.lookUp(batch, force)).known);
            return { outcome: 'refused', error: 'value too long' };
          },
        },
      },
    };
    await runToEnd(refusing);
    expect(await where('FP25000001')).toMatchObject({ answer: 'waiting', because: 'failed', error: 'value too long' });
  });

  it('finds documents outside every window', async () => {
    await world.setSource({ put: [sourceDocument({ orderDate: '2024-01-05 00:00:00' })] });
    await runToEnd(world, { window: { since: '2025-11-16', until: null } });
    await runToEnd(world, { window: { since: '2025-11-20', until: null } });
    expect(await where('FP25000001')).toEqual({
      docNo: 'FP25000001',
      answer: 'outside-every-window',
      effectiveOn: '2024-01-05',
    });
  });

  it('knows move reports without an order, before and after a run has seen them', async () => {
    await world.setSource({ putMoveReports: [moveReport({ docNo: 'FP25000009' })] });
    const orphan = { docNo: 'FP25000009', answer: 'orphan', decided: null };
    expect(await where('FP25000009')).toEqual({ ...orphan, state: 'seen', priority: null, suggestions: null });
    await runToEnd(world);
    expect(await where('FP25000009')).toEqual({
      ...orphan,
      state: 'open',
      priority: 'critical',
      suggestions: { pos: [], none: 1 },
    });
  });

  describe('of an orphan that people decided on', () => {
    const decide = async (choice: OrphanChoice): Promise<void> => {
      const request = { docNo: 'FP25000009', choice, by: somebody, version: null };
      expect((await decideOrphan(world.ports, defaultSiteRules, request)).outcome).toBe('done');
    };
    const decided = { by: 'tester', at: defaultNow };
    const po = { customer: 'KDKK', poNo: 'PO-001', numberless: false, manual: true };

    beforeEach(async () => {
      await enterManualPos(world, [manualPo()]);
      await world.setSource({ putMoveReports: [moveReport({ docNo: 'FP25000009' })] });
      await runToEnd(world);
    });

    it('says by whom it was ignored, and why', async () => {
      await decide({ kind: 'ignore', why: 'a test report' });
      expect(await where('FP25000009')).toEqual({
        docNo: 'FP25000009',
        answer: 'orphan',
        state: 'ignored',
        priority: null,
        decided: { ...decided, state: 'ignored', note: 'a test report', po: null },
        suggestions: null,
      });
    });

    it('says to which PO it was attached, and lists it with the documents of that PO', async () => {
      await decide({ kind: 'attach', to: { customer: 'KDKK', poNo: 'PO-001' } });
      expect(await where('FP25000009')).toMatchObject({ state: 'attached', decided: { ...decided, po } });
      await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
      await runToEnd(world);
      expect(await where('FP25000001')).toMatchObject({ delivery: 1, orphansOnPo: ['FP25000009'], decided: null });
    });

    it('says which PO people had chosen when its document is on another', async () => {
      await decide({ kind: 'attach', to: { customer: 'KDKK', poNo: 'PO-001' } });
      await world.setSource({ put: [sourceDocument({ docNo: 'FP25000009', poNo: 'PO-002' })] });
      await runToEnd(world);
      expect(await where('FP25000009')).toMatchObject({
        answer: 'recorded',
        po: { poNo: 'PO-002' },
        decided: { ...decided, state: 'attached', po },
      });
    });
  });

  it('says so when FCMS does not know the number', async () => {
    expect(await where('FP25999999')).toEqual({ docNo: 'FP25999999', answer: 'not-in-fcms' });
    expect(await where('')).toEqual({ docNo: '', answer: 'not-in-fcms' });
  });
});
