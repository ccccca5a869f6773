import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveReport, sourceDocument } from '../testing/builders.ts';
import { reservationWorld, seoul } from './reservationWorld.spec.support.ts';

/** Watched, with the night's pause. */
const watched = { watch: true, pause: { from: 110, to: 150 } };

describe('a number', () => {
  it('is 1 more than the greatest sequence of the year among documents, move reports and all numbers ever reserved', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    await world.setSource({
      put: [sourceDocument({ docNo: 'FP25000668' }), sourceDocument({ docNo: 'FP24000999' })],
      putMoveReports: [moveReport({ docNo: 'FP25000670' })],
    });
    expect(await world.number(po)).toBe('FP25000671');
    expect(await world.number(po)).toBe('FP25000672');
    await world.release('FP25000672');
    expect(await world.number(po)).toBe('FP25000673');
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000680' })] });
    expect(await world.number(po)).toBe('FP25000681');
  });

  it('has 6 digits, zero-padded, also after 4-digit ones', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    expect(await world.number(po)).toBe('FP25000001');
    await world.setSource({ put: [sourceDocument({ docNo: 'FP250012' })] });
    expect(await world.number(po)).toBe('FP25000013');
  });

  it('is of the year in Seoul', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    world.setNow(new Date('2025-12-31T14:59:59Z'));
    expect(await world.number(po)).toBe('FP25000001');
    world.setNow(new Date('2025-12-31T15:00:00Z'));
    expect(await world.number(po)).toBe('FP26000001');
  });

  it('does not follow a typing error, a 6-digit one more than 10,000 above all others', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    await world.setSource({
      put: ['FP25000668', 'FP25900000', 'FP2512345678', 'FP2599999'].map((docNo) => sourceDocument({ docNo })),
    });
    expect(await world.number(po)).toBe('FP25000669');
  });

  it('is refused past 999999', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    await world.setSource({ put: ['FP25999998', 'FP25999997'].map((docNo) => sourceDocument({ docNo })) });
    expect(await world.reserve(po, { count: 2 })).toEqual({ outcome: 'exhausted', year: 25, greatest: 999_998 });
    expect(await world.number(po)).toBe('FP25999999');
    expect(await world.reserve(po)).toEqual({ outcome: 'exhausted', year: 25, greatest: 999_999 });
  });

  it('is kept for its PO, with who reserved it, for 48 hours that count', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    const result = await world.reserve(po);
    expect(result).toMatchObject({ outcome: 'reserved', po: { poNo: 'PO-1' }, cdc: { state: 'unknown' } });
    const held = await world.held('FP25000001');
    expect(held).toMatchObject({
      poId: po.id,
      state: 'RESERVED',
      reservedAt: seoul(0, '12:00'),
      hours: 48,
      expiresAt: seoul(2, '12:00'),
    });
    expect(await world.audit.find(held.decidedBy)).toMatchObject({
      action: 'reserve',
      by: { actor: 'tester' },
      subjects: ['reservation:FP25000001', `po:${po.id}`],
      before: null,
      after: { state: 'RESERVED', acceptStale: false, cdc: 'unknown' },
    });
  });

  it('may be one of several at once, told together in the audit trail', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    const result = await world.reserve(po, { count: 3, po: { identity: po.identity } });
    if (result.outcome !== 'reserved') throw new Error(result.outcome);
    expect(result.reservations.map(({ docNo }) => docNo)).toEqual(['FP25000001', 'FP25000002', 'FP25000003']);
    const entry = await world.audit.find(result.reservations[0]!.decidedBy);
    expect(await world.audit.ofBatch(entry?.batchId ?? '')).toHaveLength(3);
    await expect(world.reserve(po, { count: 0 })).rejects.toThrow(RangeError);
    await expect(world.reserve(po, { count: 101 })).rejects.toThrow(RangeError);
  });

  it('is none for a PO that is not there, or that our staff cancelled', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    const identity = { customerKey: 'KDKK', poKey: 'NO' };
    expect(await world.reserve(po, { po: { identity } })).toEqual({ outcome: 'no-such-po' });
    expect(await world.reserve(po, { po: { id: 'nobody' } })).toEqual({ outcome: 'no-such-po' });
    await world.ports.pos.change({ ids: [po.id] }, seoul(0, '12:00'), ({ pos }) => ({
      changes: {
        touched: pos.map((entry) => ({ ...entry, po: { ...entry.po, state: 'cancelled' as const } })),
        added: new Set(),
        removed: [],
        recorded: [],
        changed: [],
        aliases: { taken: [], given: [] },
      },
      result: null,
    }));
    expect(await world.reserve(po)).toMatchObject({ outcome: 'po-cancelled' });
    expect((await world.reservations.find({ pos: { ids: [po.id] } })).reservations.size).toBe(0);
  });

  it('is never given in a schema to rehearse in', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    world.ports.reservations.isRehearsal = async () => true;
    expect(await world.reserve(po, { acceptStale: true })).toEqual({ outcome: 'rehearsal' });
    expect((await world.reservations.find({ pos: { ids: [po.id] } })).reservations.size).toBe(0);
  });
});

describe('while the replication is', () => {
  it('paused, no number is given', async () => {
    const world = await reservationWorld(watched);
    const po = await world.enter('PO-1');
    world.setNow(seoul(1, '01:50'));
    expect(await world.reserve(po)).toMatchObject({ outcome: 'not-fresh', cdc: { state: 'paused' } });
    world.setNow(seoul(1, '02:30'));
    expect(await world.number(po)).toBe('FP25000001');
  });

  it('stale, no number is given', async () => {
    const world = await reservationWorld(watched);
    const po = await world.enter('PO-1');
    await world.ports.cdc.look(seoul(0, '12:00'), true);
    world.setNow(seoul(0, '12:59'));
    expect(await world.number(po)).toBe('FP25000001');
    world.setNow(seoul(0, '13:00'));
    expect(await world.reserve(po)).toMatchObject({ outcome: 'not-fresh', cdc: { state: 'stale' } });
    expect((await world.reservations.find({ pos: { ids: [po.id] } })).reservations.size).toBe(1);
  });

  it('stale, a number is given to one who accepts that, and the audit trail keeps it', async () => {
    const world = await reservationWorld(watched);
    const po = await world.enter('PO-1');
    await world.ports.cdc.look(seoul(0, '12:00'), true);
    world.setNow(seoul(0, '15:00'));
    const docNo = await world.number(po, { acceptStale: true });
    expect(await world.audit.find((await world.held(docNo)).decidedBy)).toMatchObject({
      after: { acceptStale: true, cdc: 'stale' },
    });
  });

  it('unknown, which is neither, numbers are given', async () => {
    const world = await reservationWorld(watched);
    const po = await world.enter('PO-1');
    expect(await world.reserve(po)).toMatchObject({ outcome: 'reserved', cdc: { state: 'unknown' } });
  });

  it('come into its pause while a request waited, no number is given', async () => {
    const world = await reservationWorld(watched);
    const po = await world.enter('PO-1');
    world.setNow(seoul(1, '01:49'));
    const { give } = world.ports.reservations;
    world.ports.reservations.give = async (...args) => {
      world.setNow(seoul(1, '01:50'));
      return give(...args);
    };
    expect(await world.reserve(po)).toMatchObject({ outcome: 'not-fresh', cdc: { state: 'paused' } });
  });
});

describe('numbers', () => {
  it('are none after an error of the database', async () => {
    const world = await reservationWorld();
    const po = await world.enter('PO-1');
    const { sequencesOf } = world.ports.source;
    world.ports.source.sequencesOf = async () => {
      throw new Error('canceling statement due to statement timeout');
    };
    await expect(world.reserve(po)).rejects.toThrow('timeout');
    world.ports.source.sequencesOf = sequencesOf;
    expect(await world.number(po)).toBe('FP25000001');
  });

  it('are unique and increasing, whoever asks at once, and whatever FCMS gets meanwhile', async () => {
    const requests = fc.array(
      fc.record({ count: fc.integer({ min: 1, max: 3 }), typed: fc.option(fc.integer({ min: 0, max: 60 })) }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(requests, fc.scheduler(), async (asked, scheduler) => {
        const world = await reservationWorld();
        const po = await world.enter('PO-1');
        const { sequencesOf } = world.ports.source;
        world.ports.source.sequencesOf = (year) => scheduler.schedule(sequencesOf(year));
        const given: number[] = [];
        const all = asked.map(async ({ count, typed }) => {
          if (typed !== null) {
            await scheduler.schedule(Promise.resolve());
            await world.setSource({ put: [sourceDocument({ docNo: `FP25${String(typed).padStart(6, '0')}` })] });
          }
          const result = await world.reserve(po, { count });
          if (result.outcome !== 'reserved') throw new Error(result.outcome);
          given.push(...result.reservations.map(({ sequence }) => sequence));
        });
        await scheduler.waitFor(Promise.all(all));
        expect(new Set(given).size).toBe(given.length);
        const held = [...(await world.reservations.find({ pos: { ids: [po.id] } })).reservations.values()];
        expect(given.toSorted((a, b) => a - b)).toEqual(held.map(({ sequence }) => sequence));
        expect(given).toEqual(given.toSorted((a, b) => a - b));
      }),
    );
  });
});
