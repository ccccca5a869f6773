import { describe, expect, it } from 'vitest';
import type { PoId } from '../po/Po.ts';
import { mostReasons, type ReviewEntry, type ReviewFilter, type ReviewPlace } from '../ports/ReviewQueue.ts';
import { createPoFinder } from '../review/createPoFinder.ts';
import { createReviewDetails } from '../review/createReviewDetails.ts';
import { priorities } from '../review/priority.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { defaultNow, manualPo, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const minutesLater = (minutes: number): Date => new Date(defaultNow.getTime() + minutes * 60_000);

const from = (entry: ReviewEntry | undefined): ReviewPlace | null =>
  entry === undefined ? null : { priority: entry.priority, since: entry.since, id: entry.id };

const readAll = async ({ reviews }: World, filter: ReviewFilter = {}): Promise<readonly ReviewEntry[]> => {
  const { entries, next } = await reviews.list(filter, { limit: 1000, after: null });
  expect(next).toBeNull();
  return entries;
};

/** What every `ReviewQueue` promises. `createWorld` gives each test a fresh, empty world. */
export const reviewQueueContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  /**
   * At first: a manual PO exceeded by a half (critical), one exceeded by a tenth (medium). Ten minutes later: a document
   * without a customer (high), one without a number (high), one with a malformed number (low), and one without any reason.
   */
  const lifelike = async (world: World): Promise<void> => {
    await enterManualPos(world, [
      manualPo({ poNo: 'PO-001', items: [{ product: 'KF001', qty: 20 }] }),
      manualPo({ poNo: 'PO-002', customer: 'SAM', items: [{ product: 'KF001', qty: 100 }] }),
    ]);
    await world.setSource({
      put: [
        sourceDocument({ docNo: 'FP25000001', qty: '30' }),
        sourceDocument({ docNo: 'FP25000002', poNo: 'PO-002', customer: 'SAM', qty: '110' }),
      ],
    });
    await runToEnd(world);
    world.setNow(minutesLater(10));
    await world.setSource({
      put: [
        sourceDocument({ docNo: 'FP25000003', poNo: 'po-003', customer: null, customerName: null }),
        sourceDocument({ docNo: 'FP25000004', poNo: '구두', qty: '0', product: 'KF004' }),
        sourceDocument({ docNo: 'x5', poNo: 'PO-1005' }),
        sourceDocument({ docNo: 'FP25000006', poNo: 'PO-1006' }),
      ],
    });
    await runToEnd(world);
  };

  describe('ReviewQueue contract', () => {
    it(
      'is empty where there is nothing to review',
      inWorld(async (world) => {
        expect(await readAll(world)).toEqual([]);
        expect(await world.reviews.ids({})).toEqual([]);
        expect(await world.reviews.numbered('PO-001', 10)).toEqual([]);
        expect(await world.reviews.openReasons('nobody')).toEqual([]);
        await world.setSource({ put: [sourceDocument()] });
        await runToEnd(world);
        expect(await readAll(world)).toEqual([]);
      }),
    );

    it(
      'tells of each PO what is open, since when, and with which facts',
      inWorld(async (world) => {
        await lifelike(world);
        const entries = await readAll(world);
        expect(entries.map(({ priority }) => priority)).toEqual(['critical', 'high', 'high', 'medium', 'low']);
        expect(new Map(entries.map(({ poNo, codes }) => [poNo, codes]))).toEqual(
          new Map([
            ['PO-001', ['QTY_MISMATCH']],
            ['po-003', ['MISSING_CUSTOMER']],
            ['FCMS-FP25000004', ['MISSING_PO_NO', 'INVALID_QTY']],
            ['PO-002', ['QTY_MISMATCH']],
            ['PO-1005', ['INVALID_DOC_NO']],
          ]),
        );
        const [exceeded] = entries;
        const held = await world.ports.pos.find({ ids: [exceeded!.id] });
        expect(exceeded).toEqual({
          id: held.pos[0]?.po.id,
          version: held.pos[0]?.version,
          customer: 'KDKK',
          customerName: '관동화학',
          poNo: 'PO-001',
          numberless: false,
          manual: true,
          state: 'open',
          receivedOn: '2025-11-19',
          priority: 'critical',
          since: defaultNow,
          deliveries: 1,
          codes: ['QTY_MISMATCH'],
          reasons: [
            {
              code: 'QTY_MISMATCH',
              facts: { product: 'KF001', ordered: 20, instructed: 30, difference: 10, percent: 50 },
              docNo: 'FP25000001',
              delivery: 1,
              since: defaultNow,
            },
          ],
        });
        const numberless = entries.find((entry) => entry.numberless);
        expect(numberless).toMatchObject({
          poNo: 'FCMS-FP25000004',
          manual: false,
          since: minutesLater(10),
          codes: ['MISSING_PO_NO', 'INVALID_QTY'],
          reasons: [
            { code: 'MISSING_PO_NO', docNo: 'FP25000004', facts: { raw: '구두' } },
            { code: 'INVALID_QTY', docNo: 'FP25000004', facts: { raw: '0' } },
          ],
        });
        expect(entries.find(({ customer }) => customer === 'UNKNOWN')).toMatchObject({
          customerName: null,
          codes: ['MISSING_CUSTOMER'],
        });
      }),
    );

    it(
      'puts the most urgent first, of equals the one that has waited longest, then goes by address',
      inWorld(async (world) => {
        const flaw = (docNo: string, given: Parameters<typeof sourceDocument>[0]) =>
          sourceDocument({ docNo, ...given });
        for (const [round, first] of [1, 4, 7].entries()) {
          world.setNow(minutesLater(round));
          await world.setSource({
            put: [
              flaw(`FP2500000${first}`, { poNo: `A-${first}`, product: null }),
              flaw(`FP2500000${first + 1}`, { poNo: `A-${first + 1}`, product: null }),
              flaw(`FP2500000${first + 2}`, { poNo: '없음' }),
            ],
          });
          await runToEnd(world);
        }
        const entries = await readAll(world);
        expect(entries.map(({ priority, since }) => [priority, since])).toEqual([
          ...[0, 1, 2].map((minute) => ['high', minutesLater(minute)]),
          ...[0, 0, 1, 1, 2, 2].map((minute) => ['medium', minutesLater(minute)]),
        ]);
        for (const [i, entry] of entries.entries()) {
          const before = entries[i - 1];
          if (before === undefined || before.priority !== entry.priority || before.since < entry.since) continue;
          expect(compareCodePoints(before.id, entry.id)).toBeLessThan(0);
        }
        expect(await world.reviews.ids({})).toEqual(entries.map(({ id }) => id));
      }),
    );

    it(
      'is the same cut into pages of any size, and a page goes on where the last one ended',
      inWorld(async (world) => {
        await lifelike(world);
        const whole = await readAll(world);
        for (const limit of [1, 2, 3, 4, 5, 6]) {
          const pages: (readonly ReviewEntry[])[] = [];
          let after: ReviewPlace | null = null;
          do {
            const page = await world.reviews.list({}, { limit, after });
            pages.push(page.entries);
            expect(page.next).toEqual(page.next === null ? null : from(page.entries.at(-1)));
            after = page.next;
          } while (after !== null);
          expect(pages.flat()).toEqual(whole);
          expect(pages.every(({ length }) => length <= limit && length > 0)).toBe(true);
        }
        const high = await world.reviews.list({ priority: 'high' }, { limit: 1, after: null });
        expect(high.next).not.toBeNull();
        const rest = await world.reviews.list({ priority: 'high' }, { limit: 1, after: high.next });
        expect(rest).toEqual({ entries: [whole[2]], next: null });
        // A place that nothing stands at any more is a place all the same.
        const gone = { priority: 'high', since: minutesLater(5), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } as const;
        expect((await world.reviews.list({}, { limit: 9, after: gone })).entries).toEqual(whole.slice(1));
      }),
    );

    it(
      'is narrowed by priority, reason, customer, number, origin and waiting, alone and together',
      inWorld(async (world) => {
        await lifelike(world);
        const whole = await readAll(world);
        const numbers = async (filter: ReviewFilter): Promise<readonly string[]> => {
          const entries = await readAll(world, filter);
          const ids = await world.reviews.ids(filter);
          expect(entries).toEqual(whole.filter(({ id }) => ids.includes(id)));
          return entries.map(({ poNo }) => poNo).sort();
        };
        for (const priority of priorities) {
          const expected = whole.filter((entry) => entry.priority === priority).map(({ poNo }) => poNo);
          expect(await numbers({ priority })).toEqual(expected.sort());
        }
        expect(await numbers({ reason: 'QTY_MISMATCH' })).toEqual(['PO-001', 'PO-002']);
        expect(await numbers({ reason: 'INVALID_QTY' })).toEqual(['FCMS-FP25000004']);
        expect(await numbers({ reason: 'ALIAS_LINK' })).toEqual([]);
        expect(await numbers({ customerKey: 'SAM' })).toEqual(['PO-002']);
        expect(await numbers({ customerKey: 'UNKNOWN' })).toEqual(['po-003']);
        expect(await numbers({ customerKey: 'sam' })).toEqual([]);
        expect(await numbers({ poKey: 'PO-003' })).toEqual(['po-003']);
        expect(await numbers({ poKey: 'PO-00' })).toEqual([]);
        expect(await numbers({ poKeyPrefix: 'PO-00' })).toEqual(['PO-001', 'PO-002', 'po-003']);
        expect(await numbers({ poKeyPrefix: 'PO-1' })).toEqual(['PO-1005']);
        expect(await numbers({ poKeyPrefix: 'PO_' })).toEqual([]);
        expect(await numbers({ poKeyPrefix: 'PO%' })).toEqual([]);
        expect(await numbers({ manual: true })).toEqual(['PO-001', 'PO-002']);
        expect(await numbers({ manual: false })).toEqual(['FCMS-FP25000004', 'PO-1005', 'po-003']);
        expect(await numbers({ waitingSinceBefore: minutesLater(10) })).toEqual(['PO-001', 'PO-002']);
        expect(await numbers({ waitingSinceBefore: defaultNow })).toEqual([]);
        expect(
          await numbers({
            priority: 'medium',
            reason: 'QTY_MISMATCH',
            customerKey: 'SAM',
            poKey: 'PO-002',
            poKeyPrefix: 'PO-',
            manual: true,
            waitingSinceBefore: minutesLater(1),
          }),
        ).toEqual(['PO-002']);
        expect(await numbers({ reason: 'QTY_MISMATCH', manual: false })).toEqual([]);
      }),
    );

    it(
      'lets a PO go when its last reason closes, and keeps since when the others are open',
      inWorld(async (world) => {
        const flawed = sourceDocument({ docNo: 'FP25000001', product: null, qty: null });
        await world.setSource({ put: [flawed, sourceDocument({ docNo: 'FP25000002', poNo: 'K-1', qty: null })] });
        await runToEnd(world);
        world.setNow(minutesLater(30));
        await world.setSource({
          put: [{ ...flawed, qty: '5' }, sourceDocument({ docNo: 'FP25000002', poNo: 'K-1', qty: '5' })],
        });
        await runToEnd(world);
        const entries = await readAll(world);
        expect(entries).toMatchObject([{ poNo: 'PO-001', codes: ['MISSING_PRODUCT'], since: defaultNow }]);
        world.setNow(minutesLater(60));
        await world.setSource({ put: [{ ...flawed, qty: '5', poNo: 'PO-001', product: null, customer: null }] });
        await runToEnd(world);
        expect(await readAll(world)).toMatchObject([
          { customer: 'UNKNOWN', codes: ['MISSING_CUSTOMER', 'MISSING_PRODUCT'], since: defaultNow },
        ]);
        expect(await world.reviews.openReasons((await readAll(world))[0]!.id)).toMatchObject([
          { code: 'MISSING_CUSTOMER', since: minutesLater(60) },
          { code: 'MISSING_PRODUCT', since: defaultNow },
        ]);
        world.setNow(minutesLater(90));
        await world.setSource({ put: [{ ...flawed, qty: '5', product: 'KF001' }] });
        await runToEnd(world);
        expect(await readAll(world)).toEqual([]);
      }),
    );

    it(
      'forgets a PO that is gone',
      inWorld(async (world) => {
        await world.setSource({
          put: [
            sourceDocument({ docNo: 'FP25000001', poNo: 'A-1' }),
            sourceDocument({ docNo: 'FP25000002', poNo: 'A-2', qty: null }),
          ],
        });
        await runToEnd(world);
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000002', poNo: 'A-1', qty: null })] });
        await runToEnd(world);
        expect(await readAll(world)).toMatchObject([{ poNo: 'A-1', codes: ['INVALID_QTY'], deliveries: 2 }]);
      }),
    );

    it(
      'tells at most so many reasons of a PO in a list, and every one when asked for',
      inWorld(async (world) => {
        const many = mostReasons + 5;
        await world.setSource({
          put: Array.from({ length: many }, (_, i) =>
            sourceDocument({ docNo: `FP25${String(i + 1).padStart(6, '0')}`, qty: null }),
          ),
        });
        await runToEnd(world);
        const [entry] = await readAll(world);
        expect(entry).toMatchObject({ deliveries: many, codes: ['INVALID_QTY'] });
        expect(entry?.reasons.map(({ delivery }) => delivery)).toEqual(
          Array.from({ length: mostReasons }, (_, i) => i + 1),
        );
        const open = await world.reviews.openReasons(entry!.id);
        expect(open.map(({ delivery }) => delivery)).toEqual(Array.from({ length: many }, (_, i) => i + 1));
      }),
    );

    it(
      'finds POs of every customer by their number',
      inWorld(async (world) => {
        await enterManualPos(world, [
          manualPo({ customer: 'KDKK' }),
          manualPo({ customer: 'SAM' }),
          manualPo({ customer: 'SAM', poNo: 'PO-002' }),
        ]);
        const ids = await world.reviews.numbered('PO-001', 10);
        const { pos } = await world.ports.pos.find({ ids });
        expect(pos.map(({ po }) => po.customer).sort()).toEqual(['KDKK', 'SAM']);
        expect(ids).toEqual([...ids].sort(compareCodePoints));
        expect(await world.reviews.numbered('PO-001', 1)).toEqual(ids.slice(0, 1));
      }),
    );
  });

  describe('finding the PO that people mean', () => {
    const finder = ({ ports, reviews }: World) => createPoFinder({ pos: ports.pos, reviews }, defaultSiteRules);

    it(
      'goes by customer and number, by a document, by an address and by a number that one customer uses',
      inWorld(async (world) => {
        await lifelike(world);
        await enterManualPos(world, [manualPo({ customer: 'SAM', poNo: 'PO-001' })]);
        const find = finder(world);
        const poOf = async (reference: Parameters<typeof find>[0]): Promise<readonly [string, string] | string> => {
          const found = await find(reference);
          return found.outcome === 'found' ? [found.po.po.customer, found.po.po.poNo] : found.outcome;
        };
        expect(await poOf({ customer: 'kdkk', poNo: 'PO–001 (2차)' })).toEqual(['KDKK', 'PO-001']);
        expect(await poOf({ customer: 'UNKNOWN', poNo: 'PO-003' })).toEqual(['UNKNOWN', 'po-003']);
        expect(await poOf({ customer: 'KDKK', poNo: '없음' })).toBe('not-found');
        expect(await poOf({ customer: 'KDKK', poNo: 'PO-999' })).toBe('not-found');
        expect(await poOf({ word: 'fp25000002' })).toEqual(['SAM', 'PO-002']);
        expect(await poOf({ word: 'x5' })).toEqual(['KDKK', 'PO-1005']);
        expect(await poOf({ word: 'po-002' })).toEqual(['SAM', 'PO-002']);
        expect(await poOf({ word: 'nothing' })).toBe('not-found');
        expect(await poOf({ word: '' })).toBe('not-found');
        const [first] = await readAll(world);
        expect(await find({ word: first!.id })).toMatchObject({ outcome: 'found', by: 'itself' });
        const several = await find({ word: 'PO-001' });
        expect(several).toMatchObject({ outcome: 'ambiguous' });
        expect(several.outcome === 'ambiguous' && several.pos.map(({ po }) => po.customer).sort()).toEqual([
          'KDKK',
          'SAM',
        ]);
      }),
    );

    it(
      'says when a number or an address led there that the PO had before',
      inWorld(async (world) => {
        const [into, from] = (await enterManualPos(world, [manualPo({ poNo: 'A-1' }), manualPo({ poNo: 'A-2' })])).map(
          (result) => ('po' in result ? result.po : null),
        );
        const auditId = world.ports.newId();
        const before = { customerKey: 'KDKK', poKey: 'A-2' };
        await world.ports.pos.change({ ids: [into!.id, from!.id] }, defaultNow, ({ pos }) => {
          const held = pos.find(({ po }) => po.id === into!.id)!;
          const alias = { identity: before, auditId, always: false };
          return {
            changes: {
              touched: [{ po: { ...held.po, aliases: [alias] }, deliveries: held.deliveries }],
              added: new Set<PoId>(),
              removed: [from!.id],
              recorded: [],
              changed: [],
              aliases: { taken: [], given: [{ poId: into!.id, alias }] },
            },
            merged: new Map([[from!.id, into!.id]]),
            result: null,
          };
        });
        const find = finder(world);
        expect(await find({ customer: 'KDKK', poNo: 'A-2' })).toMatchObject({ outcome: 'found', by: 'alias' });
        expect(await find({ word: from!.id })).toMatchObject({
          outcome: 'found',
          by: 'merged',
          po: { po: { id: into!.id } },
        });
      }),
    );
  });

  describe('a PO in full', () => {
    it(
      'has its items, deliveries, open and resolved reasons, aliases, history, reserved numbers, progress and version',
      inWorld(async (world) => {
        await lifelike(world);
        const details = createReviewDetails({ ...world, pos: world.ports.pos });
        const [first] = await readAll(world);
        const auditId = world.ports.newId();
        const at = minutesLater(20);
        await world.ports.pos.change({ ids: [first!.id] }, at, ({ pos: [held] }) => {
          const [delivery] = held!.deliveries;
          const resolved = {
            ...delivery!,
            reasons: [{ code: 'SOURCE_CHANGED', facts: { qty: ['20', '30'] } }] as const,
            resolved: [{ reason: delivery!.reasons[0]!, basis: '[30,20]', auditId }],
          };
          return {
            changes: {
              touched: [{ po: { ...held!.po, reviewed: true }, deliveries: [resolved] }],
              added: new Set<PoId>(),
              removed: [],
              recorded: [],
              changed: [resolved],
              aliases: { taken: [], given: [] },
            },
            audit: [
              {
                id: auditId,
                at,
                by: { actor: 'kim', channel: 'cli', requestId: null },
                batchId: null,
                action: 'keep',
                subjects: [`po:${first!.id}`],
                note: '고객 확인',
                before: null,
                after: null,
                undoes: null,
              },
            ],
            result: null,
          };
        });
        const found = await details(first!.id);
        expect(found).toMatchObject({
          po: { id: first!.id, poNo: 'PO-001', reviewed: true, items: [{ productKey: 'KF001', qty: 20 }] },
          createdAt: defaultNow,
          priority: 'medium',
          open: [{ code: 'SOURCE_CHANGED', docNo: 'FP25000001', delivery: 1, since: at }],
          deliveries: [{ docNo: 'FP25000001', resolved: [{ auditId, reason: { code: 'QTY_MISMATCH' } }] }],
          candidates: [],
          reservations: [],
          progress: { asOf: null, po: { ordered: 20, instructed: 30 } },
          nextDueOn: '2025-11-27',
          nextDueOfProducts: new Map([['KF001', '2025-11-27']]),
        });
        expect(found!.version).toBeGreaterThan(first!.version);
        expect(found!.history.map(({ action, note }) => [action, note])).toContainEqual(['keep', '고객 확인']);
        expect(found!.decisions.get(auditId)).toMatchObject({ by: { actor: 'kim' }, note: '고객 확인' });
        expect(await readAll(world, { priority: 'medium', customerKey: 'KDKK' })).toMatchObject([
          { poNo: 'PO-001', since: at, version: found!.version },
        ]);
      }),
    );

    it(
      'is nothing where there is no PO, and has no deliveries where none came',
      inWorld(async (world) => {
        const details = createReviewDetails({ ...world, pos: world.ports.pos });
        expect(await details('nobody')).toBeNull();
        const [entered] = await enterManualPos(world, [manualPo({})]);
        const id = entered !== undefined && 'po' in entered ? entered.po.id : '';
        expect(await details(id)).toMatchObject({
          priority: null,
          open: [],
          deliveries: [],
          progress: { po: { ordered: 30, instructed: 0 }, deliveries: [] },
        });
      }),
    );

    it(
      'lists the candidates of all its documents, best first and each once',
      inWorld(async (world) => {
        await world.setSource({ put: [sourceDocument(), sourceDocument({ docNo: 'FP25000002' })] });
        await runToEnd(world);
        const [id] = await world.reviews.numbered('PO-001', 1);
        const candidate = (other: string, score: number) => ({
          id: other,
          customer: 'KDKK',
          poNo: `K-${other}`,
          score,
          evidence: [{ feature: 'product', effect: 'for', code: 'product.same', facts: {} }],
        });
        const flags = [
          [candidate('a', 0.3), candidate('b', 0.2)],
          [candidate('b', 0.9), candidate('c', 0.05)],
        ];
        await world.ports.pos.change({ ids: [id!] }, defaultNow, ({ pos: [held] }) => {
          const changed = held!.deliveries.map((delivery, i) => ({
            ...delivery,
            reasons: [
              { code: 'PROBABLE_MATCH' as const, facts: { candidates: flags[i], none: 0.1, ambiguous: false } },
            ],
          }));
          const aliases = { taken: [], given: [] };
          const changes = { added: new Set<PoId>(), removed: [], recorded: [], changed, aliases };
          return { changes: { ...changes, touched: [{ po: held!.po, deliveries: changed }] }, result: null };
        });
        const found = await createReviewDetails({ ...world, pos: world.ports.pos })(id!);
        expect(found?.candidates.map(({ id: other, score }) => [other, score])).toEqual([
          ['b', 0.9],
          ['a', 0.3],
          ['c', 0.05],
        ]);
        expect(found?.candidates[0]?.evidence).toEqual(candidate('b', 0.9).evidence);
      }),
    );
  });
};
