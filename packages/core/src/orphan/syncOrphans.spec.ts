import { beforeEach, describe, expect, it } from 'vitest';
import type { OrphanCounts } from '../backfill/Run.ts';
import { defaultNow, moveReport, sourceDocument } from '../testing/builders.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import type { World } from '../testing/World.ts';
import type { Orphan, OrphanState } from './Orphan.ts';
import { type OrphanOptions, syncOrphans } from './syncOrphans.ts';

let world: World;
beforeEach(async () => {
  world = await inMemoryWorld();
});

const inMinutes = (minutes: number): Date => new Date(defaultNow.getTime() + minutes * 60_000);

const sync = (given: Partial<OrphanOptions> = {}): Promise<OrphanCounts> =>
  syncOrphans(world.ports.source, world.ports.orphans, {
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

  it.each<OrphanState>(['attached', 'made-po', 'ignored'])('that people have %s stays so', async (state) => {
    const settled: Orphan = { ...(await held())!, state, settledAt: inMinutes(1) };
    await world.ports.orphans.put([settled]);
    expect(await sync({ at: inMinutes(2) })).toEqual({ open: 0, found: 0, resolved: 0 });
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000001' })] });
    expect(await sync({ at: inMinutes(3) })).toEqual({ open: 0, found: 0, resolved: 0 });
    expect(await held()).toEqual(settled);
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
