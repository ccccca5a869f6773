import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchTermsOf } from '../directory/searchTermsOf.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import { type PoEntry, type PoFilter, type PoPlace, type PoSort, poSorts } from '../ports/PoDirectory.ts';
import { refreshProgress } from '../progress/refreshProgress.ts';
import { priorityOf } from '../review/priority.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { hostileText } from './arbitraries.ts';
import { defaultNow, manualPo, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { allEntries, expectConsistentDirectory } from './expectConsistentDirectory.ts';
import { reviewing } from './reviewing.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const ofAll = { sort: 'newest', limit: 1000, after: null } as const;

const numbersOf = (entries: readonly PoEntry[]): readonly string[] => entries.map(({ poNo }) => poNo);

/** All pages of a list, one after the other. */
const inPages = async (
  { directory }: World,
  filter: PoFilter,
  sort: PoSort,
  limit: number,
): Promise<readonly PoEntry[]> => {
  const all: PoEntry[] = [];
  let after: PoPlace | null = null;
  do {
    const page = await directory.list(filter, { sort, limit, after });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    if (page.next !== null) expect(page.next.id).toBe(page.entries.at(-1)?.id);
    all.push(...page.entries);
    after = page.next;
  } while (after !== null);
  return all;
};

/** Cylinders `from`… of a document, with these codes. */
const moves = (docNo: string, cylinders: number, ...codes: readonly string[]) =>
  Array.from({ length: cylinders }, (_, cylinder) =>
    codes.map((code, seq) => ({
      cylinderNo: `${docNo}/${cylinder}`,
      seq: String(seq),
      code,
      docNo,
      movedAt: '2025-11-21 10:00:00',
    })),
  ).flat();

/**
 * Two manual POs of KDKK, one delivered in two documents and one exceeded; backfilled ones of SAM, of nobody, without a number, and one
 * that has no day; one cancelled by staff.
 */
const lifelike = async (world: World): Promise<void> => {
  await enterManualPos(world, [
    manualPo({
      poNo: 'PO-001',
      receivedOn: '2025-11-01',
      items: [
        { product: 'KF001', qty: 10, deliveryOn: '2025-11-25' },
        { product: 'KF001', qty: 20, deliveryOn: '2025-12-25' },
        { product: 'KF009', qty: 5, deliveryOn: '2026-01-10' },
      ],
    }),
    manualPo({ poNo: 'PO-002', receivedOn: '2025-11-10', items: [{ product: 'KF002', qty: 10 }] }),
    manualPo({ poNo: 'PO-X', customer: 'SAM', customerName: '삼성전자㈜', receivedOn: null }),
    manualPo({
      poNo: 'PO-Z',
      receivedOn: '2025-11-19',
      items: [{ product: 'KF001', qty: 1, deliveryOn: '2025-11-30' }],
    }),
  ]);
  await world.setSource({
    put: [
      sourceDocument({ docNo: 'FP25000001', poNo: 'PO-001', qty: '10' }),
      sourceDocument({ docNo: 'FP25000002', poNo: 'PO-001②', qty: '5' }),
      sourceDocument({ docNo: 'FP25000003', poNo: 'PO-002', product: 'KF002', qty: '15' }),
      sourceDocument({
        docNo: 'FP25000004',
        poNo: 'S_9',
        customer: 'sam-2',
        customerName: 'Samsung Display Co., Ltd.',
      }),
      sourceDocument({ docNo: 'FP25000005', poNo: 'N-1', customer: null, customerName: '미상 상사' }),
      sourceDocument({ docNo: 'FP25000006', poNo: '구두', customer: 'SAM', customerName: '삼성', qty: '0' }),
      sourceDocument({ docNo: 'x7', poNo: 'PO-003', orderDate: null, addDatetime: null }),
    ],
  });
  await runToEnd(world);
  await reviewing(world).done('PO-Z', { kind: 'cancel-po' });
};

/** What every `PoDirectory` promises. `createWorld` gives each test a fresh, empty world. */
export const poDirectoryContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  describe('PoDirectory contract', () => {
    it(
      'is empty where there is nothing',
      inWorld(async (world) => {
        expect(await world.directory.list({}, ofAll)).toEqual({ entries: [], next: null });
        expect(await world.directory.list({ search: 'PO' }, ofAll)).toEqual({ entries: [], next: null });
        expect(await world.directory.customers(null, { limit: 10, after: null })).toEqual({
          customers: [],
          next: null,
        });
        expect(await world.directory.totals({})).toMatchObject({ pos: 0, ordered: 0, instructed: 0, shipped: null });
      }),
    );

    it(
      'tells of each PO what the PO says',
      inWorld(async (world) => {
        await lifelike(world);
        await expectConsistentDirectory(world);
        const entries = await allEntries(world);
        expect(entries.find(({ poNo }) => poNo === 'PO-002')).toEqual({
          id: expect.any(String),
          version: expect.any(Number),
          customer: 'KDKK',
          customerName: '관동화학',
          poNo: 'PO-002',
          numberless: false,
          state: 'open',
          manual: true,
          receivedOn: '2025-11-10',
          // The item does not say it, the document does.
          nextDueOn: '2025-11-27',
          deliveries: 1,
          priority: 'critical',
          codes: ['QTY_MISMATCH'],
          ordered: 10,
          incomplete: false,
          instructed: 15,
          filled: null,
          warehoused: null,
          shipped: null,
          rate: null,
          stage: null,
          asOf: null,
        });
        expect(entries.find(({ numberless }) => numberless)).toMatchObject({
          poNo: 'FCMS-FP25000006',
          manual: false,
          incomplete: true,
          codes: ['MISSING_PO_NO', 'INVALID_QTY'],
        });
        expect(entries.find(({ poNo }) => poNo === 'PO-Z')).toMatchObject({ state: 'cancelled', nextDueOn: null });
      }),
    );

    it(
      'tells of a PO that a backfill made what is due next of its documents, until they are shipped',
      inWorld(async (world) => {
        const put = (docNo: string, qty: string | null, deliveryDate: string | null) =>
          sourceDocument({ docNo, qty, deliveryDate, product: docNo === 'FP25000004' ? null : 'KF001' });
        await world.setSource({
          put: [
            put('FP25000001', '2', '2025-11-25 00:00:00'),
            put('FP25000002', '3', '2025-12-05 00:00:00'),
            put('FP25000003', '2', null),
            put('FP25000004', null, '2026-01-10 00:00:00'),
            sourceDocument({ docNo: 'FP25000005', deliveryDate: '2025-11-21 00:00:00', progressCode: '51' }),
          ],
        });
        await runToEnd(world);
        const due = async () => (await allEntries(world))[0]?.nextDueOn;
        const shipped = async (docNo: string, cylinders: number) => {
          await world.setMoves({ put: [...moves(docNo, cylinders, '60')] });
          for await (const _ of refreshProgress(world, { at: defaultNow, everyMs: 0 }));
        };
        expect(await due()).toBe('2025-11-25');
        await shipped('FP25000001', 1);
        expect(await due()).toBe('2025-11-25');
        // What is shipped under one document is nothing of another, though the product be the same.
        await shipped('FP25000002', 4);
        expect(await due()).toBe('2025-11-25');
        await shipped('FP25000001', 2);
        // Nobody knows how many the last one asks for.
        expect(await due()).toBe('2026-01-10');
        await shipped('FP25000004', 9);
        expect(await due()).toBe('2026-01-10');
        await reviewing(world).done('PO-001', { kind: 'cancel-po' });
        expect(await due()).toBeNull();
      }),
    );

    it(
      'counts cylinders, and tells what is due next of what is not shipped',
      inWorld(async (world) => {
        await lifelike(world);
        const first = async () => {
          const { entries } = await world.directory.list({ search: 'PO-001' }, ofAll);
          return entries[0];
        };
        expect(await first()).toMatchObject({ nextDueOn: '2025-11-25', shipped: null });
        await world.setMoves({
          put: [...moves('FP25000001', 10, '22', '50', '60'), ...moves('FP25000002', 4, '31')],
        });
        for await (const _ of refreshProgress(world, { at: defaultNow, everyMs: 0 }));
        expect(await first()).toMatchObject({
          ...{ ordered: 35, instructed: 15, filled: 14, warehoused: 10, shipped: 10 },
          ...{ stage: 'shipped', nextDueOn: '2025-12-25', asOf: defaultNow },
        });
        expect((await first())?.rate).toBeCloseTo(100 * (10 / 35));
        expect(await world.directory.totals({ manual: true, customerKey: 'KDKK', state: 'open' })).toMatchObject({
          ...{ pos: 2, ordered: 45, instructed: 30, filled: 14, warehoused: 10, shipped: 10, asOf: defaultNow },
          byStage: { shipped: 1, instructed: 1 },
        });
        expect(await world.directory.totals({ search: 'FP25000004' })).toMatchObject({ pos: 1, shipped: 0, rate: 0 });
        expect(await world.directory.totals({ search: '?!' })).toMatchObject({ pos: 0, ordered: 0 });
        await expectConsistentDirectory(world);
      }),
    );

    it(
      'sorts by day, by number and by customer',
      inWorld(async (world) => {
        await lifelike(world);
        const entries = await allEntries(world);
        expect(entries.map(({ receivedOn }) => receivedOn)).toEqual([
          ...['2025-11-20', '2025-11-20', '2025-11-20', '2025-11-19', '2025-11-10', '2025-11-01', null, null],
        ]);
        for (const [i, entry] of entries.entries()) {
          const before = entries[i - 1];
          if (before?.receivedOn === entry.receivedOn) expect(compareCodePoints(before.id, entry.id)).toBeLessThan(0);
        }
        expect(numbersOf(await allEntries(world, 'number'))).toEqual([
          ...['N-1', 'PO-001', 'PO-002', 'PO-003', 'PO-X', 'PO-Z', 'S_9', 'FCMS-FP25000006'],
        ]);
        expect((await allEntries(world, 'customer')).map(({ customer, poNo }) => `${customer} ${poNo}`)).toEqual([
          ...['KDKK PO-Z', 'KDKK PO-002', 'KDKK PO-001', 'KDKK PO-003', 'SAM FCMS-FP25000006', 'SAM PO-X'],
          ...['sam-2 S_9', 'UNKNOWN N-1'],
        ]);
      }),
    );

    it(
      'finds by number, how it begins, product, document, and part of a code or name, and by nothing else',
      inWorld(async (world) => {
        await lifelike(world);
        const found = async (search: string): Promise<readonly string[]> => {
          const { entries } = await world.directory.list({ search }, { ...ofAll, sort: 'number' });
          return numbersOf(entries);
        };
        const all = ['N-1', 'PO-001', 'PO-002', 'PO-003', 'PO-X', 'PO-Z', 'S_9', 'FCMS-FP25000006'];
        expect(await found('')).toEqual(all);
        expect(await found(' \u3000')).toEqual(all);
        expect(await found('ｐｏ – 00')).toEqual(['PO-001', 'PO-002', 'PO-003']);
        expect(await found('PO-001(2차)')).toEqual(['PO-001']);
        expect(await found('O-001')).toEqual([]);
        expect(await found('po%')).toEqual([]);
        expect(await found('PO_')).toEqual([]);
        expect(await found('kf 009')).toEqual(['PO-001']);
        expect(await found('KF00')).toEqual([]);
        expect(await found('fp25000006')).toEqual(['FCMS-FP25000006']);
        expect(await found('x7')).toEqual(['PO-003']);
        expect(await found('FP2500000')).toEqual([]);
        expect(await found('관동')).toEqual(['PO-001', 'PO-002', 'PO-003', 'PO-Z']);
        expect(await found('dk')).toEqual(['PO-001', 'PO-002', 'PO-003', 'PO-Z']);
        expect(await found('display')).toEqual(['S_9']);
        // A customer is found by every name that its POs have, the PO of nobody by its own only.
        expect(await found('삼성전자')).toEqual(['PO-X', 'FCMS-FP25000006']);
        expect(await found('미상')).toEqual(['N-1']);
        expect(await found('UNKNOWN')).toEqual([]);
        expect(await found('sam')).toEqual(['PO-X', 'S_9', 'FCMS-FP25000006']);
        expect(await found('?!')).toEqual([]);
        expect(await found("'; DROP TABLE po.po; --")).toEqual([]);
      }),
    );

    it(
      'lists customers by part of code or name, in pages',
      inWorld(async (world) => {
        await lifelike(world);
        const { directory } = world;
        const keys = async (part: string | null) =>
          (await directory.customers(part, { limit: 10, after: null })).customers.map((each) => each.customerKey);
        expect(await directory.customers(null, { limit: 2, after: null })).toEqual({
          customers: [
            { customerKey: 'KDKK', customer: 'KDKK', customerName: '관동화학' },
            { customerKey: 'SAM', customer: 'SAM', customerName: '삼성' },
          ],
          next: 'SAM',
        });
        expect(await directory.customers(null, { limit: 2, after: 'SAM' })).toEqual({
          customers: [{ customerKey: 'SAM-2', customer: 'sam-2', customerName: 'Samsung Display Co., Ltd.' }],
          next: null,
        });
        expect(await keys('')).toEqual(['KDKK', 'SAM', 'SAM-2']);
        expect(await keys('Sam')).toEqual(['SAM', 'SAM-2']);
        expect(await keys('sam2')).toEqual(['SAM-2']);
        expect(await keys('전자')).toEqual(['SAM']);
        expect(await keys('ｄｉｓｐｌａｙ co')).toEqual(['SAM-2']);
        expect(await keys('미상')).toEqual([]);
        expect(await keys('%')).toEqual([]);
      }),
    );

    it(
      'forgets what was merged away, and customers that nothing is left of',
      inWorld(async (world) => {
        await world.setSource({
          put: [
            sourceDocument({ docNo: 'FP25000001', poNo: 'A-1' }),
            sourceDocument({ docNo: 'FP25000002', poNo: 'A-1', customer: 'KDDK', customerName: '관동' }),
          ],
        });
        await runToEnd(world);
        expect(numbersOf(await allEntries(world, 'customer'))).toEqual(['A-1', 'A-1']);
        const { po: target } = await reviewing(world).po('FP25000001');
        await reviewing(world).done('FP25000002', { kind: 'merge', into: target.id });
        expect(await allEntries(world)).toMatchObject([{ id: target.id, deliveries: 2 }]);
        expect((await world.directory.list({ customerKey: 'KDDK' }, ofAll)).entries).toEqual([]);
        expect((await world.directory.list({ search: 'KDDK' }, ofAll)).entries).toEqual([]);
        await expectConsistentDirectory(world);
      }),
    );

    it(
      'goes on behind a place where nothing stands any more, and where nothing ever stood',
      inWorld(async (world) => {
        await lifelike(world);
        const place = {
          id: 'nowhere',
          receivedOn: '2025-11-15',
          customerKey: 'M',
          numberless: false,
          number: 'PO-0025',
        };
        const behind = async (sort: PoSort, after: PoPlace) =>
          numbersOf((await world.directory.list({}, { sort, limit: 3, after })).entries);
        const uuid = { ...place, id: '01900000-0000-7000-8000-000000000000' };
        expect(await behind('newest', uuid)).toEqual((await allEntries(world)).slice(4, 7).map(({ poNo }) => poNo));
        expect(await behind('number', uuid)).toEqual(['PO-003', 'PO-X', 'PO-Z']);
        expect((await behind('customer', uuid)).slice(0, 2)).toEqual(['FCMS-FP25000006', 'PO-X']);
        expect(await behind('number', { ...uuid, numberless: true, number: 'FP25000001' })).toEqual([
          'FCMS-FP25000006',
        ]);
        expect(await behind('number', { ...uuid, numberless: true, number: 'FP25000009' })).toEqual([]);
      }),
    );

    it(
      'takes whatever is typed',
      inWorld(async (world) => {
        await lifelike(world);
        const all = new Set((await allEntries(world)).map(({ id }) => id));
        await fc.assert(
          fc.asyncProperty(hostileText(), fc.constantFrom(...poSorts), async (search, sort) => {
            const { entries } = await world.directory.list({ search }, { ...ofAll, sort });
            expect(entries.every(({ id }) => all.has(id))).toBe(true);
            const { customers } = await world.directory.customers(search, { limit: 10, after: null });
            expect(customers.length).toBeLessThanOrEqual(3);
          }),
        );
      }),
    );

    it(
      'gives the newest of the numbers that begin alike first, over any months, years and days that nobody knows',
      inWorld(async (world) => {
        const days = ['1990-01-01', '1999-12-02', '1999-12-31', '2000-01-01', '2000-01-30', '2000-01-31', '2004-02-29'];
        const later = ['2025-10-31', '2025-11-01', '2025-11-21', '2025-11-22', '2025-12-20', '2026-11-30', null];
        await enterManualPos(
          world,
          [...days, ...later].flatMap((receivedOn, n) =>
            ['A-1', 'A-2', 'B-1'].map((series) => manualPo({ poNo: `${series}${n}`, receivedOn })),
          ),
        );
        const all = await allEntries(world);
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom('A-', 'A-1', 'A-2', 'A-11', 'B', 'B-1', 'C'),
            fc.record({ receivedUntil: fc.constantFrom('2000-01-30', '2025-11-21') }, { requiredKeys: [] }),
            fc.integer({ min: 1, max: 8 }),
            async (search, filter, limit) => {
              const expected = all
                .filter(({ poNo }) => poNo.startsWith(search))
                .filter(({ receivedOn }) => (receivedOn ?? '9999') <= (filter.receivedUntil ?? '9999'))
                .toSorted(
                  (a, b) => compareCodePoints(b.receivedOn ?? '', a.receivedOn ?? '') || compareCodePoints(a.id, b.id),
                );
              const found = await inPages(world, { ...filter, search }, 'newest', limit);
              expect(numbersOf(found)).toEqual(numbersOf(expected));
            },
          ),
        );
      }),
    );

    const filterArb: fc.Arbitrary<PoFilter> = fc.record(
      {
        search: fc.constantFrom('PO-0', 'po', 'KF001', 'kf002', 'FP25000003', '관동', 's', 'zzz', 'A', '7'),
        review: fc.constantFrom('needs-review', 'critical', 'high', 'medium', 'low'),
        state: fc.constantFrom('open', 'cancelled'),
        customerKey: fc.constantFrom('KDKK', 'SAM', 'UNKNOWN', 'NOBODY'),
        productKey: fc.constantFrom('KF001', 'KF002', 'KF999'),
        manual: fc.boolean(),
        receivedSince: fc.constantFrom('2025-11-01', '2025-11-11'),
        receivedUntil: fc.constantFrom('2025-11-11', '2025-11-20'),
      },
      { requiredKeys: [] },
    );

    const isAskedFor = ({ po, deliveries }: HeldPo, filter: PoFilter): boolean => {
      const { search, review, state, customerKey, productKey, manual, receivedSince, receivedUntil } = filter;
      const priority = priorityOf(deliveries.flatMap(({ reasons }) => reasons));
      const { poKeyPrefix, docNos = [] } = (search === undefined ? null : searchTermsOf(search)) ?? {};
      const names = `${po.identity.customerKey === 'UNKNOWN' ? '' : po.customer} ${po.customerName}`.toUpperCase();
      return (
        (search === undefined ||
          po.identity.poKey?.startsWith(poKeyPrefix ?? '?') === true ||
          po.items.some((item) => item.productKey === search.toUpperCase()) ||
          deliveries.some(({ docNo }) => docNos.includes(docNo)) ||
          names.includes(search.toUpperCase())) &&
        (review === undefined || (review === 'needs-review' ? priority !== null : priority === review)) &&
        (state === undefined || po.state === state) &&
        (customerKey === undefined || po.identity.customerKey === customerKey) &&
        (productKey === undefined || po.items.some((item) => item.productKey === productKey)) &&
        (manual === undefined || po.manual === manual) &&
        (receivedSince === undefined || (po.receivedOn ?? '') >= receivedSince) &&
        (receivedUntil === undefined || (po.receivedOn ?? '9999') <= receivedUntil)
      );
    };

    it(
      'is, narrowed by any filter, sorted in any way and cut into pages of any size, what is asked for in order',
      inWorld(async (world) => {
        await enterManualPos(world, [
          ...[1, 2, 3, 4].map((n) => manualPo({ poNo: `PO-00${n}`, receivedOn: `2025-11-${10 + (n % 2)}` })),
          manualPo({ poNo: 'A-7', customer: 'SAM', customerName: '삼성', receivedOn: null }),
          manualPo({ poNo: 'A-8', items: ['KF002', 'KF001', 'KF001'].map((product) => ({ product, qty: 3 })) }),
        ]);
        await world.setSource({
          put: [
            sourceDocument({ docNo: 'FP25000001', poNo: 'PO-001', qty: '100' }),
            sourceDocument({ docNo: 'FP25000002', poNo: 'PO-002', product: 'KF002' }),
            sourceDocument({ docNo: 'FP25000003', poNo: 'PO-011', customer: 'SAM', customerName: '삼성' }),
            sourceDocument({
              docNo: 'FP25000004',
              poNo: 'PO-011',
              customer: 'SAM',
              customerName: '삼성',
              product: 'KF002',
            }),
            sourceDocument({ docNo: 'FP25000005', poNo: '구두', customer: 'SAM', customerName: '삼성' }),
            sourceDocument({ docNo: 'FP25000006', poNo: '전화', customer: null, customerName: '관동화학' }),
            sourceDocument({ docNo: 'FP25000007', poNo: 'a-7', customer: null, customerName: null, qty: '0' }),
            sourceDocument({ docNo: 'x8', poNo: 'B-1', orderDate: null, addDatetime: null, product: null }),
          ],
        });
        await runToEnd(world);
        await reviewing(world).done('PO-003', { kind: 'cancel-po' });
        const held = await expectConsistentDirectory(world);
        const inOrder = new Map<PoSort, readonly string[]>();
        for (const sort of poSorts)
          inOrder.set(
            sort,
            (await allEntries(world, sort)).map(({ id }) => id),
          );
        await fc.assert(
          fc.asyncProperty(
            filterArb,
            fc.constantFrom(...poSorts),
            fc.integer({ min: 1, max: 6 }),
            async (filter, sort, limit) => {
              const asked = new Set(held.filter((each) => isAskedFor(each, filter)).map(({ po }) => po.id));
              const entries = await inPages(world, filter, sort, limit);
              expect(entries.map(({ id }) => id)).toEqual(inOrder.get(sort)!.filter((id) => asked.has(id)));
              expect(await world.directory.totals(filter)).toMatchObject({
                pos: asked.size,
                ordered: entries.reduce((sum, { ordered }) => sum + ordered, 0),
                instructed: entries.reduce((sum, { instructed }) => sum + instructed, 0),
              });
            },
          ),
        );
      }),
    );
  });
};
