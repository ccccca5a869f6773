import { beforeEach, describe, expect, it } from 'vitest';
import type { OrphanCounts } from '../backfill/Run.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, moveReport, somebody, sourceDocument } from '../testing/builders.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import type { World } from '../testing/World.ts';
import { decideOrphan, type OrphanChoice } from './decideOrphan.ts';
import type { Orphan, OrphanState } from './Orphan.ts';
import { orphanPlace } from './OrphanPlace.ts';
import { type OrphanOptions, syncOrphans } from './syncOrphans.ts';

let world: World;
beforeEach(async () => {
  world = await inMemoryWorld();
});

const inMinutes = (minutes: number): Date => new Date(defaultNow.getTime() + minutes * 60_000);

const sync = (given: Partial<OrphanOptions> = {}): Promise<OrphanCounts> =>
  syncOrphans(world.ports, {
    at: defaultNow,
    afterMinutes: 60,
    open: true,
    write: true,
    ...given,
  });

const held = async (docNo = 'FP25000001'): Promise<Orphan | undefined> => (await world.ports.orphans.find([docNo]))[0];

/** 12:00 in Seoul on 2025-11-22 is the time of the tests. */
const report = (addDatetime: string | null, docNo = 'FP25000001') => moveReport({ docNo, addDatetime });

describe('a live move report without an order', () => {
  it('is an orphan 60 minutes after its entry, by the clock of Seoul', async () => {
    await world.setSource({ putMoveReports: [report('2025-11-22 11:00:00')] });
    expect(await sync()).toEqual({ open: 1, found: 1, resolved: 0 });
    expect(await held()).toEqual({
      report: report('2025-11-22 11:00:00'),
      state: 'open',
      firstSeenAt: defaultNow,
      openedAt: defaultNow,
      settledAt: null,
      decision: null,
      arrivedAt: null,
      landedOn: null,
      version: 1,
    });
  });

  it('is only seen before that, and opened later', async () => {
    await world.setSource({ putMoveReports: [report('2025-11-22 11:00:01')] });
    expect(await sync()).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toMatchObject({ state: 'seen', openedAt: null });
    expect(await sync({ at: inMinutes(1) })).toEqual({ open: 1, found: 1, resolved: 0 });
    expect(await held()).toMatchObject({ state: 'open', firstSeenAt: defaultNow, openedAt: inMinutes(1) });
    expect(await sync({ at: inMinutes(2) })).toEqual({ open: 1, found: 0, resolved: 0 });
    expect(await held()).toMatchObject({ openedAt: inMinutes(1) });
  });

  it.each([null, 'infinity', 'not a time'])(
    'without a time of entry (%s) counts from when it was first seen',
    async (time) => {
      await world.setSource({ putMoveReports: [report(time)] });
      expect(await sync()).toMatchObject({ found: 0 });
      expect(await sync({ at: inMinutes(59) })).toMatchObject({ found: 0 });
      expect(await sync({ at: inMinutes(60) })).toMatchObject({ found: 1 });
    },
  );

  it('waits as long as the site has set', async () => {
    await world.setSource({ putMoveReports: [report('2025-11-22 11:00:00')] });
    expect(await sync({ afterMinutes: 61 })).toMatchObject({ found: 0 });
    expect(await sync({ afterMinutes: 5 })).toMatchObject({ found: 1 });
  });

  it('is none when it is cancelled, or has an order', async () => {
    await world.setSource({
      put: [sourceDocument({ docNo: 'FP25000002' })],
      putMoveReports: [
        { ...report('2025-11-01 00:00:00'), progressCode: '51' },
        report('2025-11-01 00:00:00', 'FP25000002'),
      ],
    });
    expect(await sync()).toEqual({ open: 0, found: 0, resolved: 0 });
  });

  it('is not recorded while the replication is paused or stale', async () => {
    await world.setSource({ putMoveReports: [report('2025-11-01 00:00:00')] });
    expect(await sync({ open: false })).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toBeUndefined();
    expect(await sync()).toMatchObject({ found: 1 });
  });

  it('is found whatever its date', async () => {
    await world.setSource({
      putMoveReports: [report('2008-01-01 00:00:00'), report('2025-11-22 10:00:00', 'FP25000002')],
    });
    expect(await sync()).toEqual({ open: 2, found: 2, resolved: 0 });
  });
});

describe('an orphan', () => {
  beforeEach(async () => {
    await world.setSource({ putMoveReports: [report('2025-11-01 00:00:00')] });
    await sync();
  });

  it('resolves itself when its order arrives', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    expect(await sync({ at: inMinutes(1), open: false })).toEqual({ open: 0, found: 0, resolved: 1 });
    expect(await held()).toMatchObject({ state: 'resolved', openedAt: defaultNow, settledAt: inMinutes(1) });
    expect(await sync({ at: inMinutes(2) })).toEqual({ open: 0, found: 0, resolved: 0 });
  });

  it('resolves itself when it is cancelled', async () => {
    await world.setSource({ putMoveReports: [{ ...report('2025-11-01 00:00:00'), progressCode: ' 51' }] });
    expect(await sync()).toEqual({ open: 0, found: 0, resolved: 1 });
  });

  it('resolves itself when it is gone', async () => {
    await world.setSource({ removeMoveReports: ['FP25000001'] });
    expect(await sync()).toEqual({ open: 0, found: 0, resolved: 1 });
  });

  it('is opened again when its order goes', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    await sync({ at: inMinutes(1) });
    await world.setSource({ remove: ['FP25000001'] });
    expect(await sync({ at: inMinutes(2) })).toEqual({ open: 1, found: 1, resolved: 0 });
    expect(await held()).toMatchObject({
      state: 'open',
      openedAt: inMinutes(2),
      settledAt: null,
      firstSeenAt: defaultNow,
    });
  });

  it('is counted once when another process resolves it meanwhile', async () => {
    const { ports } = world;
    const before = (await held())!;
    const orphans: typeof ports.orphans = {
      ...ports.orphans,
      async *unsettled() {
        for await (const batch of ports.orphans.unsettled()) {
          await ports.orphans.put([{ ...before, state: 'ignored' }]);
          yield batch;
        }
      },
    };
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    const options = { at: inMinutes(1), afterMinutes: 60, open: true, write: true };
    expect(await syncOrphans({ ...ports, orphans }, options)).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toMatchObject({ state: 'ignored' });
  });
});

describe('an orphan that people decided on', () => {
  const decide = async (choice: OrphanChoice): Promise<void> => {
    const result = await decideOrphan(world.ports, defaultSiteRules, {
      docNo: 'FP25000001',
      choice,
      by: somebody,
      version: null,
    });
    expect(result.outcome).toBe('done');
  };
  const attach = () => decide({ kind: 'attach', to: { customer: 'KDKK', poNo: 'PO-001' } });
  const arrives = (given: Partial<SourceDocument> = {}) =>
    world.setSource({ put: [sourceDocument({ docNo: 'FP25000001', ...given })] });
  const idOf = async (poNo: string): Promise<string> => {
    const { pos } = await world.ports.pos.find({ identities: [{ customerKey: 'KDKK', poKey: poNo }] });
    return pos[0]!.po.id;
  };

  beforeEach(async () => {
    await enterManualPos(world, [manualPo()]);
    await world.setSource({ putMoveReports: [report('2025-11-01 00:00:00')] });
    await sync();
  });

  it.each<[OrphanState, OrphanChoice]>([
    ['attached', { kind: 'attach', to: { customer: 'KDKK', poNo: 'PO-001' } }],
    ['made-po', { kind: 'make-po', po: manualPo({ poNo: 'PO-002' }) }],
    ['ignored', { kind: 'ignore', why: 'a test report' }],
  ])('stays %s while its order is missing', async (state, choice) => {
    await decide(choice);
    const decided = await held();
    expect(decided).toMatchObject({ state });
    expect(await sync({ at: inMinutes(2) })).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toEqual(decided);
    await world.setSource({ removeMoveReports: ['FP25000001'] });
    await sync({ at: inMinutes(3) });
    expect(await held()).toEqual(decided);
  });

  it('resolves itself when its document is on the PO that people chose, and keeps what they decided', async () => {
    await attach();
    await arrives();
    const { result } = await runToEnd(world);
    expect(result.orphans).toEqual({ open: 0, found: 0, resolved: 0 });
    const decision = { state: 'attached', poId: await idOf('PO-001'), by: 'tester' };
    expect(await held()).toMatchObject({ state: 'resolved', decision, arrivedAt: defaultNow, landedOn: null });
  });

  it('resolves itself when its document is on the PO that was made of it', async () => {
    await decide({ kind: 'make-po', po: manualPo({ poNo: 'PO-002' }) });
    await arrives({ poNo: 'po-002' });
    await runToEnd(world);
    expect(await held()).toMatchObject({ state: 'resolved', decision: { state: 'made-po' } });
  });

  it('waits for a human when its document is on another PO than people chose: the document is decided by the rules', async () => {
    await attach();
    await arrives({ poNo: 'PO-009' });
    await runToEnd(world);
    const landed = { state: 'attached', landedOn: await idOf('PO-009'), arrivedAt: defaultNow };
    expect(await held()).toMatchObject(landed);
    const listed = await world.ports.orphans.list({}, 10);
    expect(orphanPlace(listed[0]!).group).toBe(0);
    await runToEnd(world);
    expect((await held())?.version).toBe(listed[0]?.version);
  });

  it('resolves itself once the document has come to the PO that people chose', async () => {
    await attach();
    await arrives({ poNo: 'PO-009' });
    await runToEnd(world);
    await arrives({ poNo: 'PO-001' });
    await runToEnd(world);
    expect(await held()).toMatchObject({ state: 'resolved', landedOn: null });
  });

  it('waits while its order is there and no run has taken it in', async () => {
    await attach();
    await arrives();
    expect(await sync()).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toMatchObject({ state: 'attached', arrivedAt: defaultNow, landedOn: null });
  });

  it('and was ignored resolves itself when its order arrives after all', async () => {
    await decide({ kind: 'ignore', why: 'a test report' });
    await arrives();
    await sync({ at: inMinutes(5) });
    const decision = { state: 'ignored', note: 'a test report', by: 'tester' };
    expect(await held()).toMatchObject({ state: 'resolved', decision, settledAt: inMinutes(5) });
  });

  it('is what people decided again when its order goes', async () => {
    await attach();
    const { decision } = (await held())!;
    await arrives();
    await runToEnd(world);
    await world.setSource({ remove: ['FP25000001'] });
    expect(await sync({ at: inMinutes(9) })).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toMatchObject({ state: 'attached', decision, arrivedAt: null, landedOn: null });
  });

  it('resolves itself when FCMS cancels the report', async () => {
    await attach();
    await world.setSource({ putMoveReports: [{ ...report('2025-11-01 00:00:00'), progressCode: '51' }] });
    await sync();
    expect(await held()).toMatchObject({ state: 'resolved', decision: { state: 'attached' } });
  });
});

describe('a move report that was only seen', () => {
  it('is settled without being counted when its order arrives in time', async () => {
    await world.setSource({ putMoveReports: [report('2025-11-22 11:55:00')] });
    await sync();
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    expect(await sync({ at: inMinutes(1) })).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toMatchObject({ state: 'resolved' });
  });
});

describe('a dry run', () => {
  it('counts what it would find and resolve, and writes nothing', async () => {
    await world.setSource({
      putMoveReports: [report('2025-11-01 00:00:00'), report('2025-11-22 11:59:00', 'FP25000002')],
    });
    expect(await sync({ write: false })).toEqual({ open: 1, found: 1, resolved: 0 });
    expect([await held(), await held('FP25000002')]).toEqual([undefined, undefined]);
    await sync();
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    expect(await sync({ write: false })).toEqual({ open: 0, found: 0, resolved: 1 });
    expect(await held()).toMatchObject({ state: 'open' });
  });
});
