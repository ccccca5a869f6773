import { describe, expect, it } from 'vitest';
import type { Orphan } from '../orphan/Orphan.ts';
import { moveReport } from './builders.ts';
import { collect } from './collect.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const at = (minute: number): Date => new Date(Date.UTC(2025, 10, 22, 3, minute));

const orphan = (docNo: string, given: Partial<Orphan> = {}): Orphan => ({
  report: moveReport({ docNo }),
  state: 'open',
  firstSeenAt: at(0),
  openedAt: at(1),
  settledAt: null,
  decision: null,
  arrivedAt: null,
  landedOn: null,
  version: 0,
  ...given,
});

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
        await orphans.put([known, seen]);
        expect(await orphans.find(['FP25000001', 'nothing'])).toEqual([known]);
        expect(await orphans.find(['x 1'])).toEqual([seen]);
        expect(await orphans.find([])).toEqual([]);
      }),
    );

    it(
      'replaces what it holds of a number, whole',
      inWorld(async ({ ports: { orphans } }) => {
        await orphans.put([orphan('FP25000001'), orphan('FP25000002')]);
        const changed = orphan('FP25000001', {
          report: moveReport({ docNo: 'FP25000001', fillingDate: '2025-11-22 00:00:00', cylinders: 3 }),
          state: 'resolved',
          firstSeenAt: at(2),
          openedAt: at(3),
          settledAt: at(4),
        });
        await orphans.put([changed]);
        await orphans.put([]);
        expect(await orphans.find(['FP25000001'])).toEqual([changed]);
        expect(await orphans.find(['FP25000002'])).toEqual([orphan('FP25000002')]);
      }),
    );

    it(
      'lists by number what is open or seen, and counts by state',
      inWorld(async ({ ports: { orphans } }) => {
        const states = ['open', 'seen', 'resolved', 'attached', 'made-po', 'ignored', 'open', 'seen'] as const;
        const all = states.map((state, i) => orphan(`FP2500000${9 - i}`, { state }));
        await orphans.put(all);
        const unsettled = await collect(orphans.unsettled());
        expect(unsettled).toEqual([all[7], all[6], all[1], all[0]]);
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
  });
};
