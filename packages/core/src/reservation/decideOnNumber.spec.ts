import { beforeEach, describe, expect, it } from 'vitest';
import type { Po } from '../po/Po.ts';
import { sourceDocument } from '../testing/builders.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import { reservationWorld, seoul } from './reservationWorld.spec.support.ts';

type ReservationWorld = Awaited<ReturnType<typeof reservationWorld>>;

let world: ReservationWorld;
let po: Po;
let docNo: string;
beforeEach(async () => {
  world = await reservationWorld();
  po = await world.enter('PO-1');
  docNo = await world.number(po);
});

/** The document with the number is typed in and taken in. */
const typeIn = async (): Promise<void> => {
  await world.setSource({ put: [sourceDocument({ docNo, poNo: 'PO-1' })] });
  await runToEnd(world);
};

const actionsOf = async (): Promise<readonly string[]> =>
  (await world.audit.about(`reservation:${docNo}`, 10)).map(({ action }) => action);

describe('a human', () => {
  it('may release a number, with a note in the audit trail', async () => {
    expect(await world.release(docNo.toLowerCase(), { note: '취소' })).toMatchObject({
      outcome: 'done',
      reservation: { docNo, state: 'RELEASED' },
      po: { poNo: 'PO-1' },
    });
    const [entry] = await world.audit.about(`reservation:${docNo}`, 1);
    expect(entry).toMatchObject({
      action: 'release',
      note: '취소',
      subjects: expect.arrayContaining([`reservation:${docNo}`, `po:${po.id}`]),
      before: { state: 'RESERVED' },
      after: { state: 'RELEASED' },
    });
    expect(await world.release(docNo)).toMatchObject({ outcome: 'not-possible', reservation: { state: 'RELEASED' } });
    expect(await actionsOf()).toEqual(['release', 'reserve']);
  });

  it('may extend a number, whose hours then count from now', async () => {
    world.setNow(seoul(1, '12:00'));
    expect(await world.extend(docNo)).toMatchObject({
      outcome: 'done',
      reservation: { state: 'RESERVED', countedFrom: seoul(1, '12:00'), expiresAt: seoul(3, '12:00') },
    });
    expect((await world.held(docNo)).reservedAt).toEqual(seoul(0, '12:00'));
    expect(await actionsOf()).toEqual(['extend', 'reserve']);
  });

  it('may extend or release one that has expired', async () => {
    world.setNow(seoul(2, '12:00'));
    await world.match();
    expect((await world.held(docNo)).state).toBe('EXPIRED');
    expect(await world.extend(docNo)).toMatchObject({ reservation: { state: 'RESERVED' } });
    world.setNow(seoul(9, '12:00'));
    await world.match();
    expect(await world.release(docNo)).toMatchObject({ reservation: { state: 'RELEASED' } });
  });

  it('cannot release or extend one whose document is there', async () => {
    await typeIn();
    await world.match();
    expect(await world.release(docNo)).toMatchObject({ outcome: 'not-possible', reservation: { state: 'MATCHED' } });
    expect(await world.extend(docNo)).toMatchObject({ outcome: 'not-possible', reservation: { state: 'MATCHED' } });
  });

  it('is told when the number was never reserved', async () => {
    expect(await world.release('FP25000999')).toEqual({ outcome: 'not-reserved', docNo: 'FP25000999' });
    expect(await world.undo('FP25000999')).toEqual({ outcome: 'not-reserved', docNo: 'FP25000999' });
    expect(await world.unmatch('FP25000999')).toEqual({ outcome: 'not-reserved', docNo: 'FP25000999' });
  });

  it('may take a release back: the number stands as it would have', async () => {
    const before = await world.held(docNo);
    await world.release(docNo);
    const { decidedBy } = await world.held(docNo);
    world.setNow(seoul(1, '12:00'));
    expect(await world.undo(docNo)).toMatchObject({ outcome: 'done', reservation: { state: 'RESERVED' } });
    const after = await world.held(docNo);
    expect(after).toEqual({ ...before, decidedBy: after.decidedBy });
    expect(await world.audit.find(after.decidedBy)).toMatchObject({ action: 'undo', undoes: decidedBy });
    expect(await world.undo(docNo)).toMatchObject({ outcome: 'not-possible' });
  });

  it('finds a number expired whose release is taken back when its time is up', async () => {
    await world.release(docNo);
    world.setNow(seoul(3, '12:00'));
    expect(await world.undo(docNo)).toMatchObject({ reservation: { state: 'EXPIRED' } });
  });

  it('may take an extension back', async () => {
    const before = await world.held(docNo);
    world.setNow(seoul(1, '12:00'));
    await world.extend(docNo);
    await world.undo(docNo);
    const after = await world.held(docNo);
    expect(after).toEqual({ ...before, decidedBy: after.decidedBy });
  });

  it('cannot take back a reservation itself: that is what releasing is for', async () => {
    expect(await world.undo(docNo)).toMatchObject({ outcome: 'not-possible', reservation: { state: 'RESERVED' } });
  });
});

describe('a released number', () => {
  it('leads no document to its PO any more', async () => {
    await world.release(docNo);
    await world.setSource({ put: [sourceDocument({ docNo, poNo: 'X-1' })] });
    const { decisions } = await runToEnd(world);
    expect(decisions).toMatchObject([{ action: 'new-po', link: 'new' }]);
    await world.match();
    expect((await world.held(docNo)).state).toBe('RELEASED');
  });
});
