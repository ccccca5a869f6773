import { describe, expect, it } from 'vitest';
import { refreshProgress } from '../progress/refreshProgress.ts';
import { defaultNow, manualPo, moveReport, sourceDocument } from './builders.ts';
import { collect } from './collect.ts';
import { enterManualPos } from './enterManualPos.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

/** What every `PoReports` promises. `createWorld` gives each test a fresh, empty world. */
export const poReportsContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  /** A plant's small week: a manual PO exceeded, two backfilled POs, one document without anything, one cancelled. */
  const lifelike = async (world: World): Promise<{ readonly runIds: readonly [string, string] }> => {
    await enterManualPos(world, [
      manualPo({
        poNo: 'po-001',
        customerName: null,
        items: [{ product: 'KF001', qty: 20, deliveryOn: '2025-12-01' }],
        memo: '급함',
      }),
      manualPo({ poNo: 'PO-009', receivedOn: null, items: [{ product: 'kf 9', qty: 1 }] }),
    ]);
    const second = sourceDocument({ docNo: 'FP25000002', qty: '15', poNo: 'PO-001②' });
    await world.setSource({
      put: [
        sourceDocument({ docNo: 'FP25000001' }),
        second,
        sourceDocument({ docNo: 'FP25000003', customer: 'SAM', product: 'kf 001', qty: '0' }),
        sourceDocument({ docNo: 'FP25000004', customer: 'SAM', product: 'KF001', qty: '7' }),
        sourceDocument({
          docNo: 'x1',
          customer: null,
          customerName: null,
          poNo: '없음',
          product: '',
          qty: null,
          orderDate: null,
          addDatetime: null,
        }),
        sourceDocument({ docNo: 'FP25000006', progressCode: '51' }),
        sourceDocument({ docNo: 'FP25000007', customer: 'SAM', poNo: 'S-2' }),
      ],
      putMoveReports: [moveReport({ docNo: 'FP25000090' })],
    });
    const first = await runToEnd(world);
    world.setNow(new Date('2025-11-22T16:30:00Z'));
    await world.setSource({
      put: [
        sourceDocument({ docNo: 'FP25000007', customer: 'SAM', poNo: 'S-2', progressCode: '51' }),
        sourceDocument({ docNo: 'FP25000008', poNo: 'K-1', orderDate: '2025-11-23 00:00:00' }),
        { ...second, qty: '16' },
      ],
    });
    const again = await runToEnd(world);
    return { runIds: [first.result.run.id, again.result.run.id] };
  };

  describe('PoReports contract', () => {
    it(
      'counts nothing of nothing, days included',
      inWorld(async ({ reports }) => {
        expect(await reports.stats('2025-11-21', defaultNow)).toEqual({
          pos: { total: 0, needsReview: 0, backfilled: 0, manual: 0 },
          reviews: { byReason: {}, byPriority: { critical: 0, high: 0, medium: 0, low: 0 } },
          documents: { recorded: 0, cancelled: 0 },
          orphans: { open: 0 },
          reservations: { RESERVED: 0, MATCHED: 0, MISMATCH: 0, EXPIRED: 0, RELEASED: 0 },
          createdPerDay: [
            { date: '2025-11-21', count: 0 },
            { date: '2025-11-22', count: 0 },
          ],
          lastRuns: [],
          progress: {
            asOf: null,
            ordered: 0,
            incomplete: false,
            instructed: 0,
            filled: null,
            warehoused: null,
            shipped: null,
            rate: null,
            byStage: null,
          },
        });
        expect(await reports.progressOf(['FP25000001'])).toEqual(new Map());
        expect(await collect(reports.documents())).toEqual([]);
        expect(await collect(reports.pos())).toEqual([]);
        expect(await collect(reports.reviews())).toEqual([]);
        expect(await collect(reports.orphans())).toEqual([]);
      }),
    );

    it(
      'counts POs, those to review by reason and by their highest priority, documents, orphans and days',
      inWorld(async (world) => {
        const { runIds } = await lifelike(world);
        const { lastRuns, progress, ...stats } = await world.reports.stats(
          '2025-11-21',
          new Date('2025-11-23T01:00:00Z'),
        );
        expect(stats).toEqual({
          pos: { total: 6, needsReview: 4, backfilled: 4, manual: 2 },
          reviews: {
            byReason: {
              MISSING_CUSTOMER: 1,
              MISSING_PO_NO: 1,
              MISSING_PRODUCT: 1,
              INVALID_QTY: 2,
              INVALID_DOC_NO: 1,
              QTY_MISMATCH: 1,
              CANCELLED_IN_FCMS: 1,
              SOURCE_CHANGED: 1,
            },
            byPriority: { critical: 0, high: 2, medium: 2, low: 0 },
          },
          documents: { recorded: 7, cancelled: 1 },
          orphans: { open: 1 },
          reservations: { RESERVED: 0, MATCHED: 0, MISMATCH: 0, EXPIRED: 0, RELEASED: 0 },
          createdPerDay: [
            { date: '2025-11-21', count: 0 },
            { date: '2025-11-22', count: 5 },
            { date: '2025-11-23', count: 1 },
          ],
        });
        expect(lastRuns.map(({ id }) => id)).toEqual([runIds[1], runIds[0]]);
        expect(lastRuns).toEqual(await world.ports.runs.latest(10));
        expect(progress).toMatchObject({ asOf: null, ordered: 38, incomplete: true, instructed: 43, byStage: null });
      }),
    );

    it(
      'lists the last ten real runs',
      inWorld(async (world) => {
        const ids: string[] = [];
        for (let minute = 0; minute < 12; minute += 1) {
          world.setNow(new Date(defaultNow.getTime() + minute * 60_000));
          ids.unshift((await runToEnd(world)).result.run.id);
          await runToEnd(world, { dryRun: true });
        }
        const { lastRuns } = await world.reports.stats('2025-11-22', defaultNow);
        expect(lastRuns.map(({ id }) => id)).toEqual(ids.slice(0, 10));
      }),
    );

    it(
      'counts a PO that is critical and high as critical alone',
      inWorld(async (world) => {
        await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty: 10 }] })]);
        const cancelledLater = sourceDocument({ docNo: 'FP25000001', qty: '1' });
        await world.setSource({ put: [cancelledLater, sourceDocument({ docNo: 'FP25000002', qty: '15' })] });
        await runToEnd(world);
        await world.setSource({ put: [{ ...cancelledLater, progressCode: '51' }] });
        await runToEnd(world);
        const { reviews } = await world.reports.stats('2025-11-22', defaultNow);
        expect(reviews).toEqual({
          byReason: { QTY_MISMATCH: 1, CANCELLED_IN_FCMS: 1 },
          byPriority: { critical: 1, high: 0, medium: 0, low: 0 },
        });
      }),
    );

    it(
      'exports documents by number, by code point',
      inWorld(async (world) => {
        await lifelike(world);
        const noProgress = { filled: null, warehoused: null, shipped: null };
        expect(await collect(world.reports.documents())).toEqual([
          {
            docNo: 'FP25000001',
            poNo: 'po-001',
            customer: 'KDKK',
            delivery: 1,
            outcome: 'created',
            link: 'exact',
            reasons: [],
            effectiveOn: '2025-11-20',
            product: 'KF001',
            qty: 10,
            cancelled: false,
            mark: null,
            ...noProgress,
          },
          {
            docNo: 'FP25000002',
            poNo: 'po-001',
            customer: 'KDKK',
            delivery: 2,
            outcome: 'needs-review',
            link: 'exact',
            reasons: ['QTY_MISMATCH', 'SOURCE_CHANGED'],
            effectiveOn: '2025-11-20',
            product: 'KF001',
            qty: 16,
            cancelled: false,
            mark: '②',
            ...noProgress,
          },
          {
            docNo: 'FP25000003',
            poNo: 'PO-001',
            customer: 'SAM',
            delivery: 1,
            outcome: 'needs-review',
            link: 'new',
            reasons: ['INVALID_QTY'],
            effectiveOn: '2025-11-20',
            product: 'kf 001',
            qty: null,
            cancelled: false,
            mark: null,
            ...noProgress,
          },
          {
            docNo: 'FP25000004',
            poNo: 'PO-001',
            customer: 'SAM',
            delivery: 2,
            outcome: 'created',
            link: 'exact',
            reasons: [],
            effectiveOn: '2025-11-20',
            product: 'KF001',
            qty: 7,
            cancelled: false,
            mark: null,
            ...noProgress,
          },
          {
            docNo: 'FP25000007',
            poNo: 'S-2',
            customer: 'SAM',
            delivery: null,
            outcome: 'needs-review',
            link: 'new',
            reasons: ['CANCELLED_IN_FCMS'],
            effectiveOn: '2025-11-20',
            product: 'KF001',
            qty: 10,
            cancelled: true,
            mark: null,
            ...noProgress,
          },
          {
            docNo: 'FP25000008',
            poNo: 'K-1',
            customer: 'KDKK',
            delivery: 1,
            outcome: 'created',
            link: 'new',
            reasons: [],
            effectiveOn: '2025-11-23',
            product: 'KF001',
            qty: 10,
            cancelled: false,
            mark: null,
            ...noProgress,
          },
          {
            docNo: 'x1',
            poNo: 'FCMS-x1',
            customer: 'UNKNOWN',
            delivery: 1,
            outcome: 'needs-review',
            link: 'new',
            reasons: ['MISSING_CUSTOMER', 'MISSING_PO_NO', 'MISSING_PRODUCT', 'INVALID_QTY', 'INVALID_DOC_NO'],
            effectiveOn: null,
            product: 'UNKNOWN',
            qty: null,
            cancelled: false,
            mark: null,
            ...noProgress,
          },
        ]);
      }),
    );

    it(
      'exports POs by customer and number, those without a number last',
      inWorld(async (world) => {
        await lifelike(world);
        const plain = {
          customerName: '관동화학',
          receivedOn: '2025-11-20',
          manual: false,
          incomplete: false,
          memo: '',
          filled: null,
          warehoused: null,
          shipped: null,
          rate: null,
          stage: null,
          asOf: null,
        };
        /** What is said of the only product of a PO before any cylinder was counted. */
        const product = (name: string, ordered: number, instructed = ordered, incomplete = false) => ({
          product: name,
          ordered,
          instructed,
          incomplete,
          filled: null,
          warehoused: null,
          shipped: null,
          rate: null,
          stage: null,
        });
        expect(await collect(world.reports.pos())).toEqual([
          {
            ...plain,
            customer: 'KDKK',
            poNo: 'K-1',
            receivedOn: '2025-11-23',
            items: [{ product: 'KF001', qty: 10, deliveryOn: null }],
            deliveries: 1,
            priority: null,
            reasons: [],
            ordered: 10,
            instructed: 10,
            products: [product('KF001', 10)],
          },
          {
            ...plain,
            customer: 'KDKK',
            customerName: null,
            poNo: 'po-001',
            receivedOn: '2025-11-19',
            manual: true,
            items: [{ product: 'KF001', qty: 20, deliveryOn: '2025-12-01' }],
            deliveries: 2,
            priority: 'medium',
            reasons: ['QTY_MISMATCH', 'SOURCE_CHANGED'],
            memo: '급함',
            ordered: 20,
            instructed: 26,
            products: [product('KF001', 20, 26)],
          },
          {
            ...plain,
            customer: 'KDKK',
            poNo: 'PO-009',
            receivedOn: null,
            manual: true,
            items: [{ product: 'kf 9', qty: 1, deliveryOn: null }],
            ordered: 1,
            instructed: 0,
            products: [product('kf 9', 1, 0)],
            deliveries: 0,
            priority: null,
            reasons: [],
          },
          {
            ...plain,
            customer: 'SAM',
            poNo: 'PO-001',
            items: [{ product: 'kf 001', qty: 7, deliveryOn: null }],
            incomplete: true,
            ordered: 7,
            instructed: 7,
            products: [product('kf 001', 7, 7, true)],
            deliveries: 2,
            priority: 'medium',
            reasons: ['INVALID_QTY'],
          },
          {
            ...plain,
            customer: 'SAM',
            poNo: 'S-2',
            items: [],
            ordered: 0,
            instructed: 0,
            products: [],
            deliveries: 0,
            priority: 'high',
            reasons: ['CANCELLED_IN_FCMS'],
          },
          {
            ...plain,
            customer: 'UNKNOWN',
            customerName: null,
            poNo: 'FCMS-x1',
            receivedOn: null,
            items: [{ product: 'UNKNOWN', qty: 0, deliveryOn: null }],
            incomplete: true,
            ordered: 0,
            instructed: 0,
            products: [product('UNKNOWN', 0, 0, true)],
            deliveries: 1,
            priority: 'high',
            reasons: ['MISSING_CUSTOMER', 'MISSING_PO_NO', 'MISSING_PRODUCT', 'INVALID_QTY', 'INVALID_DOC_NO'],
          },
        ]);
      }),
    );

    it(
      'exports open reasons, the most urgent POs first, then by PO, document and code',
      inWorld(async (world) => {
        await lifelike(world);
        const [first, second] = [defaultNow, new Date('2025-11-22T16:30:00Z')];
        const reviews = await collect(world.reports.reviews());
        expect(reviews.map(({ facts: _, ...review }) => Object.values(review))).toEqual([
          ['high', 'SAM', '관동화학', 'S-2', 'FP25000007', null, 'CANCELLED_IN_FCMS', second],
          ...['MISSING_CUSTOMER', 'MISSING_PO_NO', 'MISSING_PRODUCT', 'INVALID_QTY', 'INVALID_DOC_NO'].map((code) =>
            // Priority, customer, customer name, PO, document, delivery, reason, since when.
            ['high', 'UNKNOWN', null, 'FCMS-x1', 'x1', 1, code, first],
          ),
          // Still open, though its facts have changed.
          ['medium', 'KDKK', null, 'po-001', 'FP25000002', 2, 'QTY_MISMATCH', first],
          ['medium', 'KDKK', null, 'po-001', 'FP25000002', 2, 'SOURCE_CHANGED', second],
          ['medium', 'SAM', '관동화학', 'PO-001', 'FP25000003', 1, 'INVALID_QTY', first],
        ]);
        expect(reviews.find(({ reason }) => reason === 'QTY_MISMATCH')?.facts).toMatchObject({
          product: 'KF001',
          ordered: 20,
          instructed: 26,
        });
      }),
    );

    it(
      'forgets a reason that was closed, and opens it anew',
      inWorld(async (world) => {
        const at = (hour: number) => new Date(defaultNow.getTime() + hour * 3_600_000);
        for (const [hour, qty] of ['0', '5', '0'].entries()) {
          world.setNow(at(hour));
          await world.setSource({ put: [sourceDocument({ qty })] });
          await runToEnd(world);
        }
        expect(await collect(world.reports.reviews())).toMatchObject([{ reason: 'INVALID_QTY', openedAt: at(2) }]);
        await world.setSource({ put: [sourceDocument({ qty: '5' })] });
        await runToEnd(world);
        expect(await collect(world.reports.reviews())).toEqual([]);
      }),
    );

    it(
      'exports orphans by number, open and settled, but not what never was one',
      inWorld(async (world) => {
        const young = moveReport({ docNo: 'FP25000091', addDatetime: '2025-11-22 11:59:00' });
        const old = moveReport({
          docNo: 'FP25000093',
          cylinders: 3,
          fillingDate: '2025-11-20 00:00:00',
          customerNames: ['관동화학', '삼성'],
        });
        await world.setSource({ putMoveReports: [old, young, moveReport({ docNo: 'FP25000090' })] });
        await runToEnd(world);
        const common = { cylinders: 0, fillingDate: null, shippingDate: null, addDatetime: '2025-11-20 09:05:00' };
        const opened = { customerNames: [], firstSeenAt: defaultNow, openedAt: defaultNow, settledAt: null };
        const open = { ...common, state: 'open', ...opened };
        const isOpen = [
          { docNo: 'FP25000090', ...open },
          {
            docNo: 'FP25000093',
            ...open,
            cylinders: 3,
            fillingDate: '2025-11-20 00:00:00',
            customerNames: ['관동화학', '삼성'],
          },
        ];
        expect(await collect(world.reports.orphans())).toEqual(isOpen);

        const later = new Date(defaultNow.getTime() + 60_000);
        world.setNow(later);
        await world.setSource({
          put: [sourceDocument({ docNo: 'FP25000090' }), sourceDocument({ docNo: 'FP25000091' })],
        });
        await runToEnd(world);
        expect(await collect(world.reports.orphans())).toEqual([
          { ...isOpen[0], state: 'resolved', settledAt: later },
          isOpen[1],
        ]);
      }),
    );

    it(
      'tells how far documents, POs and all of them have come, as of the last pass, without what FCMS cancelled',
      inWorld(async (world) => {
        await lifelike(world);
        const moves = (docNo: string, reached: Readonly<Record<string, number>>) =>
          Object.entries(reached).flatMap(([code, cylinders]) =>
            Array.from({ length: cylinders }, (_, i) => ({
              cylinderNo: `${docNo.slice(-2)}${i}`,
              seq: code,
              code,
              docNo,
              movedAt: '2025-11-21 10:00:00',
            })),
          );
        await world.setMoves({
          put: [
            ...moves('FP25000001', { 22: 9, 50: 8, 60: 7 }),
            ...moves('FP25000002', { 31: 16, 50: 2 }),
            ...moves('FP25000004', { 22: 7, 50: 7, 60: 7 }),
            ...moves('FP25000007', { 22: 5, 50: 5, 60: 5 }),
            ...moves('FP25000008', { 22: 10, 50: 10, 60: 10 }),
            ...moves('FP25999999', { 60: 3 }),
          ],
        });
        for await (const _ of refreshProgress(world, { at: defaultNow, everyMs: 0 }));

        const documents = await collect(world.reports.documents());
        expect(documents.map(({ docNo, filled, warehoused, shipped }) => [docNo, filled, warehoused, shipped])).toEqual(
          [
            ['FP25000001', 9, 8, 7],
            ['FP25000002', 16, 2, 0],
            ['FP25000003', 0, 0, 0],
            ['FP25000004', 7, 7, 7],
            ['FP25000007', 5, 5, 5],
            ['FP25000008', 10, 10, 10],
            ['x1', 0, 0, 0],
          ],
        );
        const pos = await collect(world.reports.pos());
        expect(
          pos.map(({ poNo, filled, warehoused, shipped, rate, stage, asOf }) => ({
            poNo,
            counts: [filled, warehoused, shipped],
            rate,
            stage,
            asOf,
          })),
        ).toEqual([
          { poNo: 'K-1', counts: [10, 10, 10], rate: 100, stage: 'completed', asOf: defaultNow },
          { poNo: 'po-001', counts: [25, 10, 7], rate: 35, stage: 'shipped', asOf: defaultNow },
          { poNo: 'PO-009', counts: [0, 0, 0], rate: 0, stage: 'waiting', asOf: defaultNow },
          { poNo: 'PO-001', counts: [7, 7, 7], rate: null, stage: 'shipped', asOf: defaultNow },
          { poNo: 'S-2', counts: [0, 0, 0], rate: null, stage: 'waiting', asOf: defaultNow },
          { poNo: 'FCMS-x1', counts: [0, 0, 0], rate: null, stage: 'instructed', asOf: defaultNow },
        ]);
        const { progress } = await world.reports.stats('2025-11-22', defaultNow);
        expect(progress).toEqual({
          asOf: defaultNow,
          ordered: 38,
          incomplete: true,
          instructed: 43,
          filled: 42,
          warehoused: 27,
          shipped: 24,
          rate: (100 * 17) / 31,
          byStage: { waiting: 2, instructed: 1, filled: 0, warehoused: 0, shipped: 2, completed: 1 },
        });

        const asked = ['FP25000007', 'FP25000002', 'FP25000001', 'FP25000006', 'nothing'];
        const progressOf = await world.reports.progressOf(asked);
        expect(new Set(progressOf.keys())).toEqual(new Set(asked.slice(0, 3)));
        expect(progressOf.get('FP25000001')).toEqual(progressOf.get('FP25000002'));
        const ofManual = pos.find(({ poNo }) => poNo === 'po-001')!;
        expect(progressOf.get('FP25000002')).toMatchObject({
          asOf: defaultNow,
          po: { ordered: 20, instructed: 26, filled: 25, warehoused: 10, shipped: 7, rate: 35, stage: 'shipped' },
          items: ofManual.products,
          deliveries: [
            { docNo: 'FP25000001', delivery: 1, ordered: 10, shipped: 7, rate: 70, stage: 'shipped' },
            { docNo: 'FP25000002', delivery: 2, ordered: 16, shipped: 0, rate: 0, stage: 'warehoused' },
          ],
        });
        expect(progressOf.get('FP25000007')).toMatchObject({
          po: { ordered: 0, filled: 0 },
          items: [],
          deliveries: [],
        });
      }),
    );

    it(
      'tells what a run decided, as it decided it, by document number',
      inWorld(async (world) => {
        const { runIds } = await lifelike(world);
        expect(await collect(world.reports.decisions(runIds[0]))).toMatchObject([
          { docNo: 'FP25000001', outcome: 'created', action: 'attached', link: 'exact', delivery: 1 },
          { docNo: 'FP25000002', outcome: 'needs-review', action: 'attached', delivery: 2, reasons: ['QTY_MISMATCH'] },
          { docNo: 'FP25000003', outcome: 'needs-review', action: 'new-po', link: 'new', delivery: 1 },
          { docNo: 'FP25000004', outcome: 'created', action: 'attached', link: 'exact', delivery: 2 },
          { docNo: 'FP25000007', outcome: 'created', action: 'new-po', link: 'new', delivery: 1 },
          { docNo: 'x1', outcome: 'needs-review', action: 'new-po', customer: 'UNKNOWN', poNo: 'FCMS-x1' },
        ]);
        expect(await collect(world.reports.decisions(runIds[0], 'FP25000004'))).toMatchObject([
          { docNo: 'FP25000007' },
          { docNo: 'x1' },
        ]);
        expect(await collect(world.reports.decisions(runIds[1]))).toEqual([
          {
            docNo: 'FP25000002',
            outcome: 'needs-review',
            action: 'none',
            link: null,
            customer: 'KDKK',
            poNo: 'po-001',
            delivery: 2,
            reasons: ['QTY_MISMATCH', 'SOURCE_CHANGED'],
            undone: false,
          },
          {
            docNo: 'FP25000007',
            outcome: 'needs-review',
            action: 'none',
            link: null,
            customer: 'SAM',
            poNo: 'S-2',
            delivery: null,
            reasons: ['CANCELLED_IN_FCMS'],
            undone: false,
          },
          {
            docNo: 'FP25000008',
            outcome: 'created',
            action: 'new-po',
            link: 'new',
            customer: 'KDKK',
            poNo: 'K-1',
            delivery: 1,
            reasons: [],
            undone: false,
          },
        ]);
        expect(await collect(world.reports.decisions(world.ports.newId()))).toEqual([]);
      }),
    );

    it(
      'keeps nothing of a dry run',
      inWorld(async (world) => {
        await world.setSource({ put: [sourceDocument()], putMoveReports: [moveReport({ docNo: 'FP25000090' })] });
        const { result } = await runToEnd(world, { dryRun: true });
        expect(result.tally.created.total).toBe(1);
        expect(await collect(world.reports.decisions(result.run.id))).toEqual([]);
        expect(await world.reports.stats('2025-11-22', defaultNow)).toMatchObject({
          pos: { total: 0 },
          orphans: { open: 0 },
          reservations: { RESERVED: 0, MATCHED: 0, MISMATCH: 0, EXPIRED: 0, RELEASED: 0 },
          lastRuns: [],
        });
      }),
    );

    it(
      'exports each of many, once and in order',
      inWorld(async (world) => {
        const docNos = Array.from({ length: 300 }, (_, i) => `FP25${String(i).padStart(6, '0')}`);
        await world.setSource({ put: docNos.map((docNo, i) => sourceDocument({ docNo, poNo: `PO-${i % 61}` })) });
        const { result } = await runToEnd(world);
        const exported = await collect(world.reports.documents());
        expect(exported.map(({ docNo }) => docNo)).toEqual(docNos);
        const decided = await collect(world.reports.decisions(result.run.id));
        expect(decided.map(({ docNo }) => docNo)).toEqual(docNos);
        const pos = await collect(world.reports.pos());
        expect(pos.map(({ poNo }) => poNo)).toEqual(Array.from({ length: 61 }, (_, i) => `PO-${i}`).sort());
        expect(pos.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(300);
      }),
    );

    it(
      'exports each of more than are read at a time, once and in order',
      inWorld(async (world) => {
        const docNos = Array.from({ length: 1_010 }, (_, i) => `FP25${String(i).padStart(6, '0')}`);
        const numberless = docNos.map((docNo) => docNo.replace('FP25', 'FP24'));
        const orphans = docNos.map((docNo) => docNo.replace('FP25', 'FP23'));
        await world.setSource({
          put: [
            ...docNos.map((docNo, i) => sourceDocument({ docNo, poNo: `A-${9_999 - i}`, qty: '0' })),
            ...numberless.map((docNo) => sourceDocument({ docNo, poNo: null, product: docNo })),
          ],
          putMoveReports: orphans.map((docNo) => moveReport({ docNo })),
        });
        await runToEnd(world);
        const reviews = await collect(world.reports.reviews());
        expect(reviews.map(({ docNo }) => docNo)).toEqual([...numberless, ...docNos.toReversed()]);
        const exported = await collect(world.reports.orphans());
        expect(exported.map(({ docNo }) => docNo)).toEqual(orphans);
      }),
    );
  });
};
