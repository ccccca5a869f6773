import { describe, expect, it } from 'vitest';
import { defaultNow, manualPo, sourceDocument } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import type { World } from '../testing/World.ts';
import type { Decision } from './Decision.ts';

const told = (decisions: readonly Decision[]): unknown =>
  decisions.map((decision) =>
    decision.outcome === 'skipped'
      ? [decision.docNo, decision.skipped]
      : [
          decision.docNo,
          decision.action,
          decision.po.poNo,
          decision.delivery,
          decision.reasons.map(({ code }) => code),
        ],
  );

const worldWith = async (...documents: readonly ReturnType<typeof sourceDocument>[]): Promise<World> => {
  const world = await inMemoryWorld();
  await world.setSource({ put: documents });
  return world;
};

describe('a dry run', () => {
  const first = sourceDocument({ docNo: 'FP25000001', orderDate: '2025-11-10 00:00:00', poNo: 'A-1' });
  const second = sourceDocument({ docNo: 'FP25000002', orderDate: '2025-11-11 00:00:00', poNo: 'B-1' });
  const third = sourceDocument({ docNo: 'FP25000003', orderDate: '2025-11-12 00:00:00', poNo: 'A-1' });

  it('sees in a later batch what it decided in an earlier one, and writes none of it', async () => {
    const world = await worldWith(first, second, third);
    const { decisions } = await runToEnd(world, { dryRun: true, batchSize: 1 });
    expect(told(decisions)).toEqual([
      ['FP25000001', 'new-po', 'A-1', 1, []],
      ['FP25000002', 'new-po', 'B-1', 1, []],
      ['FP25000003', 'attached', 'A-1', 2, []],
    ]);
    expect(await world.snapshot()).toEqual([]);
    expect(await world.ports.runs.latest(10)).toEqual([]);
    expect(await world.ports.cdc.remembered()).toBeNull();
  });

  it('sees moved documents, renamed and vanished POs over what the store holds', async () => {
    const world = await worldWith(first, second, third);
    await runToEnd(world);
    const before = await world.snapshot();
    await world.setSource({
      put: [
        { ...first, poNo: 'C-1' },
        { ...second, poNo: 'C-1' },
        { ...third, poNo: 'B-1' },
        sourceDocument({ docNo: 'FP25000004', orderDate: '2025-11-13 00:00:00', poNo: 'A-1' }),
      ],
    });
    const expected = [
      ['FP25000001', 'new-po', 'C-1', 1, []],
      ['FP25000002', 'attached', 'C-1', 2, []],
      ['FP25000003', 'refreshed', 'B-1', 1, []],
      ['FP25000004', 'new-po', 'A-1', 1, []],
    ];
    for (const batchSize of [1, 2, 1000]) {
      expect(told((await runToEnd(world, { dryRun: true, batchSize })).decisions)).toEqual(expected);
    }
    expect(await world.snapshot()).toEqual(before);
    expect(told((await runToEnd(world)).decisions)).toEqual(expected);
  });

  it('counts the limit and what it would rework as a real run does', async () => {
    const late = sourceDocument({ docNo: 'FP25000000', orderDate: '2025-11-01 00:00:00', poNo: 'A-1', qty: '5' });
    const world = await worldWith(first, third);
    await enterManualPos(world, [manualPo({ poNo: 'A-1', items: [{ product: 'KF001', qty: 20 }] })]);
    await runToEnd(world);
    await world.setSource({ put: [late, second] });
    const rehearsed = await runToEnd(world, { dryRun: true, limit: 1, batchSize: 1 });
    expect(told(rehearsed.decisions)).toEqual([['FP25000000', 'attached', 'A-1', 1, []]]);
    expect(rehearsed.result.tally.reworked).toEqual({ opened: 1, closed: 0 });
    const real = await runToEnd(world, { limit: 1 });
    expect(real.result.tally).toEqual(rehearsed.result.tally);
  });

  it('treats a document as held once it has moved to a manual PO', async () => {
    const world = await worldWith(first);
    await runToEnd(world);
    await enterManualPos(world, [manualPo({ poNo: 'B-1' })]);
    await world.setSource({ put: [{ ...first, poNo: 'B-1' }] });
    const { decisions } = await runToEnd(world, { dryRun: true, force: true });
    expect(decisions).toMatchObject([{ action: 'attached', po: { manual: true } }]);
  });

  it('cannot be resumed', async () => {
    const world = await worldWith(first);
    await expect(runToEnd(world, { dryRun: true, resume: '1' })).rejects.toThrow(TypeError);
  });

  it('is not kept from running by another run', async () => {
    const world = await worldWith(first);
    const start = await world.ports.runs.start({
      owner: { actor: 'a', host: 'h', pid: 1 },
      at: defaultNow,
      options: { window: { since: null, until: null }, limit: null, force: false },
      waitMs: 0,
    });
    expect(start.outcome).toBe('started');
    expect((await runToEnd(world, { dryRun: true })).decisions).toHaveLength(1);
  });
});
