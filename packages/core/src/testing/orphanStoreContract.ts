import { describe, expect, it } from 'vitest';
import type { Orphan } from '../orphan/Orphan.ts';
import { orphanPlace } from '../orphan/OrphanPlace.ts';
import { moveReport, orphan } from './builders.ts';
import { collect } from './collect.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const at = (minute: number): Date => new Date(Date.UTC(2025, 10, 22, 3, minute));

/** As it is held after having been written. */
const held = (written: Orphan): Orphan => ({ ...written, version: written.version + 1 });

/** What every `OrphanStore` promises. `createWorld` gives each test a fresh, empty world. */
export const orphanStoreContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  describe('OrphanStore contract', () => {
    it(
      'holds nothing at first',
      inWorld(async ({ ports: { orphans } }) => {
        expect(await orphans.find(['FP25000001'])).toEqual([]);
        expect(await collect(orphans.unsettled())).toEqual([]);
        expect(await orphans.count('open')).toBe(0);
      }),
    );

    it(
      'gives back what was put, all of it',
      inWorld(async ({ ports: { orphans } }) => {
        const known = orphan('FP25000001', {
          report: moveReport({
            docNo: 'FP25000001',
            progressCode: '31',
            fillingDate: '2025-11-20 10:11:12',
            shippingDate: '2025-11-21 00:00:00',
            cylinders: 12,
            customerNames: ["O'Hara <b>%", '관동화학'],
          }),
        });
        const seen = orphan('x 1', {
          report: moveReport({ docNo: 'x 1', progressCode: null, addDatetime: null }),
          state: 'seen',
          openedAt: null,
        });
        const decided = orphan('FP25000002', {
          state: 'resolved',
          settledAt: at(7),
          decision: {
            state: 'attached',
            poId: '01900000-0000-7000-8000-000000000001',
            note: "O'Hara said so",
            by: '김',
            at: at(5),
            auditId: '01900000-0000-7000-8000-000000000002',
          },
          arrivedAt: at(6),
          landedOn: '01900000-0000-7000-8000-000000000003',
        });
        expect(await orphans.put([known, seen, decided])).toEqual([]);
        expect(await orphans.find(['FP25000001', 'nothing'])).toEqual([held(known)]);
        expect(await orphans.find(['x 1'])).toEqual([held(seen)]);
        expect(await orphans.find(['FP25000002'])).toEqual([held(decided)]);
        expect(await orphans.find([])).toEqual([]);
      }),
    );

    it(
      'replaces what it holds of a number, whole',
      inWorld(async ({ ports: { orphans } }) => {
        await orphans.put([orphan('FP25000001'), orphan('FP25000002')]);
        const changed = orphan('FP25000001', {
          version: 1,
          report: moveReport({ docNo: 'FP25000001', fillingDate: '2025-11-22 00:00:00', cylinders: 3 }),
          state: 'resolved',
          firstSeenAt: at(2),
          openedAt: at(3),
          settledAt: at(4),
        });
        await orphans.put([changed]);
        expect(await orphans.put([])).toEqual([]);
        expect(await orphans.find(['FP25000001'])).toEqual([held(changed)]);
        expect(await orphans.find(['FP25000002'])).toEqual([held(orphan('FP25000002'))]);
      }),
    );

    it(
      'writes nothing over what somebody wrote since it was read, and says so',
      inWorld(async ({ ports: { orphans } }) => {
        await orphans.put([orphan('FP25000001'), orphan('FP25000002')]);
        const [read] = await orphans.find(['FP25000001']);
        await orphans.put([{ ...read!, state: 'ignored' }]);
        const late = [read!, orphan('FP25000002', { version: 1, state: 'resolved' }), orphan('FP25000001')];
        expect(await orphans.put(late.slice(0, 2))).toEqual(['FP25000001']);
        expect(await orphans.put(late.slice(2))).toEqual(['FP25000001']);
        expect(await orphans.find(['FP25000001'])).toMatchObject([{ state: 'ignored', version: 2 }]);
        expect(await orphans.find(['FP25000002'])).toMatchObject([{ state: 'resolved', version: 2 }]);
      }),
    );

    it(
      'lists by number what is not resolved, and counts by state',
      inWorld(async ({ ports: { orphans } }) => {
        const states = ['open', 'seen', 'resolved', 'attached', 'made-po', 'ignored', 'open', 'seen'] as const;
        const all = states.map((state, i) => orphan(`FP2500000${9 - i}`, { state }));
        await orphans.put(all);
        const unsettled = await collect(orphans.unsettled());
        expect(unsettled).toEqual([7, 6, 5, 4, 3, 1, 0].map((i) => held(all[i]!)));
        for (const state of new Set(states)) {
          expect(await orphans.count(state)).toBe(states.filter((each) => each === state).length);
        }
      }),
    );

    it(
      'may be changed while the unsettled are listed',
      inWorld(async ({ ports: { orphans } }) => {
        const all = Array.from({ length: 40 }, (_, i) => orphan(`FP2500${String(i).padStart(4, '0')}`));
        await orphans.put(all);
        const listed: string[] = [];
        for await (const batch of orphans.unsettled()) {
          listed.push(...batch.map(({ report }) => report.docNo));
          await orphans.put(batch.map((each) => ({ ...each, state: 'resolved' as const, settledAt: at(9) })));
        }
        expect(listed).toEqual(all.map(({ report }) => report.docNo));
        expect(await orphans.count('resolved')).toBe(40);
        expect(await collect(orphans.unsettled())).toEqual([]);
      }),
    );

    it(
      'lists what waits for a human first, the newest day first, then what became of the others; page by page',
      inWorld(async ({ ports: { orphans } }) => {
        const aged = (docNo: string, day: number, given: Partial<Orphan> = {}): Orphan =>
          orphan(docNo, { report: moveReport({ docNo, fillingDate: `2025-11-${day} 10:00:00` }), ...given });
        const inOrder = [
          aged('FP25000005', 20),
          aged('FP25000007', 20),
          aged('FP25000001', 15, { state: 'attached', landedOn: '01900000-0000-7000-8000-000000000003' }),
          aged('FP25000004', 11),
          aged('FP25000003', 21, { state: 'made-po' }),
          aged('FP25000002', 20, { state: 'ignored' }),
          aged('FP25000008', 19, { state: 'attached' }),
          aged('FP25000006', 22, { state: 'resolved' }),
        ];
        const never = [
          aged('FP25000010', 22, { state: 'resolved', openedAt: null }),
          aged('FP25000011', 22, { state: 'seen' }),
        ];
        await orphans.put([...inOrder, ...never].reverse());
        const numbers = (found: readonly Orphan[]): readonly string[] => found.map(({ report }) => report.docNo);
        expect(await orphans.list({}, 100)).toEqual(inOrder.map(held));
        for (const size of [1, 2, 3, 8]) {
          const listed: string[] = [];
          for (let after: Orphan | undefined; ; ) {
            const page = await orphans.list({}, size, ...(after === undefined ? [] : [orphanPlace(after)]));
            listed.push(...numbers(page));
            expect(page.length).toBeLessThanOrEqual(size);
            after = page.at(-1);
            if (after === undefined) break;
          }
          expect(listed).toEqual(numbers(inOrder));
        }
        // Where the row that a page ended with has changed meanwhile, the next page begins where it stood.
        const [, second] = await orphans.list({}, 2);
        await orphans.put([{ ...second!, state: 'ignored' }]);
        expect(numbers(await orphans.list({}, 2, orphanPlace(second!)))).toEqual(['FP25000001', 'FP25000004']);
      }),
    );

    it(
      'lists by the day of filling, else of shipping, else of entry, else of the first look; a day that cannot be is none',
      inWorld(async ({ ports: { orphans } }) => {
        const days: readonly (readonly [string, string | null, string | null, string | null])[] = [
          ['2025-11-22', null, null, null],
          ['2100-12-31', '2100-12-31 23:59:59.999', null, null],
          ['1990-01-01', '1990-01-01 00:00:00', '2025-11-21 00:00:00', null],
          ['2025-11-20', '9999-12-31 00:00:00', '2025-11-20 00:00:00', null],
          ['2025-11-19', 'infinity', '-infinity', '2025-11-19 12:00:00'],
          ['2025-11-18', '1989-12-31 23:59:59', '2101-01-01 00:00:00', '2025-11-18'],
          ['2025-11-17', '2024-02-29 00:00:00 BC', '20250-01-01 00:00:00', '2025-11-17 00:00:00'],
        ];
        await orphans.put(
          days.map(([, fillingDate, shippingDate, addDatetime], i) =>
            orphan(`FP2500000${i}`, {
              // The day after in Seoul.
              firstSeenAt: new Date('2025-11-21T15:00:00Z'),
              report: moveReport({ docNo: `FP2500000${i}`, fillingDate, shippingDate, addDatetime }),
            }),
          ),
        );
        for (const [i, [day]] of days.entries()) {
          const listed = await orphans.list({ since: day, until: day }, 10);
          expect(listed.map(({ report }) => report.docNo)).toEqual([`FP2500000${i}`]);
          expect(orphanPlace(listed[0]!).day).toBe(day);
        }
      }),
    );

    it(
      'lists those of a state, and of the days that are asked for',
      inWorld(async ({ ports: { orphans } }) => {
        const aged = (docNo: string, day: number, state: Orphan['state'] = 'open'): Orphan =>
          orphan(docNo, { state, report: moveReport({ docNo, shippingDate: `2025-11-${day} 00:00:00` }) });
        await orphans.put([
          ...[aged('FP25000001', 15), aged('FP25000002', 16), aged('FP25000003', 17), aged('FP25000004', 16, 'seen')],
          ...[aged('FP25000005', 16, 'ignored'), aged('FP25000006', 14)],
        ]);
        const listed = async (...args: Parameters<typeof orphans.list>): Promise<readonly string[]> =>
          (await orphans.list(...args)).map(({ report }) => report.docNo.slice(-1));
        expect(await listed({ state: 'open' }, 10)).toEqual(['3', '2', '1', '6']);
        expect(await listed({ state: 'seen' }, 10)).toEqual(['4']);
        expect(await listed({ state: 'open', since: '2025-11-15', until: '2025-11-16' }, 10)).toEqual(['2', '1']);
        expect(await listed({ since: '2025-11-16' }, 10)).toEqual(['3', '2', '5']);
        const after = { group: 0, day: '2025-11-16', docNo: 'FP25000002' };
        expect(await listed({ state: 'open', until: '2025-11-16' }, 10, after)).toEqual(['1', '6']);
        expect(await listed({ state: 'attached' }, 10)).toEqual([]);
      }),
    );
  });
};
