import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { type ChangeResult, changePo } from '../manual/changePo.ts';
import { type EnterPoResult, enterPo } from '../manual/enterPo.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { PoChange } from '../manual/PoChange.ts';
import { reserveNumbers } from '../reservation/reserveNumbers.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, reservationSettings, somebody, sourceDocument } from './builders.ts';
import { type Reviewing, reviewing } from './reviewing.ts';
import { runToEnd } from './runToEnd.ts';
import { undoToEnd } from './undoRunContract.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

type Entered = EnterPoResult & { readonly outcome: 'entered' };
type Changed = ChangeResult & { readonly outcome: 'changed' };

const ordered = (qty: number): ManualPo['items'] => [{ product: 'KF001', qty, deliveryOn: null }];

/** What staff do with POs in a world, in few words. */
interface Staff extends Reviewing {
  tryToEnter(po: Partial<ManualPo>): Promise<EnterPoResult>;
  enter(po: Partial<ManualPo>): Promise<Entered>;
  tryToChange(on: string, change: PoChange, version?: number | null): Promise<ChangeResult>;
  change(on: string, change: PoChange): Promise<Changed>;
  record(...documents: readonly Partial<SourceDocument>[]): Promise<string>;
  undone(auditId: string): Promise<void>;
}

const staffIn = (world: World): Staff => {
  const review = reviewing(world);
  const tryToEnter = (po: Partial<ManualPo>): Promise<EnterPoResult> =>
    enterPo(world.ports, defaultSiteRules, { po: manualPo(po), by: somebody });
  const tryToChange = async (on: string, change: PoChange, version: number | null = null): Promise<ChangeResult> =>
    changePo(world.ports, defaultSiteRules, { poId: (await review.po(on)).po.id, change, by: somebody, version });
  return {
    ...review,
    tryToEnter,
    async enter(po) {
      const result = await tryToEnter(po);
      if (result.outcome !== 'entered') throw new Error(JSON.stringify(result));
      return result;
    },
    tryToChange,
    async change(on, change) {
      const result = await tryToChange(on, change);
      if (result.outcome !== 'changed') throw new Error(JSON.stringify(result));
      return result;
    },
    async record(...documents) {
      await world.setSource({ put: documents.map(sourceDocument) });
      return (await runToEnd(world)).result.run.id;
    },
    async undone(auditId) {
      expect(await review.undo(auditId)).toMatchObject({ outcome: 'undone', undid: auditId });
    },
  };
};

/** What every world must do when staff enter a PO, change it, and take that back (rules 3, 4, 6). */
export const changeContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);
  const given = (test: (world: World, staff: Staff) => Promise<void>) =>
    inWorld((world) => test(world, staffIn(world)));

  describe('entering a PO', () => {
    it(
      'makes it, with an entry in the trail, and is taken back for as long as nothing is built on it',
      given(async (world, staff) => {
        const before = await world.snapshot();
        const { po, version, auditId, takenOver, reopened, aliasOf, probable } = await staff.enter({});
        expect([takenOver, reopened, aliasOf, probable]).toEqual([false, false, null, []]);
        expect(await staff.po('PO-001')).toMatchObject({ po, version });
        expect(await staff.history(po.id)).toMatchObject([{ id: auditId, action: 'enter-po', by: somebody }]);
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(before);
        expect(await staff.history(po.id)).toMatchObject([{ action: 'undo', undoes: auditId }, { undoneBy: {} }]);
      }),
    );

    it(
      'is refused where staff entered it before, with what is there, and where a code or number says none',
      given(async (world, staff) => {
        const { po } = await staff.enter({});
        const before = await world.snapshot();
        expect(await staff.tryToEnter({ customer: 'kdkk' })).toEqual({ outcome: 'exists', po, same: true });
        expect(await staff.tryToEnter({ items: ordered(31) })).toEqual({ outcome: 'exists', po, same: false });
        expect(
          await staff.tryToEnter({ customer: '없음', poNo: '구두', items: [{ product: 'N/A', qty: 1 }] }),
        ).toMatchObject({
          outcome: 'unusable',
          fields: [{ field: 'customer' }, { field: 'poNo' }, { field: 'items[0].product' }],
        });
        expect(await world.snapshot()).toEqual(before);
        expect(await staff.history(po.id)).toHaveLength(1);
      }),
    );

    it(
      'takes over a PO that a backfill made; taken back, that is as FCMS has it again',
      given(async (world, staff) => {
        await staff.record({ qty: '40' });
        const before = await world.snapshot();
        const { auditId, takenOver, reopened, probable } = await staff.enter({ memo: '급함' });
        expect([takenOver, reopened, probable]).toEqual([true, false, []]);
        expect(await staff.open('FP25000001')).toEqual(['QTY_MISMATCH']);
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'has a PO live again that a backfill made and staff cancelled; taken back, it is cancelled as it was',
      given(async (world, staff) => {
        await staff.record({ product: '' });
        await staff.done('PO-001', { kind: 'cancel-po' });
        // The number of a cancelled PO is used again: a human is asked.
        await staff.record({ docNo: 'FP25000002', orderDate: '2025-11-21 09:00:00' });
        expect(await staff.open('FP25000002')).toEqual(['REUSED_PO_NO']);
        const before = await world.snapshot();
        const { po, auditId, takenOver, reopened } = await staff.enter({});
        expect([takenOver, reopened, po.state]).toEqual([true, true, 'open']);
        expect((await staff.po('PO-001')).po).toMatchObject({ state: 'open', manual: true, reviewed: true });
        // No cancelled PO's number any more; what was settled stays so.
        expect([await staff.open('FP25000001'), await staff.open('FP25000002')]).toEqual([[], []]);
        const [entry] = await staff.history(po.id);
        expect(entry).toMatchObject({
          action: 'enter-po',
          before: { pos: [{ po: { state: 'cancelled', manual: false } }] },
          after: { pos: [{ po: { state: 'open', manual: true } }] },
        });
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'lets what came and what FCMS changed meanwhile be decided anew, once it is taken back',
      given(async (_world, staff) => {
        await staff.record({});
        const { auditId } = await staff.enter({});
        await staff.record({ poNo: 'ELSE' }, { docNo: 'FP25000002' });
        expect(await staff.open('FP25000001')).toEqual(['SOURCE_CHANGED']);
        await staff.undone(auditId);
        await staff.record();
        expect((await staff.po('FP25000001')).po).toMatchObject({ poNo: 'ELSE', manual: false });
        const { po, deliveries } = await staff.po('FP25000002');
        expect([po.poNo, po.manual, deliveries.length]).toEqual(['PO-001', false, 1]);
      }),
    );

    it(
      'gives a number back to the PO that had it before, once it is taken back',
      given(async (world, staff) => {
        await staff.record({ poNo: 'OLD' });
        await staff.done('OLD', { kind: 'correct', poNo: 'NEW' });
        const before = await world.snapshot();
        const { auditId, aliasOf } = await staff.enter({ poNo: 'OLD' });
        expect(aliasOf).toMatchObject({ poNo: 'NEW' });
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(before);
        await staff.record({ docNo: 'FP25000009', poNo: 'OLD' });
        expect((await staff.po('FP25000009')).po.poNo).toBe('NEW');
      }),
    );

    it(
      'is not taken back once documents came to it by a number that another PO had before',
      given(async (_world, staff) => {
        await staff.record({ poNo: 'OLD' });
        await staff.done('OLD', { kind: 'correct', poNo: 'NEW' });
        const { auditId } = await staff.enter({ poNo: 'OLD' });
        await staff.record({ docNo: 'FP25000009', poNo: 'OLD' });
        expect(await staff.undo(auditId)).toMatchObject({
          refusal: { reason: 'documents-since', docNos: ['FP25000009'] },
        });
      }),
    );

    it(
      'is not taken back once documents have come, a number is reserved, or somebody wrote or decided something',
      given(async (world, staff) => {
        const delivered = await staff.enter({ poNo: 'A' });
        await staff.record({ poNo: 'A' });
        expect(await staff.undo(delivered.auditId)).toMatchObject({
          refusal: { reason: 'documents-since', docNos: ['FP25000001'] },
        });
        const reserved = await staff.enter({ poNo: 'B' });
        const wanted = { po: { id: reserved.po.id }, count: 1, acceptStale: false, by: somebody };
        await reserveNumbers({ ...world.ports, ...world }, reservationSettings(), wanted);
        const noted = await staff.enter({ poNo: 'C' });
        await staff.change('C', { memo: '전화함' });
        const changed = await staff.enter({ poNo: 'D' });
        await staff.change('D', { items: ordered(1) });
        const before = await world.snapshot();
        const results = [];
        for (const { auditId } of [reserved, noted, changed]) results.push(await staff.undo(auditId));
        expect(results).toMatchObject(
          ['reserve', 'edit-memo', 'change-po'].map((action) => ({ refusal: { reason: 'built-on', action } })),
        );
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'says which PO it probably is already, by another number, and enters it all the same',
      given(async (_world, staff) => {
        const home = { customer: 'KDKK', product: 'KF001', qty: '30', orderDate: '2025-11-19 09:00:00' };
        await staff.record({ ...home, poNo: 'ABC-2024-001' });
        const { po } = await staff.po('ABC-2024-001');
        const { probable } = await staff.enter({ poNo: 'ABC/2024/001' });
        expect(probable).toMatchObject([{ id: po.id, poNo: 'ABC-2024-001' }]);
        expect(probable[0]?.score).toBeGreaterThan(0.5);
        expect(probable[0]?.evidence.length).toBeGreaterThan(0);
        expect((await staff.enter({ poNo: 'XK-77', items: ordered(3) })).probable).toEqual([]);
      }),
    );

    it(
      'at once by many makes one PO',
      given(async (world, staff) => {
        const results = await Promise.all(Array.from({ length: 8 }, () => staff.tryToEnter({})));
        expect(results.filter(({ outcome }) => outcome === 'entered')).toHaveLength(1);
        expect(results.filter(({ outcome }) => outcome === 'exists')).toHaveLength(7);
        expect(await world.snapshot()).toHaveLength(1);
      }),
    );
  });

  describe('changing a PO', () => {
    it(
      'puts what staff say in its place, works the reasons out again and leaves the documents alone',
      given(async (world, staff) => {
        const { po } = await staff.enter({ items: ordered(30) });
        await staff.record({ qty: '40' });
        const [before, snapshot] = [await staff.po('PO-001'), await world.snapshot()];
        expect(await staff.open('FP25000001')).toEqual(['QTY_MISMATCH']);
        const change = { customerName: ' 관동 ', receivedOn: '2025-11-18', items: ordered(40), memo: '전화로 늘림' };
        const { auditId, version, takenOver } = await staff.change('PO-001', change);
        expect(takenOver).toBe(false);
        const after = await staff.po('PO-001');
        expect(after.po).toEqual({
          ...po,
          customerName: '관동',
          receivedOn: '2025-11-18',
          memo: '전화로 늘림',
          items: [{ ...po.items[0], qty: 40 }],
        });
        expect(version).toBeGreaterThan(before.version);
        expect(after.version).toBe(version);
        expect(after.createdAt).toEqual(before.createdAt);
        expect(after.deliveries).toEqual(before.deliveries.map((delivery) => ({ ...delivery, reasons: [] })));
        const [entry] = await staff.history(po.id);
        expect(entry).toMatchObject({ id: auditId, action: 'change-po', by: somebody, at: defaultNow });
        expect([entry?.before, entry?.after]).toMatchObject([
          { pos: [{ po: { items: [{ qty: 30 }] } }] },
          { pos: [{ po: { items: [{ qty: 40 }] } }] },
        ]);
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(snapshot);
      }),
    );

    it(
      'opens a reason that was settled for another quantity; taken back, it is settled again',
      given(async (world, staff) => {
        await staff.enter({ items: ordered(30) });
        await staff.record({ qty: '40' });
        await staff.done('PO-001', { kind: 'keep', note: '합의' });
        const before = await world.snapshot();
        const { auditId } = await staff.change('PO-001', { items: ordered(20) });
        expect(await staff.open('FP25000001')).toEqual(['QTY_MISMATCH']);
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'survives later runs, forced or not',
      given(async (world, staff) => {
        await staff.enter({});
        await staff.record({});
        await staff.change('PO-001', { items: ordered(5), memo: 'x' });
        await staff.record({ qty: '7', customerName: '새 이름' });
        await runToEnd(world, { force: true });
        const { po } = await staff.po('PO-001');
        expect(po).toMatchObject({ items: [{ qty: 5 }], memo: 'x', customerName: '관동화학', manual: true });
      }),
    );

    it(
      'makes empty what is null, and is refused when it is so already',
      given(async (_world, staff) => {
        await staff.enter({ memo: 'x' });
        await staff.change('PO-001', { customerName: null, receivedOn: null, memo: null });
        expect((await staff.po('PO-001')).po).toMatchObject({ customerName: null, receivedOn: null, memo: '' });
        for (const change of [{}, { memo: ' ' }, { customerName: '', items: ordered(30) }]) {
          expect(await staff.tryToChange('PO-001', change)).toMatchObject({ refusal: { reason: 'no-change' } });
        }
      }),
    );

    it(
      'is refused for a PO that is not there, a product that is no code, and by who saw an older version',
      given(async (world, staff) => {
        await staff.enter({});
        const { version } = await staff.po('PO-001');
        const nowhere = { poId: world.ports.newId(), change: { memo: 'x' }, by: somebody, version: null };
        expect(await changePo(world.ports, defaultSiteRules, nowhere)).toMatchObject({
          refusal: { reason: 'not-found' },
        });
        const items = [...ordered(1), { product: '?', qty: 1 }];
        expect(await staff.tryToChange('PO-001', { items })).toMatchObject({
          refusal: { reason: 'unusable', fields: [{ field: 'items[1].product', value: '?' }] },
        });
        await staff.change('PO-001', { memo: 'first' });
        const { version: now } = await staff.po('PO-001');
        expect(await staff.tryToChange('PO-001', { memo: 'second' }, version)).toEqual({
          outcome: 'refused',
          refusal: { reason: 'changed', version: now },
        });
        expect((await staff.po('PO-001')).po.memo).toBe('first');
      }),
    );

    it(
      'at once by two who saw the same is done by exactly one of them',
      given(async (_world, staff) => {
        await staff.enter({});
        const { version } = await staff.po('PO-001');
        const results = await Promise.all(
          [1, 2].map((qty) => staff.tryToChange('PO-001', { items: ordered(qty) }, version)),
        );
        expect(results.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'refused']);
        const winner = results.findIndex(({ outcome }) => outcome === 'changed');
        expect((await staff.po('PO-001')).po.items).toMatchObject([{ qty: winner + 1 }]);
      }),
    );

    it(
      'takes over a PO that a backfill made when staff say what was ordered, and gives it back',
      given(async (world, staff) => {
        await staff.record({ qty: '40' }, { docNo: 'FP25000002', qty: null });
        const before = await world.snapshot();
        const { auditId, takenOver } = await staff.change('PO-001', { items: ordered(30), receivedOn: '2025-11-01' });
        expect(takenOver).toBe(true);
        expect((await staff.po('PO-001')).po).toMatchObject({
          manual: true,
          receivedOn: '2025-11-01',
          items: [{ qty: 30, incomplete: false }],
        });
        expect(await staff.open('FP25000001')).toEqual(['QTY_MISMATCH']);
        await staff.undone(auditId);
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'of a PO that a backfill made is refused without what was ordered, or while it has no customer or number',
      given(async (world, staff) => {
        await staff.record({}, { docNo: 'FP25000002', poNo: null }, { docNo: 'FP25000003', customer: null, poNo: 'C' });
        const before = await world.snapshot();
        expect(await staff.tryToChange('FP25000001', { customerName: '관동' })).toMatchObject({
          refusal: { reason: 'items-needed' },
        });
        for (const docNo of ['FP25000002', 'FP25000003']) {
          expect(await staff.tryToChange(docNo, { items: ordered(1) })).toMatchObject({
            refusal: { reason: 'unnamed' },
          });
        }
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'of a cancelled PO is refused but for its memo',
      given(async (_world, staff) => {
        await staff.enter({});
        await staff.done('PO-001', { kind: 'cancel-po' });
        expect(await staff.tryToChange('PO-001', { items: ordered(1), memo: 'x' })).toMatchObject({
          refusal: { reason: 'cancelled' },
        });
        await staff.change('PO-001', { memo: '고객 취소' });
        expect((await staff.po('PO-001')).po).toMatchObject({ memo: '고객 취소', state: 'cancelled' });
      }),
    );

    it(
      'follows the address of a PO that was merged',
      given(async (world, staff) => {
        const { po } = await staff.enter({ poNo: 'A' });
        const into = (await staff.enter({ poNo: 'B' })).po.id;
        await staff.done('A', { kind: 'merge', into });
        const request = { poId: po.id, change: { memo: 'x' }, by: somebody, version: null };
        expect(await changePo(world.ports, defaultSiteRules, request)).toMatchObject({ poId: into });
      }),
    );
  });

  describe('a memo', () => {
    it(
      'is no decision: the PO goes on following FCMS, and a later decision is taken back without it',
      given(async (_world, staff) => {
        await staff.record({ qty: '0' });
        const { auditId } = await staff.change('PO-001', { memo: 'a' });
        expect((await staff.po('PO-001')).po).toMatchObject({ reviewed: false, manual: false, memo: 'a' });
        expect(await staff.history((await staff.po('PO-001')).po.id)).toMatchObject([{ action: 'edit-memo' }]);
        const kept = await staff.done('PO-001', { kind: 'keep', note: 'n' });
        const later = await staff.change('PO-001', { memo: 'b' });
        await staff.undone(kept);
        expect((await staff.po('PO-001')).po).toMatchObject({ reviewed: false, memo: 'b' });
        await staff.record({ poNo: 'ELSE', qty: '3' });
        expect((await staff.po('ELSE')).po).toMatchObject({ memo: 'b', items: [{ qty: 3 }] });
        expect(await staff.undo(auditId)).toMatchObject({ refusal: { reason: 'built-on', action: 'edit-memo' } });
        await staff.undone(later.auditId);
        await staff.undone(auditId);
        expect((await staff.po('ELSE')).po).toMatchObject({ memo: '', items: [{ qty: 3 }] });
      }),
    );

    it(
      'that a merger joined is built upon when it is written anew',
      given(async (_world, staff) => {
        await staff.enter({ poNo: 'A', memo: 'a' });
        const into = (await staff.enter({ poNo: 'B' })).po.id;
        const merged = await staff.done('A', { kind: 'merge', into });
        const { auditId } = await staff.change('B', { memo: 'c' });
        expect(await staff.undo(merged)).toMatchObject({ refusal: { reason: 'built-on', action: 'edit-memo' } });
        await staff.undone(auditId);
        await staff.undone(merged);
        expect([(await staff.po('A')).po.memo, (await staff.po('B')).po.memo]).toEqual(['a', '']);
      }),
    );

    it(
      'goes with the document when a run takes its PO away, and cannot be taken back then',
      given(async (world, staff) => {
        await staff.enter({ poNo: 'B', memo: 'b' });
        await staff.record({ poNo: 'A' });
        const { auditId } = await staff.change('A', { memo: 'a' });
        await staff.record({ poNo: 'B' });
        const { po, deliveries } = await staff.po('B');
        expect([po.memo, deliveries.length]).toEqual(['b\na', 1]);
        expect(await world.snapshot()).toHaveLength(1);
        expect(await staff.undo(auditId)).toMatchObject({ refusal: { reason: 'memo-gone' } });
      }),
    );

    it(
      'does not keep a run from being taken back, unless its PO would go',
      given(async (world, staff) => {
        await staff.record({ docNo: 'FP25000001', poNo: 'A' });
        const run = await staff.record({ docNo: 'FP25000002', poNo: 'A' }, { docNo: 'FP25000003', poNo: 'B' });
        await staff.change('A', { memo: 'a' });
        await staff.change('B', { memo: 'b' });
        expect(await undoToEnd(world, run)).toMatchObject({ refusals: ['B memo'], counts: { unrecorded: 1 } });
        expect((await staff.po('A')).po).toMatchObject({ memo: 'a', items: [{ qty: 10 }] });
      }),
    );
  });
};
