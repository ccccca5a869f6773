import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { Po } from '../po/Po.ts';
import type { Reservation } from '../reservation/Reservation.ts';
import { reservationWorld, seoul } from '../reservation/reservationWorld.spec.support.ts';
import { decideReview } from '../review/decideReview.ts';
import type { ReviewDecision } from '../review/ReviewDecision.ts';
import { backfillSettings, moveReport, somebody, sourceDocument } from '../testing/builders.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import { runMatch } from './runMatch.ts';

type ReservationWorld = Awaited<ReturnType<typeof reservationWorld>>;

let world: ReservationWorld;
let po: Po;
let docNo: string;
beforeEach(async () => {
  world = await reservationWorld();
  po = await world.enter('PO-1');
  docNo = await world.number(po);
});

/** A clerk types a document in on Monday at 13:00, and a run takes it in. */
const typeIn = async (given: Partial<SourceDocument>): Promise<void> => {
  await world.setSource({ put: [sourceDocument({ poNo: 'PO-1', addDatetime: '2025-11-17 13:00:00', ...given })] });
  await runToEnd(world);
};

const stands = async (number = docNo): Promise<Partial<Reservation>> => {
  await world.match();
  const { state, mismatch, document } = await world.held(number);
  return { state, mismatch, document };
};

const review = async (of: Po, decision: ReviewDecision): Promise<void> => {
  const rules = backfillSettings().rules;
  const result = await decideReview(world.ports, rules, { poId: of.id, decision, by: somebody, version: null });
  if (result.outcome === 'refused') throw new Error(JSON.stringify(result));
};

const waiting = { state: 'RESERVED', mismatch: null, document: null };
const expired = { state: 'EXPIRED', mismatch: null, document: null };

describe('a reserved number is MATCHED', () => {
  it('when the live document with that number is on the PO', async () => {
    await typeIn({ docNo });
    expect(await stands()).toEqual({ state: 'MATCHED', mismatch: null, document: docNo });
  });

  it('also after expiry', async () => {
    world.setNow(seoul(2, '12:00'));
    expect(await stands()).toEqual(expired);
    await typeIn({ docNo });
    expect(await stands()).toEqual({ state: 'MATCHED', mismatch: null, document: docNo });
  });

  it('when the document names no order, or the PO by another spelling', async () => {
    await typeIn({ docNo: docNo.toLowerCase(), poNo: '구두', customer: null });
    expect(await stands()).toEqual({ state: 'MATCHED', mismatch: null, document: docNo.toLowerCase() });
  });

  it('no longer when the document is cancelled: it waits again, or has expired', async () => {
    await typeIn({ docNo });
    await stands();
    await typeIn({ docNo, progressCode: '51' });
    expect(await stands()).toEqual(waiting);
    await typeIn({ docNo });
    await stands();
    await typeIn({ docNo, progressCode: '51' });
    world.setNow(seoul(3, '12:00'));
    expect(await stands()).toEqual(expired);
  });
});

describe('it is a MISMATCH', () => {
  it('while its document names another order, until a human settles that', async () => {
    await typeIn({ docNo, poNo: 'X-1' });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'conflict', document: docNo });
    await review(po, { kind: 'keep', note: '맞음' });
    expect(await stands()).toEqual({ state: 'MATCHED', mismatch: null, document: docNo });
  });

  it('when a human gave its document to another PO', async () => {
    const other = await world.enter('PO-2');
    await typeIn({ docNo });
    expect((await stands()).state).toBe('MATCHED');
    await review(po, { kind: 'move-document', docNo, into: other.id });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'other-po', document: docNo });
  });

  it('when its document was on another PO before it was reserved', async () => {
    await typeIn({ docNo: 'FP25000002', poNo: 'X-1' });
    await world.setSource({ remove: ['FP25000002'], removeMoveReports: ['FP25000002'] });
    const second = await world.number(po);
    expect(second).toBe('FP25000002');
    expect(await stands(second)).toEqual({ state: 'MISMATCH', mismatch: 'other-po', document: second });
  });

  it("when the PO's product was entered under another number after the reservation, which is suggested", async () => {
    await typeIn({ docNo: 'FP25000777' });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'other-number', document: 'FP25000777' });
    await typeIn({ docNo });
    expect(await stands()).toEqual({ state: 'MATCHED', mismatch: null, document: docNo });
  });

  it('not for a document entered before the reservation, of another product, cancelled, or on another PO', async () => {
    await typeIn({ docNo: 'FP25000701', addDatetime: '2025-11-17 11:59:59' });
    await typeIn({ docNo: 'FP25000702', product: 'KF999' });
    await typeIn({ docNo: 'FP25000703' });
    await typeIn({ docNo: 'FP25000703', progressCode: '51' });
    await typeIn({ docNo: 'FP25000704', poNo: 'PO-2' });
    await typeIn({ docNo: 'FP25000705', addDatetime: null });
    expect(await stands()).toEqual(waiting);
  });

  it('not for a document entered after its time was up', async () => {
    world.setNow(seoul(3, '12:00'));
    await typeIn({ docNo: 'FP25000777', addDatetime: '2025-11-19 12:00:01' });
    expect(await stands()).toEqual(expired);
    await typeIn({ docNo: 'FP25000776', addDatetime: '2025-11-19 12:00:00' });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'other-number', document: 'FP25000776' });
  });

  it('not for a document that fulfils another reservation of the PO', async () => {
    const second = await world.number(po);
    await typeIn({ docNo: second });
    expect(await stands()).toEqual(waiting);
    expect(await stands(second)).toMatchObject({ state: 'MATCHED' });
    await typeIn({ docNo: 'FP25000777' });
    await world.matchByHand('FP25000777', { number: docNo });
    const third = await world.number(po);
    expect(await stands(third)).toEqual(waiting);
  });

  it('for a document whose number was released', async () => {
    const second = await world.number(po);
    await world.release(second);
    await typeIn({ docNo: second });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'other-number', document: second });
  });

  it('no longer after an extension: what was entered before is no ground then', async () => {
    await typeIn({ docNo: 'FP25000777' });
    await stands();
    world.setNow(seoul(0, '14:00'));
    await world.extend(docNo);
    expect(await stands()).toEqual(waiting);
  });

  it('of which numbers and documents that compete are assigned together, not greedily', async () => {
    world.setNow(seoul(0, '14:00'));
    const second = await world.number(po);
    world.setNow(seoul(0, '16:00'));
    await typeIn({ docNo: 'FP25000011', addDatetime: '2025-11-17 15:00:00' });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'other-number', document: 'FP25000011' });
    expect(await stands(second)).toEqual(waiting);
    // The first number is most like 11, but only it can have become 777, and the second only 11.
    await typeIn({ docNo: 'FP25000777', addDatetime: '2025-11-17 13:00:00' });
    expect(await stands()).toEqual({ state: 'MISMATCH', mismatch: 'other-number', document: 'FP25000777' });
    expect(await stands(second)).toEqual({ state: 'MISMATCH', mismatch: 'other-number', document: 'FP25000011' });
  });
});

describe('else it stays RESERVED', () => {
  it('for 48 hours, then it is EXPIRED', async () => {
    world.setNow(new Date(seoul(2, '12:00').getTime() - 1));
    expect(await stands()).toEqual(waiting);
    world.setNow(seoul(2, '12:00'));
    expect(await stands()).toEqual(expired);
  });

  it('over weekends, holidays and times when the replication was paused or stale', async () => {
    const hours = { weekdays: new Set([1, 2, 3, 4, 5]), from: 480, to: 1140, holidays: new Set(['2025-11-18']) };
    world = await reservationWorld({ watch: true, pause: { from: 110, to: 150 }, workingHours: hours });
    po = await world.enter('PO-1');
    docNo = await world.number(po);
    // Monday 12:00: 12 h until midnight, then a holiday, 2 × 23 h 20 min with a pause each; due on Thursday at 13:20 …
    expect((await world.held(docNo)).expiresAt).toEqual(seoul(3, '13:20'));
    // … but nothing has come since Monday noon: from 13:00 on the data was stale.
    world.setNow(seoul(3, '15:00'));
    expect(await stands()).toEqual(waiting);
    expect((await world.held(docNo)).expiresAt > seoul(3, '15:00')).toBe(true);
  });

  it('while the replication is paused: the batch waits for the next time', async () => {
    world = await reservationWorld({ watch: true, pause: { from: 690, to: 720 } });
    po = await world.enter('PO-1');
    docNo = await world.number(po);
    world.setNow(seoul(9, '11:40'));
    const { events, summary } = await world.match();
    expect(summary).toMatchObject({ state: 'waits', cdc: { state: 'paused' }, changed: 0 });
    expect(events.map(({ type }) => type)).toEqual(['started', 'finished']);
    expect((await world.held(docNo)).state).toBe('RESERVED');
  });
});

describe('the matching batch', () => {
  it('tells what has changed, and changes nothing when it is run twice', async () => {
    await typeIn({ docNo });
    const { events, summary } = await world.match();
    expect(events).toMatchObject([
      { type: 'started', cdc: { state: 'unknown' } },
      {
        type: 'reservations',
        changed: [{ before: { state: 'RESERVED' }, after: { state: 'MATCHED' }, po: { poNo: 'PO-1' } }],
      },
      { type: 'orphans' },
      { type: 'missing', missing: { total: 0 } },
      { type: 'finished' },
    ]);
    expect(summary).toMatchObject({ state: 'completed', changed: 1 });
    world.ports.reservations.change = async () => {
      throw new Error('nothing is to be written');
    };
    expect((await world.match()).summary.changed).toBe(0);
  });

  it('looks at all numbers, some POs at a time', async () => {
    const numbers: string[] = [];
    for (let i = 2; i < 452; i += 1) numbers.push(await world.number(await world.enter(`PO-${i}`)));
    world.setNow(seoul(4, '12:00'));
    const { events, summary } = await world.match();
    expect(summary.changed).toBe(451);
    expect(events.filter(({ type }) => type === 'reservations')).toHaveLength(3);
    expect((await world.held(numbers[449]!)).state).toBe('EXPIRED');
  });

  it('comes to an end when it is asked to', async () => {
    world.setNow(seoul(4, '12:00'));
    const settings = { ...backfillSettings(), reservationHours: 48 };
    const events = await Array.fromAsync(runMatch(world.ports, settings, { signal: AbortSignal.abort() }));
    expect(events.at(-1)).toMatchObject({ summary: { state: 'interrupted', changed: 0 } });
    expect((await world.held(docNo)).state).toBe('RESERVED');
  });

  it('finds move reports without an order', async () => {
    await world.setSource({
      putMoveReports: [moveReport({ docNo: 'FP25000090', addDatetime: '2025-11-17 10:00:00' })],
    });
    const { summary } = await world.match();
    expect(summary.orphans).toEqual({ open: 1, found: 1, resolved: 0 });
  });

  it('follows a number whose PO was merged into another', async () => {
    const other = await world.enter('PO-2');
    await review(po, { kind: 'merge', into: other.id });
    await typeIn({ docNo, poNo: 'PO-2' });
    expect(await stands()).toEqual({ state: 'MATCHED', mismatch: null, document: docNo });
    expect((await world.held(docNo)).poId).toBe(other.id);
  });
});

/** What may happen to one number, by name, in a random order. */
const happenings = {
  typed: () => typeIn({ docNo }),
  'typed for another order': () => typeIn({ docNo, poNo: 'X-1' }),
  cancelled: () => typeIn({ docNo, progressCode: '51' }),
  'entered as another': () => typeIn({ docNo: 'FP25000777' }),
  release: () => world.release(docNo),
  extend: () => world.extend(docNo),
  undo: () => world.undo(docNo),
  'matched by hand': () => world.matchByHand(docNo, { number: docNo }),
  unmatch: () => world.unmatch(docNo),
  'a day later': async () => world.setNow(new Date(world.ports.clock.now().getTime() + 86_400_000)),
};

type Happening = keyof typeof happenings;

describe('whatever happens to a number', () => {
  it('it stands as the rules say of what is there, and no other number is given twice', async () => {
    const names = Object.keys(happenings) as Happening[];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...names), { maxLength: 12 }), async (course) => {
        world = await reservationWorld();
        po = await world.enter('PO-1');
        docNo = await world.number(po);
        for (const name of course) {
          await happenings[name]();
          await world.match();
          const held = await world.held(docNo);
          const home = (await world.reservations.find({ numbers: [docNo] })).pos.flatMap(
            ({ deliveries }) => deliveries,
          );
          const document = home.find((delivery) => delivery.docNo === docNo && !delivery.content.cancelled);
          const conflict = document?.reasons.some(({ code }) => code === 'RESERVATION_CONFLICT') ?? false;
          const up = world.ports.clock.now() >= held.expiresAt;
          if (held.state === 'MATCHED') {
            expect(held.matchedBy !== null || (document?.poId === po.id && !conflict)).toBe(true);
          } else {
            expect(held.matchedBy).toBeNull();
          }
          if (held.state === 'MISMATCH') expect(conflict || document?.poId !== po.id).toBe(true);
          if (held.state === 'RESERVED') expect([document, up]).toEqual([undefined, false]);
          if (held.state === 'EXPIRED') expect([document, up]).toEqual([undefined, true]);
          expect(held.mismatch !== null).toBe(held.state === 'MISMATCH');
        }
        expect(await world.number(po)).not.toBe(docNo);
      }),
    );
  });
});

describe('the matching batch also', () => {
  it('looks again for the candidates of new POs that nobody reviewed', async () => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000077', poNo: 'ABC/2024/001', qty: '30' })] });
    await runToEnd(world);
    await world.enter('ABC-2024-001');
    const { summary } = await world.match();
    expect(summary.matches).toEqual({ opened: 1, closed: 0, changed: 0 });
    const [flagged] = (await world.ports.pos.find({ docNos: ['FP25000077'] })).pos;
    expect(flagged?.deliveries[0]?.reasons).toMatchObject([
      { code: 'PROBABLE_MATCH', facts: { candidates: [{ poNo: 'ABC-2024-001' }] } },
    ]);
    expect((await world.match()).summary.matches).toEqual({ opened: 0, closed: 0, changed: 0 });
  });

  it('looks for recorded documents that are gone from FCMS', async () => {
    await world.setSource({ put: [sourceDocument(), sourceDocument({ docNo: 'FP25000002' })] });
    await runToEnd(world);
    await world.setSource({ remove: ['FP25000002'] });
    expect((await world.match()).summary.missing).toEqual({
      total: 1,
      documents: [{ docNo: 'FP25000002', since: world.ports.clock.now().toISOString() }],
    });
  });
});
