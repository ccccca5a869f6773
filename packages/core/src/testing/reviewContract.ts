import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { probableMatchFacts } from '../review/matchFacts.ts';
import type { Reason } from '../review/Reason.ts';
import { defaultNow, manualPo, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { type Reviewing, reviewing } from './reviewing.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const inDays = (days: number): Date => new Date(defaultNow.getTime() + days * 86_400_000);

/** What every world must do with the decisions of reviewers (rules 3 and 6). */
export const reviewContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);
  const given = (
    documents: readonly Partial<SourceDocument>[],
    entered: readonly Partial<ManualPo>[],
    test: (world: World, review: Reviewing) => Promise<void>,
  ) =>
    inWorld(async (world) => {
      await enterManualPos(world, entered.map(manualPo));
      await record(world, documents);
      await test(world, reviewing(world));
    });
  const record = async (world: World, documents: readonly Partial<SourceDocument>[]): Promise<void> => {
    await world.setSource({ put: documents.map((one, i) => sourceDocument({ docNo: `FP2500000${i + 1}`, ...one })) });
    await runToEnd(world);
  };
  const next = async (world: World, one: Partial<SourceDocument>): Promise<void> => {
    await world.setSource({ put: [sourceDocument({ docNo: 'FP25000009', orderDate: '2025-11-21 09:00:00', ...one })] });
    await runToEnd(world);
  };

  const asked = { docNo: 'FP25000003', poNo: 'PO-1', orderDate: '2024-11-20 09:00:00' };
  /** A document whose candidate AAA was refused, and which names KDKK's PO since FCMS gave it that customer. */
  const refusedAndNamedAnew = (test: (world: World, review: Reviewing) => Promise<void>) =>
    given(
      [
        { ...asked, docNo: 'FP25000001', customer: 'AAA' },
        { ...asked, customer: null },
      ],
      [{ poNo: 'PO-1', items: [{ product: 'KF001', qty: 10 }] }],
      async (world, review) => {
        await review.done('FP25000003', { kind: 'correct', poNo: 'PO-3' });
        await record(world, [{ ...asked, customer: 'KDKK' }]);
        expect(await matchesOf(review)).toEqual({ open: [['KDKK']], resolved: [['AAA']] });
        await test(world, review);
      },
    );
  /** The customers of the candidates of each `PROBABLE_MATCH` of that document. */
  const matchesOf = async (review: Reviewing) => {
    const { deliveries } = await review.po('FP25000003');
    const { reasons, resolved } = deliveries.find(({ docNo }) => docNo === 'FP25000003')!;
    const customers = (all: readonly Reason[]) =>
      all
        .filter(({ code }) => code === 'PROBABLE_MATCH')
        .map(({ facts }) => probableMatchFacts(facts).candidates.map(({ customer }) => customer));
    return { open: customers(reasons), resolved: customers(resolved.map(({ reason }) => reason)) };
  };

  describe('correcting a PO', () => {
    it(
      'gives it the customer, settles what was missing, and leaves no alias for a missing customer',
      given([{ customer: null }], [], async (world, review) => {
        await review.done('FP25000001', { kind: 'correct', customer: 'kdkk' });
        const { po, deliveries } = await review.po('PO-001');
        expect(po).toMatchObject({
          identity: { customerKey: 'KDKK', poKey: 'PO-001' },
          customer: 'kdkk',
          reviewed: true,
          aliases: [],
        });
        expect(deliveries[0]?.reasons).toEqual([]);
        await next(world, { customer: null });
        expect(await review.open('FP25000009')).toContain('MISSING_CUSTOMER');
      }),
    );

    it(
      'keeps the old number as an alias: the next document with it comes here, and is shown once more',
      given([{ poNo: 'PO-O01' }], [], async (world, review) => {
        await review.done('FP25000001', { kind: 'correct', poNo: 'PO-001' });
        await next(world, { poNo: 'PO-O01' });
        const { po, deliveries } = await review.po('FP25000009');
        expect([po.poNo, po.aliases.map(({ identity }) => identity.poKey)]).toEqual(['PO-001', ['PO-O01']]);
        expect(deliveries.map(({ docNo, link }) => [docNo, link])).toEqual([
          ['FP25000001', 'new'],
          ['FP25000009', 'exact'],
        ]);
        expect(await review.open('FP25000009')).toEqual(['ALIAS_LINK']);
      }),
    );

    it(
      'gives a PO without a number one',
      given([{ poNo: '없음' }], [], async (_world, review) => {
        await review.done('FP25000001', { kind: 'correct', poNo: 'PO-7 2차' });
        expect((await review.po('PO-7')).po).toMatchObject({ poNo: 'PO-7', aliases: [] });
        expect(await review.open('FP25000001')).toEqual([]);
      }),
    );

    it(
      'merges it into the PO that has the number: deliveries move, nothing is lost, the old address leads to the new',
      given([{ poNo: 'PO-O01' }, {}], [{ items: [{ product: 'KF001', qty: 100 }] }], async (world, review) => {
        const old = (await review.po('FP25000001')).po.id;
        expect(await review.decide('FP25000001', { kind: 'correct', poNo: 'PO-001' })).toMatchObject({ merged: true });
        const { po, deliveries } = await review.po('PO-001');
        expect(deliveries.map(({ docNo, number }) => [docNo, number])).toEqual([
          ['FP25000001', 1],
          ['FP25000002', 2],
        ]);
        expect(po.manual).toBe(true);
        const found = await world.ports.pos.find({ ids: [old] });
        expect([found.merged.get(old), found.pos.map((one) => one.po.id)]).toEqual([po.id, [po.id]]);
        await next(world, { poNo: 'PO-O01' });
        expect((await review.po('FP25000009')).po.id).toBe(po.id);
      }),
    );

    it(
      'takes a number away from the PO that had it before, and says so',
      given([{ poNo: 'A' }, { poNo: 'B' }], [], async (_world, review) => {
        await review.done('FP25000001', { kind: 'correct', poNo: 'A-1' });
        expect(await review.decide('FP25000002', { kind: 'correct', poNo: 'A' })).toMatchObject({
          outcome: 'done',
          aliasOf: { customer: 'KDKK', poNo: 'A-1' },
        });
        expect((await review.po('FP25000001')).po.aliases).toEqual([]);
        expect((await review.po('FP25000002')).po.identity.poKey).toBe('A');
      }),
    );

    it(
      'puts a product in place of the one that FCMS lacks, as long as FCMS says nothing else',
      given([{ product: null }, {}], [], async (world, review) => {
        expect(await review.open('FP25000001')).toEqual(['MISSING_PRODUCT']);
        await review.done('FP25000001', { kind: 'correct', product: 'kf002' });
        expect((await review.po('FP25000001')).po.items).toMatchObject([
          { productKey: 'KF002', qty: 10 },
          { productKey: 'KF001', qty: 10 },
        ]);
        expect(await review.open('FP25000001')).toEqual([]);
        await world.setSource({ put: [sourceDocument({ product: null, qty: '11' })] });
        await runToEnd(world);
        expect((await review.po('FP25000001')).po.items).toMatchObject([{ productKey: 'KF002', qty: 11 }, {}]);
        await world.setSource({ put: [sourceDocument({ product: 'KF009', qty: '11' })] });
        await runToEnd(world);
        expect((await review.po('FP25000001')).po.items).toMatchObject([{ productKey: 'KF009', qty: 11 }, {}]);
      }),
    );

    it(
      'is refused with the fields that hold no code or number, and when nothing would change',
      given([{}], [], async (_world, review) => {
        const decision = { kind: 'correct', customer: '없음', poNo: '---', product: '?' } as const;
        expect(await review.decide('FP25000001', decision)).toEqual({
          outcome: 'refused',
          refusal: {
            reason: 'unusable',
            fields: [
              { field: 'customer', value: '없음' },
              { field: 'poNo', value: '---' },
              { field: 'product', value: '?' },
            ],
          },
        });
        expect(await review.decide('FP25000001', { kind: 'correct', poNo: 'PO-001' })).toMatchObject({
          refusal: { reason: 'no-change' },
        });
        const elsewhere = { kind: 'correct', product: 'KF002', docNo: 'FP25999999' } as const;
        expect(await review.decide('FP25000001', elsewhere)).toMatchObject({
          refusal: { reason: 'no-such-document', docNo: 'FP25999999' },
        });
      }),
    );
  });

  describe('merging POs', () => {
    it(
      'does not make twice the quantity of an order that was entered twice, and loses no product',
      given(
        [{}],
        [
          { poNo: 'A', memo: 'one', items: [{ product: 'KF001', qty: 30 }] },
          {
            poNo: 'B',
            memo: 'two',
            items: [
              { product: 'KF001', qty: 30 },
              { product: 'KF002', qty: 5 },
            ],
          },
        ],
        async (_world, review) => {
          await review.done('B', { kind: 'merge', into: (await review.po('A')).po.id });
          const { po } = await review.po('A');
          expect(po.items.map(({ productKey, qty }) => [productKey, qty])).toEqual([
            ['KF001', 30],
            ['KF002', 5],
          ]);
          expect(po.memo).toBe('one\ntwo');
          expect(po.aliases.map(({ identity }) => identity.poKey)).toEqual(['B']);
        },
      ),
    );

    it(
      'makes the PO that stays what staff entered',
      given([{ poNo: 'P' }], [{ poNo: 'A' }], async (_world, review) => {
        await review.done('A', { kind: 'merge', into: (await review.po('P')).po.id });
        const { po, deliveries } = await review.po('P');
        expect(po).toMatchObject({ manual: true, items: [{ productKey: 'KF001', qty: 30 }] });
        expect(deliveries).toHaveLength(1);
      }),
    );

    it(
      'is refused into itself, into a PO that is not there, and into a cancelled one',
      given([{ poNo: 'A' }, { poNo: 'B' }], [], async (world, review) => {
        const [a, b] = [await review.po('A'), await review.po('B')];
        const into = (id: string) => review.decide('A', { kind: 'merge', into: id });
        expect(await into(a.po.id)).toMatchObject({ refusal: { reason: 'same-po' } });
        expect(await into(world.ports.newId())).toMatchObject({ refusal: { reason: 'not-found' } });
        await review.done('B', { kind: 'cancel-po' });
        expect(await into(b.po.id)).toMatchObject({ refusal: { reason: 'target-cancelled', poNo: 'B' } });
      }),
    );
  });

  describe('giving a document to another PO', () => {
    it(
      'moves that one, and numbers both',
      given([{ poNo: 'A' }, { poNo: 'A' }, { poNo: 'B' }], [], async (_world, review) => {
        const b = await review.po('B');
        await review.done('A', { kind: 'move-document', docNo: 'FP25000001', into: b.po.id });
        const told = async (poNo: string) =>
          (await review.po(poNo)).deliveries.map(({ docNo, number }) => [docNo, number]);
        expect(await told('A')).toEqual([['FP25000002', 1]]);
        expect(await told('B')).toEqual([
          ['FP25000001', 1],
          ['FP25000003', 2],
        ]);
      }),
    );
  });

  describe('taking the quantity that FCMS says', () => {
    it(
      'orders what was instructed, of the products in question only',
      given(
        [{ qty: '20' }, { qty: '20' }, { product: 'KF009', qty: '7' }, { product: 'KF002', qty: '1' }],
        [
          {
            items: [
              { product: 'KF001', qty: 10 },
              { product: 'KF001', qty: 20 },
              { product: 'KF002', qty: 5 },
            ],
          },
        ],
        async (_world, review) => {
          await review.done('PO-001', { kind: 'accept-qty' });
          const { po, deliveries } = await review.po('PO-001');
          expect(po.items.map(({ productKey, qty }) => [productKey, qty])).toEqual([
            ['KF001', 10],
            ['KF001', 30],
            ['KF002', 5],
            ['KF009', 7],
          ]);
          expect(deliveries.flatMap(({ reasons }) => reasons)).toEqual([]);
        },
      ),
    );

    it(
      'is refused for a backfilled PO, and where no quantity is in question',
      given([{ poNo: 'B' }, {}], [{}], async (_world, review) => {
        expect(await review.decide('B', { kind: 'accept-qty' })).toMatchObject({ refusal: { reason: 'not-manual' } });
        expect(await review.decide('PO-001', { kind: 'accept-qty' })).toMatchObject({
          refusal: { reason: 'nothing-open' },
        });
      }),
    );
  });

  describe('keeping a PO as it is', () => {
    it(
      'settles its open reasons, until the document changes in what the reason is about',
      given([{ product: null, qty: '0' }], [], async (world, review) => {
        await review.done('FP25000001', { kind: 'keep', note: 'as agreed by phone' });
        expect(await review.open('FP25000001')).toEqual([]);
        await runToEnd(world, { force: true });
        expect(await review.open('FP25000001')).toEqual([]);
        await world.setSource({ put: [sourceDocument({ product: null, qty: '-1' })] });
        await runToEnd(world);
        expect(await review.open('FP25000001')).toEqual(['INVALID_QTY', 'SOURCE_CHANGED']);
      }),
    );

    it(
      'settles only the reasons that are named',
      given([{ product: null, qty: '0' }], [], async (_world, review) => {
        await review.done('FP25000001', { kind: 'keep', note: 'no product yet', codes: ['MISSING_PRODUCT'] });
        expect(await review.open('FP25000001')).toEqual(['INVALID_QTY']);
      }),
    );

    it(
      'wants a note, and something to settle',
      given([{}, { poNo: 'B', qty: '0' }], [], async (_world, review) => {
        expect(await review.decide('B', { kind: 'keep', note: ' ' })).toMatchObject({
          refusal: { reason: 'note-missing' },
        });
        expect(await review.decide('PO-001', { kind: 'keep', note: 'x' })).toMatchObject({
          refusal: { reason: 'nothing-open' },
        });
      }),
    );
  });

  describe('cancelling and reopening a PO', () => {
    it(
      'settles what is open; a document that comes then by its number is shown',
      given([{ qty: '0' }], [], async (world, review) => {
        await review.done('PO-001', { kind: 'cancel-po', note: 'customer called' });
        expect((await review.po('PO-001')).po.state).toBe('cancelled');
        expect(await review.open('FP25000001')).toEqual([]);
        await next(world, {});
        const { deliveries } = await review.po('PO-001');
        expect(deliveries[1]?.reasons).toEqual([
          { code: 'REUSED_PO_NO', facts: { lastDelivery: '2025-11-20', state: 'cancelled' } },
        ]);
        expect(await review.decide('PO-001', { kind: 'cancel-po' })).toMatchObject({
          refusal: { reason: 'no-change' },
        });
      }),
    );

    it(
      'opens again what was settled, and a cancelled PO',
      given([{ qty: '0' }, { poNo: 'B' }], [], async (_world, review) => {
        await review.done('PO-001', { kind: 'cancel-po' });
        await review.done('PO-001', { kind: 'reopen' });
        expect((await review.po('PO-001')).po.state).toBe('open');
        expect(await review.open('FP25000001')).toEqual(['INVALID_QTY']);
        expect(await review.decide('B', { kind: 'reopen' })).toMatchObject({ refusal: { reason: 'no-change' } });
      }),
    );

    it(
      'leaves a match as it is that named others after candidates were refused; so does taking that back',
      refusedAndNamedAnew(async (_world, review) => {
        const reopening = await review.done('FP25000003', { kind: 'reopen' });
        expect(await matchesOf(review)).toEqual({ open: [['KDKK']], resolved: [] });
        expect(await review.undo(reopening)).toMatchObject({ outcome: 'undone' });
        expect(await matchesOf(review)).toEqual({ open: [['KDKK']], resolved: [['AAA']] });
      }),
    );

    it(
      'taken back, names no candidate again that was refused before, whatever a run found meanwhile',
      refusedAndNamedAnew(async (world, review) => {
        const reopening = await review.done('FP25000003', { kind: 'reopen' });
        await record(world, [{ ...asked, customer: null }]);
        expect((await matchesOf(review)).open).toEqual([['AAA']]);
        expect(await review.undo(reopening)).toMatchObject({ outcome: 'undone' });
        expect(await matchesOf(review)).toEqual({ open: [['KDKK']], resolved: [['AAA']] });
      }),
    );
  });

  describe('a document that came by a corrected number', () => {
    const byAlias = (test: (world: World, review: Reviewing) => Promise<void>) =>
      given([{ poNo: 'OLD' }], [], async (world, review) => {
        await review.done('FP25000001', { kind: 'correct', poNo: 'NEW' });
        await next(world, { poNo: 'OLD' });
        await test(world, review);
      });

    it(
      'is shown no more once a human said "always" for that number',
      byAlias(async (world, review) => {
        await review.done('NEW', { kind: 'alias-always' });
        expect(await review.open('FP25000009')).toEqual([]);
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000008', poNo: 'OLD' })] });
        await runToEnd(world);
        expect((await review.po('FP25000008')).po.poNo).toBe('NEW');
        expect(await review.open('FP25000008')).toEqual([]);
      }),
    );

    it(
      'gets a PO of its own when a human said "another order", and the number leads there from then on',
      byAlias(async (world, review) => {
        await review.done('NEW', { kind: 'alias-other' });
        expect((await review.po('NEW')).deliveries.map(({ docNo }) => docNo)).toEqual(['FP25000001']);
        expect((await review.po('NEW')).po.aliases).toEqual([]);
        const { po, deliveries } = await review.po('OLD');
        expect(po).toMatchObject({ poNo: 'OLD', manual: false, reviewed: true });
        expect(deliveries).toMatchObject([{ docNo: 'FP25000009', number: 1, reasons: [] }]);
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000008', poNo: 'OLD' })] });
        await runToEnd(world);
        expect((await review.po('FP25000008')).po.id).toBe(po.id);
      }),
    );

    it(
      'stays when a PO with that number is entered, which takes the number away and says so',
      byAlias(async (world, review) => {
        const [result] = await enterManualPos(world, [manualPo({ poNo: 'OLD' })]);
        expect(result).toMatchObject({ outcome: 'created', aliasOf: { poNo: 'NEW' } });
        expect((await review.po('FP25000009')).po).toMatchObject({ poNo: 'NEW', aliases: [] });
        expect(await review.open('FP25000009')).toEqual([]);
      }),
    );
  });

  describe('two reviewers', () => {
    it(
      'never overwrite each other: who saw an older version is told',
      given([{ qty: '0' }], [], async (_world, review) => {
        const { version } = await review.po('PO-001');
        expect(await review.decide('PO-001', { kind: 'correct', poNo: 'PO-1' }, version)).toMatchObject({
          outcome: 'done',
        });
        const { version: now } = await review.po('PO-1');
        expect(await review.decide('PO-1', { kind: 'keep', note: 'x' }, version)).toEqual({
          outcome: 'refused',
          refusal: { reason: 'changed', version: now },
        });
      }),
    );

    it(
      'who decide at once about the same PO leave one decision and one refusal',
      given([{ qty: '0' }], [], async (_world, review) => {
        const { version } = await review.po('PO-001');
        const results = await Promise.all(
          ['one', 'two', 'three'].map((note) => review.decide('PO-001', { kind: 'keep', note }, version)),
        );
        expect(results.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused', 'refused']);
      }),
    );

    it(
      'who merge two POs into each other at once leave one of them',
      given([{ poNo: 'A' }, { poNo: 'B' }], [], async (world, review) => {
        const [a, b] = [(await review.po('A')).po.id, (await review.po('B')).po.id];
        await Promise.all([
          review.decide('A', { kind: 'merge', into: b }),
          review.decide('B', { kind: 'merge', into: a }),
        ]);
        const [one, ...more] = await world.snapshot();
        expect(more).toEqual([]);
        expect(one?.deliveries.map(({ number }) => number)).toEqual([1, 2]);
      }),
    );
  });

  describe('the history of a PO', () => {
    it(
      'holds who, when, on which way, before and after',
      given([{ qty: '0' }], [], async (_world, review) => {
        const { po } = await review.po('PO-001');
        await review.done('PO-001', { kind: 'keep', note: 'agreed' });
        const [entry, ...more] = await review.history(po.id);
        expect(more).toEqual([]);
        expect(entry).toMatchObject({
          at: defaultNow,
          by: { actor: 'tester', channel: 'cli', requestId: null },
          batchId: null,
          action: 'keep',
          subjects: [`po:${po.id}`],
          note: 'agreed',
          undoes: null,
          undoneBy: null,
        });
        const reasonsIn = (snapshot: unknown) =>
          (snapshot as { pos: { documents: { reasons: { code: string }[] }[] }[] }).pos.map(({ documents }) =>
            documents.map(({ reasons }) => reasons.map(({ code }) => code)),
          );
        expect([reasonsIn(entry?.before), reasonsIn(entry?.after)]).toEqual([[[['INVALID_QTY']]], [[[]]]]);
      }),
    );

    it(
      'holds what was entered, too',
      given([], [{}], async (_world, review) => {
        const { po } = await review.po('PO-001');
        expect(await review.history(po.id)).toMatchObject([
          { action: 'enter-po', before: { pos: [] }, after: { pos: [{ po: { poNo: 'PO-001' } }] } },
        ]);
      }),
    );
  });

  describe('a decision about many POs', () => {
    const five = ['A', 'B', 'C', 'D', 'E'].map((poNo) => ({ poNo, qty: poNo === 'C' ? '1' : '0' }));

    it(
      'says what became of each, and is taken back together',
      given(five, [], async (world, review) => {
        const before = await world.snapshot();
        const ids = await Promise.all(five.map(async ({ poNo }) => (await review.po(poNo)).po.id));
        const batchId = world.ports.newId();
        const rows = await review.decideAll([...ids, ids[0]!], { kind: 'keep', note: 'all agreed' }, batchId);
        expect(rows.map(({ poId, result }) => [ids.indexOf(poId), result.outcome])).toEqual([
          [0, 'done'],
          [1, 'done'],
          [2, 'refused'],
          [3, 'done'],
          [4, 'done'],
        ]);
        expect((await world.snapshot()).flatMap(({ deliveries }) => deliveries.flatMap((one) => one.reasons))).toEqual(
          [],
        );
        await review.done('B', { kind: 'correct', poNo: 'B-2' });
        const undone = await review.undoAll(batchId);
        expect(undone.map(({ outcome }) => outcome)).toEqual(['undone', 'undone', 'refused', 'undone']);
        const left = (await world.snapshot()).filter(({ reviewed }) => reviewed);
        expect(left.map(({ poNo }) => poNo)).toEqual(['B-2']);
        expect(await world.snapshot()).not.toEqual(before);
      }),
    );

    it(
      'may merge many into one',
      given([{ poNo: 'A' }, { poNo: 'B' }, { poNo: 'C' }], [], async (world, review) => {
        const before = await world.snapshot();
        const [a, b, c] = await Promise.all(['A', 'B', 'C'].map(async (poNo) => (await review.po(poNo)).po.id));
        const batchId = world.ports.newId();
        const rows = await review.decideAll([a!, b!, c!], { kind: 'merge', into: c! }, batchId);
        expect(rows.map(({ result }) => result.outcome)).toEqual(['done', 'done', 'refused']);
        expect(await world.snapshot()).toHaveLength(1);
        expect((await review.undoAll(batchId)).map(({ outcome }) => outcome)).toEqual(['undone', 'undone']);
        expect(await world.snapshot()).toEqual(before);
      }),
    );
  });

  describe('taking a decision back', () => {
    it(
      'is refused where a later decision builds on it, with who and when, and goes once that is taken back',
      given([{ qty: '0' }], [], async (world, review) => {
        const first = await review.done('PO-001', { kind: 'keep', note: 'a' });
        world.setNow(inDays(1));
        const second = await review.done('PO-001', { kind: 'cancel-po' });
        expect(await review.undo(first)).toEqual({
          outcome: 'refused',
          auditId: first,
          refusal: { reason: 'built-on', by: 'tester', at: inDays(1), action: 'cancel-po', auditId: second },
        });
        expect(await review.undo(second)).toMatchObject({ outcome: 'undone', undid: second });
        expect(await review.undo(first)).toMatchObject({ outcome: 'undone' });
        expect(await review.undo(first)).toMatchObject({ refusal: { reason: 'already-undone' } });
        expect((await review.po('PO-001')).po).toMatchObject({ reviewed: false, state: 'open' });
      }),
    );

    it(
      'goes for 30 days',
      given([{ qty: '0' }, { poNo: 'B', qty: '0' }], [], async (world, review) => {
        const [one, two] = [
          await review.done('PO-001', { kind: 'keep', note: 'a' }),
          await review.done('B', { kind: 'keep', note: 'b' }),
        ];
        world.setNow(inDays(30));
        expect(await review.undo(one)).toMatchObject({ outcome: 'undone' });
        world.setNow(new Date(inDays(30).getTime() + 1));
        expect(await review.undo(two)).toMatchObject({ refusal: { reason: 'too-late', at: defaultNow } });
      }),
    );

    it(
      'is refused where documents came by the number that it gave',
      given([{ poNo: 'OLD' }], [], async (world, review) => {
        const correction = await review.done('OLD', { kind: 'correct', poNo: 'NEW' });
        await next(world, { poNo: 'NEW' });
        expect(await review.undo(correction)).toMatchObject({
          refusal: { reason: 'documents-since', docNos: ['FP25000009'] },
        });
      }),
    );

    it(
      'is refused where another PO has the number by now',
      given([{ customer: null }], [], async (world, review) => {
        const correction = await review.done('FP25000001', { kind: 'correct', customer: 'KDKK' });
        await next(world, { customer: null });
        expect(await review.undo(correction)).toMatchObject({ refusal: { reason: 'number-taken', poNo: 'PO-001' } });
      }),
    );

    it(
      'is not for an undo, nor for what is not there',
      given([{ qty: '0' }], [], async (world, review) => {
        const undone = await review.undo(await review.done('PO-001', { kind: 'keep', note: 'a' }));
        expect(await review.undo(undone.auditId)).toMatchObject({
          refusal: { reason: 'not-undoable', action: 'undo' },
        });
        expect(await review.undo(world.ports.newId())).toMatchObject({ refusal: { reason: 'not-found' } });
      }),
    );

    it(
      'leaves with a PO what came by its old number since, and lets what FCMS changed meanwhile be decided anew',
      given([{ poNo: 'OLD' }], [], async (world, review) => {
        const correction = await review.done('OLD', { kind: 'correct', poNo: 'NEW' });
        await next(world, { poNo: 'OLD' });
        await world.setSource({ put: [sourceDocument({ poNo: 'ELSE' })] });
        await runToEnd(world);
        expect(await review.undo(correction)).toMatchObject({ outcome: 'undone' });
        const { po, deliveries } = await review.po('OLD');
        expect(po).toMatchObject({ reviewed: false, aliases: [] });
        expect(deliveries.map(({ docNo, reasons }) => [docNo, reasons])).toEqual([
          ['FP25000001', []],
          ['FP25000009', []],
        ]);
        await runToEnd(world);
        expect((await review.po('FP25000001')).po.poNo).toBe('ELSE');
      }),
    );

    it(
      'happens once when two ask for it at the same time',
      given([{ qty: '0' }], [], async (_world, review) => {
        const decision = await review.done('PO-001', { kind: 'keep', note: 'a' });
        const results = await Promise.all([review.undo(decision), review.undo(decision)]);
        expect(results.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'undone']);
      }),
    );
  });
};
