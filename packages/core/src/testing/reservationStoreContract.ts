import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../audit/AuditEntry.ts';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import type { Po } from '../po/Po.ts';
import { documentNumberOf, readSequences } from '../reservation/nextNumbers.ts';
import type { Reservation } from '../reservation/Reservation.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, moveReport, somebody, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const inHours = (hours: number): Date => new Date(defaultNow.getTime() + hours * 3_600_000);

/** A number as it is reserved, but for what is given. */
const reservation = (po: Po, given: Partial<Reservation> & Pick<Reservation, 'decidedBy'>): Reservation => ({
  docNo: documentNumberOf('FP', given.year ?? 25, given.sequence ?? 669),
  year: 25,
  sequence: 669,
  poId: po.id,
  state: 'RESERVED',
  reservedAt: defaultNow,
  countedFrom: defaultNow,
  hours: 48,
  expiresAt: inHours(48),
  mismatch: null,
  document: null,
  matchedBy: null,
  ...given,
});

const entry = (of: Reservation): AuditEntry => ({
  id: of.decidedBy,
  at: defaultNow,
  by: somebody,
  batchId: null,
  action: 'reserve',
  subjects: [`reservation:${of.docNo}`, `po:${of.poId}`],
  note: null,
  before: null,
  after: { state: of.state },
  undoes: null,
});

/** What every `ReservationStore` promises. `createWorld` gives each test a fresh, empty world. */
export const reservationStoreContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  const enter = async (world: World, poNo: string): Promise<Po> => {
    const [result] = await enterManualPos(world, [manualPo({ poNo })]);
    if (result?.outcome !== 'created') throw new Error(JSON.stringify(result));
    return result.po;
  };

  /** Adds numbers as they are, with an entry each. */
  const add = async ({ reservations }: World, added: readonly Reservation[]): Promise<void> => {
    await reservations.give({}, 25, () => ({ added, audit: added.map(entry), result: null }));
  };

  describe('ReservationStore contract', () => {
    it(
      'holds nothing at first',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        const found = await world.reservations.find({ numbers: ['FP25000001'], pos: { ids: [po.id] } });
        expect([...found.reservations]).toEqual([]);
        expect(found.pos.map((each) => each.po)).toEqual([po]);
        expect(await world.reservations.posToMatch(10, null)).toEqual([]);
        expect(await world.reservations.isRehearsal()).toBe(false);
      }),
    );

    it(
      'gives the one who gives numbers what the year has had, in FCMS and reserved',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        await world.setSource({
          put: [sourceDocument({ docNo: 'FP25000668' }), sourceDocument({ docNo: 'FP24000999' })],
          putMoveReports: [moveReport({ docNo: 'FP25000700' })],
        });
        const seen = (year: number) =>
          world.reservations.give({ identities: [po.identity] }, year, ({ inFcms, reserved, pos }) => ({
            result: { inFcms, reserved, pos: pos.map((each) => each.po.id) },
          }));
        expect(await seen(25)).toEqual({ inFcms: [700, 668], reserved: null, pos: [po.id] });
        await add(world, [reservation(po, { sequence: 702, decidedBy: world.ports.newId() })]);
        await add(world, [reservation(po, { sequence: 701, state: 'RELEASED', decidedBy: world.ports.newId() })]);
        expect(await seen(25)).toMatchObject({ inFcms: [700, 668], reserved: 702 });
        expect(await seen(24)).toMatchObject({ inFcms: [999], reserved: null });
        expect(await seen(26)).toMatchObject({ inFcms: [], reserved: null });
      }),
    );

    it(
      'gives back what was added, by number and with its PO, and keeps what the audit trail says of it',
      inWorld(async (world) => {
        const [po, other] = [await enter(world, 'PO-1'), await enter(world, 'PO-2')];
        const plain = reservation(po, { decidedBy: world.ports.newId() });
        const settled = reservation(po, {
          sequence: 670,
          state: 'MATCHED',
          countedFrom: inHours(1),
          hours: 7,
          expiresAt: inHours(60),
          document: 'FP25000999',
          matchedBy: world.ports.newId(),
          decidedBy: world.ports.newId(),
        });
        const elsewhere = reservation(other, {
          sequence: 671,
          state: 'MISMATCH',
          mismatch: 'other-number',
          document: 'x 1',
          decidedBy: world.ports.newId(),
        });
        await add(world, [plain, settled, elsewhere]);
        const byNumber = await world.reservations.find({ numbers: [plain.docNo, 'nothing'] });
        expect([...byNumber.reservations]).toEqual([
          [plain.docNo, plain],
          [settled.docNo, settled],
        ]);
        expect(byNumber.pos.map((each) => each.po.id)).toEqual([po.id]);
        const byPo = await world.reservations.find({ pos: { identities: [other.identity] } });
        expect([...byPo.reservations.values()]).toEqual([elsewhere]);
        const kept = await world.audit.find(plain.decidedBy);
        expect({ ...kept, subjects: kept?.subjects.toSorted() }).toMatchObject({
          ...entry(plain),
          subjects: entry(plain).subjects.toSorted(),
        });
      }),
    );

    it(
      'writes nothing when the one who gives throws',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        const failing = world.reservations.give({}, 25, () => {
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        const changing = world.reservations.change({ pos: { ids: [po.id] } }, () => {
          throw new Error('no');
        });
        await expect(changing).rejects.toThrow('no');
        expect([...(await world.reservations.find({ pos: { ids: [po.id] } })).reservations]).toEqual([]);
      }),
    );

    it(
      'has those who give numbers at once give one after the other',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        const numbers = await Promise.all(
          Array.from({ length: 20 }, () =>
            world.reservations.give({ ids: [po.id] }, 25, ({ inFcms, reserved }) => {
              const sequence = readSequences(inFcms, reserved).greatest + 1;
              const one = reservation(po, { sequence, decidedBy: world.ports.newId() });
              return { added: [one], audit: [entry(one)], result: sequence };
            }),
          ),
        );
        expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
        expect((await world.reservations.find({ pos: { ids: [po.id] } })).reservations.size).toBe(20);
      }),
    );

    it(
      'changes numbers whole, with an entry',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        const before = reservation(po, { decidedBy: world.ports.newId() });
        await add(world, [before]);
        const after: Reservation = {
          ...before,
          state: 'MISMATCH',
          mismatch: 'conflict',
          document: before.docNo,
          countedFrom: inHours(2),
          hours: 3,
          expiresAt: inHours(99),
          decidedBy: world.ports.newId(),
        };
        const told = await world.reservations.change({ numbers: [before.docNo] }, ({ reservations, pos }) => ({
          changed: [after],
          audit: [entry(after)],
          result: [reservations.get(before.docNo), pos.map((each) => each.po.id)],
        }));
        expect(told).toEqual([before, [po.id]]);
        expect((await world.reservations.find({ numbers: [before.docNo] })).reservations.get(before.docNo)).toEqual(
          after,
        );
        expect((await world.audit.about(`reservation:${before.docNo}`, 10)).map(({ id }) => id)).toEqual([
          after.decidedBy,
          before.decidedBy,
        ]);
      }),
    );

    it(
      'lists the numbers, the greatest first, some at a time, of a state or a PO',
      inWorld(async (world) => {
        const [one, two] = [await enter(world, 'PO-1'), await enter(world, 'PO-2')];
        const all = [one, two, one, two, one].map((po, i) =>
          reservation(po, {
            sequence: i + 1,
            decidedBy: world.ports.newId(),
            state: i < 3 ? 'RELEASED' : 'RESERVED',
          }),
        );
        await add(world, all);
        const list = async (...given: Parameters<typeof world.reservations.list>) =>
          (await world.reservations.list(...given)).map(({ sequence }) => sequence);
        expect(await world.reservations.list({}, 1, null)).toEqual([all[4]]);
        expect(await list({}, 10, null)).toEqual([5, 4, 3, 2, 1]);
        expect(await list({}, 2, all[3]!.docNo)).toEqual([3, 2]);
        expect(await list({ state: 'RELEASED' }, 2, null)).toEqual([3, 2]);
        expect(await list({ state: 'RELEASED' }, 2, all[1]!.docNo)).toEqual([1]);
        expect(await list({ po: one.id }, 10, null)).toEqual([5, 3, 1]);
        expect(await list({ po: two.id, state: 'RESERVED' }, 10, null)).toEqual([4]);
        expect(await list({ po: 'nobody' }, 10, null)).toEqual([]);
        expect(await list({ state: 'MATCHED' }, 10, null)).toEqual([]);
      }),
    );

    it(
      'finds the POs on which documents with the numbers are',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000669', customer: 'SAM', poNo: 'S-1' })] });
        await runToEnd(world);
        await add(world, [reservation(po, { decidedBy: world.ports.newId() })]);
        const { pos } = await world.reservations.find({ pos: { ids: [po.id] } });
        expect(pos.map((each) => each.po.poNo).sort()).toEqual(['PO-1', 'S-1']);
      }),
    );

    it(
      'tells a batch for which PO a number is, and a number follows its PO into another',
      inWorld(async (world) => {
        const [po, other] = [await enter(world, 'PO-1'), await enter(world, 'PO-2')];
        await add(world, [reservation(po, { decidedBy: world.ports.newId() })]);
        const document = createDocumentReader(defaultSiteRules)(sourceDocument({ docNo: 'FP25000669', poNo: 'X-1' }));
        const { known } = await world.ports.pos.lookUp([document], false);
        expect(known.reservations.get('FP25000669')).toMatchObject({ poId: po.id, state: 'RESERVED' });
        await world.ports.pos.change({ ids: [po.id] }, defaultNow, (found) => {
          expect(found.reservations.get('FP25000669')).toMatchObject({ poId: po.id });
          return {
            changes: {
              touched: [],
              added: new Set(),
              removed: [],
              recorded: [],
              changed: [],
              aliases: { taken: [], given: [] },
            },
            reservedFor: new Map([['FP25000669', other.id]]),
            result: null,
          };
        });
        const held = (await world.reservations.find({ numbers: ['FP25000669'] })).reservations.get('FP25000669');
        expect(held).toMatchObject({ poId: other.id, hours: 48, reservedAt: defaultNow });
      }),
    );

    it(
      'lists by address the POs that have numbers neither released nor matched by hand, each once',
      inWorld(async (world) => {
        const pos = await enterManualPos(
          world,
          Array.from({ length: 5 }, (_, i) => manualPo({ poNo: `PO-${i}` })),
        );
        const [a, b, c, d, e] = pos.map((result) => ('po' in result ? result.po : null)) as [Po, Po, Po, Po, Po];
        const { newId } = world.ports;
        await add(world, [
          reservation(a, { sequence: 1, decidedBy: newId() }),
          reservation(a, { sequence: 2, state: 'EXPIRED', decidedBy: newId() }),
          reservation(b, { sequence: 3, state: 'RELEASED', decidedBy: newId() }),
          reservation(c, { sequence: 4, state: 'MATCHED', document: 'FP25000004', decidedBy: newId() }),
          reservation(d, { sequence: 5, state: 'MATCHED', matchedBy: newId(), document: 'x', decidedBy: newId() }),
          reservation(e, { sequence: 6, state: 'MISMATCH', mismatch: 'conflict', document: 'x', decidedBy: newId() }),
        ]);
        const expected = [a, c, e].map(({ id }) => id).sort();
        expect(await world.reservations.posToMatch(10, null)).toEqual(expected);
        expect(await world.reservations.posToMatch(2, null)).toEqual(expected.slice(0, 2));
        expect(await world.reservations.posToMatch(2, expected[1]!)).toEqual(expected.slice(2));
        expect(await world.reservations.posToMatch(2, expected[2]!)).toEqual([]);
        expect((await world.reports.stats('2025-11-22', defaultNow)).reservations).toEqual({
          RESERVED: 1,
          MATCHED: 2,
          MISMATCH: 1,
          EXPIRED: 1,
          RELEASED: 1,
        });
      }),
    );

    it(
      'has a batch that was decided before a number was reserved decided anew',
      inWorld(async (world) => {
        const po = await enter(world, 'PO-1');
        const { revision } = await world.ports.pos.lookUp([], false);
        await add(world, [reservation(po, { decidedBy: world.ports.newId() })]);
        expect((await world.ports.pos.lookUp([], false)).revision).toBeGreaterThan(revision);
      }),
    );
  });
};
