import { beforeEach, describe, expect, it } from 'vitest';
import type { Po } from '../po/Po.ts';
import { sourceDocument } from '../testing/builders.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import { reservationWorld } from './reservationWorld.spec.support.ts';

type ReservationWorld = Awaited<ReturnType<typeof reservationWorld>>;

/** Entered on Monday after noon, when the numbers are reserved. */
const entered = '2025-11-17 13:00:00';
const document = 'FP25000777';

let world: ReservationWorld;
let po: Po;
let docNo: string;
beforeEach(async () => {
  world = await reservationWorld();
  po = await world.enter('PO-1');
  docNo = await world.number(po);
  await world.setSource({
    put: [
      sourceDocument({ docNo: document, poNo: 'PO-1', addDatetime: entered }),
      sourceDocument({ docNo: 'FP25000778', poNo: 'X-1', addDatetime: entered }),
    ],
  });
  await runToEnd(world);
});

describe('a match by hand', () => {
  it('says that a document of the PO fulfils the number', async () => {
    expect(await world.matchByHand(document, { number: docNo })).toMatchObject({
      outcome: 'done',
      reservation: { docNo, state: 'MATCHED', document },
    });
    const held = await world.held(docNo);
    expect(held.matchedBy).toBe(held.decidedBy);
    expect(await world.audit.find(held.decidedBy)).toMatchObject({
      action: 'match',
      before: { state: 'RESERVED' },
      after: { state: 'MATCHED', document },
    });
  });

  it('wins until it is undone', async () => {
    await world.matchByHand(document, { number: docNo });
    await world.setSource({
      put: [sourceDocument({ docNo: document, poNo: 'PO-1', addDatetime: entered, progressCode: '51' })],
    });
    await runToEnd(world);
    await world.match();
    expect(await world.held(docNo)).toMatchObject({ state: 'MATCHED', document });
    const { matchedBy } = await world.held(docNo);
    expect(await world.unmatch(docNo)).toMatchObject({
      outcome: 'done',
      reservation: { state: 'RESERVED', document: null, matchedBy: null },
    });
    const held = await world.held(docNo);
    expect(await world.audit.find(held.decidedBy)).toMatchObject({ action: 'unmatch', undoes: matchedBy });
    expect(await world.unmatch(docNo)).toMatchObject({ outcome: 'not-possible' });
  });

  it('is found by the PO when one number of it waits, and by the suggestion', async () => {
    expect(await world.matchByHand(document, { identity: po.identity })).toMatchObject({
      outcome: 'done',
      reservation: { docNo },
    });
    await world.unmatch(docNo);
    await world.match();
    expect(await world.held(docNo)).toMatchObject({ state: 'MISMATCH', document });
    expect(await world.matchByHand(document)).toMatchObject({ outcome: 'done', reservation: { docNo } });
  });

  it('is refused when no number, or more than one, waits', async () => {
    const second = await world.number(po);
    expect(await world.matchByHand(document, { identity: po.identity })).toEqual({
      outcome: 'not-one',
      numbers: [docNo, second],
    });
    expect(await world.matchByHand(document)).toEqual({ outcome: 'not-one', numbers: [] });
    expect(await world.matchByHand(document, { number: 'FP25000999' })).toEqual({
      outcome: 'not-reserved',
      docNo: 'FP25000999',
    });
  });

  it('is refused for a document that is not a live delivery of the PO', async () => {
    for (const other of ['FP25000778', 'FP25000999']) {
      expect(await world.matchByHand(other, { number: docNo })).toMatchObject({
        outcome: 'not-on-the-po',
        document: other,
        po: { poNo: 'PO-1' },
      });
    }
  });

  it('is refused for a document that fulfils another number', async () => {
    const second = await world.number(po);
    await world.matchByHand(document, { number: docNo });
    expect(await world.matchByHand(document, { number: second })).toMatchObject({
      outcome: 'fulfils-another',
      other: { docNo },
    });
  });

  it('is refused for a number that was released or matched by hand before', async () => {
    await world.matchByHand(document, { number: docNo });
    expect(await world.matchByHand(document, { number: docNo })).toMatchObject({ outcome: 'not-possible' });
    await world.unmatch(docNo);
    await world.release(docNo);
    expect(await world.matchByHand(document, { number: docNo })).toMatchObject({ outcome: 'not-possible' });
  });
});
