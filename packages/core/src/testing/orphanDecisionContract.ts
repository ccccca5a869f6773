import { describe, expect, it } from 'vitest';
import { noChanges } from '../backfill/Changes.ts';
import { addDays } from '../document/days.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { decideOrphan, type OrphanChoice, type OrphanRequest, type OrphanResult } from '../orphan/decideOrphan.ts';
import { listOrphans } from '../orphan/listOrphans.ts';
import type { Orphan } from '../orphan/Orphan.ts';
import { type OrphanUndoResult, undoOrphanDecision } from '../orphan/undoOrphanDecision.ts';
import { viewOrphans } from '../orphan/viewOrphans.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, moveReport, orphan, somebody, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { runToEnd } from './runToEnd.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const docNo = 'FP25000001';
const msOfDay = 86_400_000;

const decide = ({ ports }: World, choice: OrphanChoice, given: Partial<OrphanRequest> = {}): Promise<OrphanResult> =>
  decideOrphan(ports, defaultSiteRules, { docNo, choice, by: somebody, version: null, ...given });

const attachTo = (poNo: string): OrphanChoice => ({ kind: 'attach', to: { customer: 'kdkk', poNo } });
const made = (given: Partial<ManualPo> = {}): OrphanChoice => ({
  kind: 'make-po',
  po: manualPo({ poNo: 'NEW-1', ...given }),
});
const ignored: OrphanChoice = { kind: 'ignore', why: ' a test  report ' };

const done = (result: OrphanResult): OrphanResult & { outcome: 'done' } => {
  if (result.outcome !== 'done') throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result;
};
const refusalOf = (result: OrphanResult | OrphanUndoResult) => (result.outcome === 'refused' ? result.refusal : result);

const undo = ({ ports, audit }: World, auditId: string): Promise<OrphanUndoResult> =>
  undoOrphanDecision({ ...ports, audit }, { auditId, by: { ...somebody, actor: 'another' } });

const held = async ({ ports }: World, of = docNo): Promise<Orphan> => (await ports.orphans.find([of]))[0]!;
const poOf = async ({ ports }: World, poNo: string): Promise<HeldPo | undefined> =>
  (await ports.pos.find({ identities: [{ customerKey: 'KDKK', poKey: poNo }] })).pos[0];

/** What people decide on orphans, over every `PoStore` and `OrphanStore` of the same data. */
export const orphanDecisionContract = (createWorld: () => Promise<World>): void => {
  /** With the open orphan, and PO-001 as staff entered it. */
  const inWorld = (test: (world: World) => Promise<void>) =>
    usingWorld(createWorld)(async (world) => {
      await enterManualPos(world, [manualPo()]);
      await world.ports.orphans.put([orphan(docNo)]);
      await test(world);
    });

  describe('deciding on an orphan', () => {
    it(
      'attaches it to a PO: it is listed with that and counts in nothing',
      inWorld(async (world) => {
        const before = await world.snapshot();
        const result = done(await decide(world, { ...attachTo('po-001'), note: 'seen with Kim' } as OrphanChoice));
        const po = (await poOf(world, 'PO-001'))!.po;
        expect(result).toMatchObject({ po: { id: po.id, poNo: 'PO-001' }, aliasOf: null });
        expect(await held(world)).toEqual(result.orphan);
        expect(result.orphan).toMatchObject({
          state: 'attached',
          settledAt: defaultNow,
          decision: { state: 'attached', poId: po.id, note: 'seen with Kim', by: 'tester', at: defaultNow },
          version: 2,
        });
        expect(await world.snapshot()).toEqual(before);
        const found = await world.ports.pos.find({ ids: [po.id], orphans: [] });
        expect(found.orphans).toEqual([result.orphan]);
        expect((await world.ports.pos.find({ ids: [po.id] })).orphans).toEqual([]);
        expect(await world.audit.about(`orphan:${docNo}`, 10)).toMatchObject([
          { id: result.auditId, action: 'attach-orphan', by: somebody, at: defaultNow, note: 'seen with Kim' },
        ]);
        expect(await world.audit.about(`po:${po.id}`, 1)).toMatchObject([{ id: result.auditId }]);
      }),
    );

    it(
      'attaches it to the PO of an address, or on which a document is',
      inWorld(async (world) => {
        const { po } = (await poOf(world, 'PO-001'))!;
        const first = done(await decide(world, { kind: 'attach', to: { id: po.id } }));
        expect(first.po?.id).toBe(po.id);
        await undo(world, first.auditId);
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000002' })] });
        await runToEnd(world);
        await world.ports.orphans.put([{ ...(await held(world)), state: 'open', settledAt: null }]);
        const second = done(await decide(world, { kind: 'attach', to: { docNo: 'fp25000002' } }));
        expect(second.po?.id).toBe(po.id);
      }),
    );

    it(
      'makes a PO of it, as people say what was ordered',
      inWorld(async (world) => {
        const result = done(await decide(world, made({ items: [{ product: 'kf002', qty: 7 }] })));
        const entry = (await poOf(world, 'NEW-1'))!;
        expect(entry).toMatchObject({
          po: { id: result.po?.id, manual: true, items: [{ productKey: 'KF002', qty: 7 }] },
          deliveries: [],
        });
        expect(await held(world)).toMatchObject({ state: 'made-po', decision: { poId: entry.po.id, note: null } });
        expect(await world.audit.about(`po:${entry.po.id}`, 10)).toMatchObject([
          { id: result.auditId, action: 'make-po', subjects: expect.arrayContaining([`orphan:${docNo}`]) },
        ]);
      }),
    );

    it(
      'leaves it aside when people say why',
      inWorld(async (world) => {
        const result = done(await decide(world, ignored));
        expect(await held(world)).toMatchObject({ state: 'ignored', decision: { poId: null, note: 'a test report' } });
        expect(await world.audit.find(result.auditId)).toMatchObject({
          action: 'ignore-orphan',
          note: 'a test report',
        });
        expect(await world.ports.orphans.count('open')).toBe(0);
      }),
    );

    it(
      'refuses, and changes nothing, what cannot be',
      inWorld(async (world) => {
        const before = [await world.snapshot(), await held(world)];
        const refusal = async (choice: OrphanChoice, given: Partial<OrphanRequest> = {}) =>
          refusalOf(await decide(world, choice, given));
        expect(await refusal({ kind: 'ignore', why: ' \u200B ' })).toEqual({ reason: 'note-missing' });
        expect(await refusal(ignored, { docNo: 'FP25999999' })).toEqual({ reason: 'not-found' });
        expect(await refusal(attachTo('PO-999'))).toEqual({ reason: 'no-such-po' });
        expect(await refusal(attachTo('없음'))).toEqual({ reason: 'no-such-po' });
        expect(await refusal({ kind: 'attach', to: { id: 'no address' } })).toEqual({ reason: 'no-such-po' });
        expect(await refusal({ kind: 'attach', to: { docNo: 'FP25999999' } })).toEqual({ reason: 'no-such-po' });
        expect(await refusal(made({ customer: 'N/A' }))).toMatchObject({
          reason: 'unusable',
          fields: [{ field: 'customer' }],
        });
        expect(await refusal(ignored, { version: 0 })).toMatchObject({ reason: 'changed', orphan: { version: 1 } });
        expect([await world.snapshot(), await held(world)]).toEqual(before);
        expect(await world.audit.about(`orphan:${docNo}`, 10)).toEqual([]);
      }),
    );

    it(
      'refuses to make a PO that there is, and shows that one, whoever made it',
      inWorld(async (world) => {
        expect(refusalOf(await decide(world, made({ poNo: 'po-001' })))).toMatchObject({
          reason: 'exists',
          po: { poNo: 'PO-001', manual: true },
        });
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000002', poNo: 'NEW-1' })] });
        await runToEnd(world);
        await world.ports.orphans.put([{ ...(await held(world)), state: 'open', settledAt: null }]);
        expect(refusalOf(await decide(world, made()))).toMatchObject({ reason: 'exists', po: { manual: false } });
        expect(await held(world)).toMatchObject({ state: 'open' });
      }),
    );

    it(
      'refuses to attach to a PO that staff cancelled',
      inWorld(async (world) => {
        const entry = (await poOf(world, 'PO-001'))!;
        await world.ports.pos.change({ ids: [entry.po.id] }, defaultNow, () => ({
          changes: { ...noChanges, touched: [{ ...entry, po: { ...entry.po, state: 'cancelled' } }] },
          result: null,
        }));
        expect(refusalOf(await decide(world, attachTo('PO-001')))).toMatchObject({ reason: 'target-cancelled' });
      }),
    );

    it.each(['seen', 'resolved', 'attached', 'made-po', 'ignored'] as const)('refuses one that is %s', async (state) =>
      inWorld(async (world) => {
        await world.ports.orphans.put([orphan(docNo, { state, version: 1 })]);
        expect(refusalOf(await decide(world, ignored))).toMatchObject({ reason: 'not-open', orphan: { state } });
      })(),
    );

    it(
      'refuses one whose order a run has taken in meanwhile, and shows its PO',
      inWorld(async (world) => {
        await world.setSource({ put: [sourceDocument({ docNo })] });
        await runToEnd(world);
        await world.ports.orphans.put([{ ...(await held(world)), state: 'open' }]);
        expect(refusalOf(await decide(world, ignored))).toMatchObject({ reason: 'recorded', po: { poNo: 'PO-001' } });
      }),
    );

    it(
      'lets one of two who decide at once win, and tells the other',
      inWorld(async (world) => {
        const results = await Promise.all([
          decide(world, ignored),
          decide(world, attachTo('PO-001'), { by: { ...somebody, actor: 'another' } }),
          decide(world, made()),
        ]);
        const winners = results.filter(({ outcome }) => outcome === 'done');
        expect(winners).toHaveLength(1);
        expect(results.filter(({ outcome }) => outcome === 'refused').map((result) => refusalOf(result))).toEqual([
          expect.objectContaining({ reason: 'not-open' }),
          expect.objectContaining({ reason: 'not-open' }),
        ]);
        expect(await held(world)).toEqual(done(winners[0]!).orphan);
        expect(await world.audit.about(`orphan:${docNo}`, 10)).toHaveLength(1);
        expect((await poOf(world, 'NEW-1')) !== undefined).toBe((await held(world)).state === 'made-po');
      }),
    );

    it(
      'is not written over by a run that read the orphan before',
      inWorld(async (world) => {
        const read = await held(world);
        await decide(world, ignored);
        expect(await world.ports.orphans.put([{ ...read, state: 'resolved', settledAt: defaultNow }])).toEqual([docNo]);
        expect(await held(world)).toMatchObject({ state: 'ignored' });
      }),
    );

    it(
      'follows the PO where it is merged',
      inWorld(async (world) => {
        await enterManualPos(world, [manualPo({ poNo: 'PO-002' })]);
        const [one, two] = [(await poOf(world, 'PO-001'))!.po, (await poOf(world, 'PO-002'))!.po];
        await decide(world, attachTo('PO-001'));
        await world.ports.pos.change({ ids: [one.id, two.id] }, defaultNow, () => ({
          changes: { ...noChanges, removed: [one.id] },
          merged: new Map([[one.id, two.id]]),
          result: null,
        }));
        const found = await world.ports.pos.find({ ids: [two.id], orphans: [] });
        expect(found.orphans).toEqual([await held(world)]);
        expect(found.merged.get(one.id)).toBe(two.id);
        const [view] = await viewOrphans(world.ports.pos, [await held(world)], defaultNow);
        expect(view?.chosen).toMatchObject({ id: two.id });
        // Its document comes by the number of the PO that is left: that is the PO that people chose.
        await world.setSource({ put: [sourceDocument({ docNo, poNo: 'PO-002' })] });
        await runToEnd(world);
        expect(await held(world)).toMatchObject({ state: 'resolved', landedOn: null });
      }),
    );
  });

  describe('undoing a decision on an orphan', () => {
    it.each<OrphanChoice>([attachTo('PO-001'), made(), ignored])('opens it again: $kind', async (choice) =>
      inWorld(async (world) => {
        const before = [await world.snapshot(), await held(world)];
        const { auditId } = done(await decide(world, choice));
        const result = await undo(world, auditId);
        expect(result).toMatchObject({ outcome: 'undone', undid: auditId, orphan: { state: 'open', version: 3 } });
        expect([await world.snapshot(), { ...(await held(world)), version: 1 }]).toEqual(before);
        expect(await world.audit.about(`orphan:${docNo}`, 1)).toMatchObject([
          { action: 'undo', undoes: auditId, by: { actor: 'another' } },
        ]);
        expect(await world.audit.find(auditId)).toMatchObject({ undoneBy: (result as { auditId: string }).auditId });
        expect(refusalOf(await undo(world, auditId))).toEqual({ reason: 'already-undone' });
        done(await decide(world, choice));
      })(),
    );

    it(
      'is possible for 30 days',
      inWorld(async (world) => {
        const { auditId } = done(await decide(world, ignored));
        world.setNow(new Date(defaultNow.getTime() + 30 * msOfDay + 1));
        expect(refusalOf(await undo(world, auditId))).toEqual({ reason: 'too-late', at: defaultNow });
        world.setNow(new Date(defaultNow.getTime() + 30 * msOfDay));
        expect((await undo(world, auditId)).outcome).toBe('undone');
      }),
    );

    it(
      'leaves it resolved when its order has arrived',
      inWorld(async (world) => {
        const { auditId } = done(await decide(world, attachTo('PO-001')));
        await world.setSource({ put: [sourceDocument({ docNo, poNo: 'PO-009' })] });
        await runToEnd(world);
        expect(await held(world)).toMatchObject({ state: 'attached', landedOn: expect.anything() });
        expect((await undo(world, auditId)).outcome).toBe('undone');
        expect(await held(world)).toMatchObject({ state: 'resolved', decision: null, landedOn: null });
      }),
    );

    it(
      'is refused when something was built on the PO that was made',
      inWorld(async (world) => {
        const { auditId, po } = done(await decide(world, made()));
        await world.ports.orphans.put([orphan('FP25000002')]);
        const other = done(await decide(world, attachTo('NEW-1'), { docNo: 'FP25000002' }));
        expect(refusalOf(await undo(world, auditId))).toMatchObject({
          reason: 'built-on',
          by: 'tester',
          action: 'attach-orphan',
          auditId: other.auditId,
        });
        expect((await undo(world, other.auditId)).outcome).toBe('undone');
        await world.setSource({ put: [sourceDocument({ docNo: 'FP25000003', poNo: 'NEW-1' })] });
        await runToEnd(world);
        expect(refusalOf(await undo(world, auditId))).toEqual({ reason: 'documents-since', docNos: ['FP25000003'] });
        expect((await poOf(world, 'NEW-1'))?.po.id).toBe(po?.id);
      }),
    );

    it(
      'is not refused for what was decided of the PO that it was attached to',
      inWorld(async (world) => {
        const { auditId, po } = done(await decide(world, attachTo('PO-001')));
        await world.ports.pos.change({ ids: [po!.id] }, defaultNow, () => ({
          changes: noChanges,
          audit: [
            {
              ...{ id: world.ports.newId(), at: defaultNow, by: somebody, batchId: null, action: 'keep' },
              ...{ subjects: [`po:${po!.id}`], note: 'fine', before: null, after: null, undoes: null },
            },
          ],
          result: null,
        }));
        expect((await undo(world, auditId)).outcome).toBe('undone');
      }),
    );

    it(
      'knows no entry but those of orphans',
      inWorld(async (world) => {
        expect(refusalOf(await undo(world, 'nothing'))).toEqual({ reason: 'not-found' });
        const { po } = (await poOf(world, 'PO-001'))!;
        const [entry] = await world.audit.about(`po:${po.id}`, 1);
        expect(refusalOf(await undo(world, entry!.id))).toEqual({ reason: 'not-undoable', action: 'enter-po' });
      }),
    );

    it(
      'gives the number that had given way to the PO back to whose it was',
      inWorld(async (world) => {
        const entry = (await poOf(world, 'PO-001'))!;
        const auditId = world.ports.newId();
        const alias = { identity: { customerKey: 'KDKK', poKey: 'NEW-1' }, auditId, always: true };
        await world.ports.pos.change({ ids: [entry.po.id] }, defaultNow, () => ({
          changes: {
            ...noChanges,
            touched: [{ ...entry, po: { ...entry.po, aliases: [alias] } }],
            aliases: { taken: [], given: [{ poId: entry.po.id, alias }] },
          },
          result: null,
        }));
        const result = done(await decide(world, made()));
        expect(result.aliasOf).toMatchObject({ id: entry.po.id });
        expect((await poOf(world, 'PO-001'))?.po.aliases).toEqual([]);
        expect((await undo(world, result.auditId)).outcome).toBe('undone');
        expect((await poOf(world, 'PO-001'))?.po.aliases).toEqual([alias]);
        expect((await poOf(world, 'NEW-1'))?.po.id).toBe(entry.po.id);
      }),
    );
  });

  describe('the POs that an orphan may belong to', () => {
    const named = orphan(docNo, {
      version: 1,
      report: moveReport({ docNo, cylinders: 30, customerNames: ['(주) 관동화학', '다른 곳'] }),
    });
    const namesOf = async ({ ports }: World, query: Partial<Parameters<typeof ports.pos.ofCustomersNamed>[0]> = {}) => {
      const found = await ports.pos.ofCustomersNamed({
        ...{ names: ['관동화학'], since: '2025-10-01', until: '2025-12-01', near: '2025-11-15', most: 2 },
        ...query,
      });
      return found.map(({ po }) => po.poNo).sort();
    };

    it(
      'are found by the customer of a name, however it is written, and by the day',
      inWorld(async (world) => {
        await enterManualPos(world, [
          // A PO without a name is of the same customer all the same.
          manualPo({ poNo: 'B-1', customerName: null, receivedOn: '2025-11-14' }),
          manualPo({ poNo: 'B-2', customerName: '주식회사 관동화학', receivedOn: '2025-11-13' }),
          manualPo({ poNo: 'B-3', receivedOn: '2025-11-12' }),
          manualPo({ poNo: 'B-4', receivedOn: '2025-09-30' }),
          manualPo({ poNo: 'B-5', receivedOn: '2025-12-02' }),
          manualPo({ poNo: 'B-6', receivedOn: null }),
          manualPo({ poNo: 'C-1', customer: 'ELSE', customerName: '다른 화학', receivedOn: '2025-11-15' }),
        ]);
        expect(await namesOf(world)).toEqual(['B-1', 'B-2', 'B-6', 'PO-001']);
        expect(await namesOf(world, { most: 1 })).toEqual(['B-1', 'B-6', 'PO-001']);
        expect(await namesOf(world, { names: ['다른화학'] })).toEqual(['C-1']);
        expect(await namesOf(world, { names: ['다른화학', '관동화학'], most: 1 })).toEqual([
          'B-1',
          'B-6',
          'C-1',
          'PO-001',
        ]);
        expect(await namesOf(world, { names: ['아무도'] })).toEqual([]);
        expect(await namesOf(world, { names: [] })).toEqual([]);
      }),
    );

    it(
      'are, without a customer, those of the name itself; backfilled ones are found beside manual ones',
      inWorld(async (world) => {
        await world.setSource({
          put: [
            sourceDocument({ docNo: 'FP25000010', poNo: 'U-1', customer: null, customerName: '관동화학' }),
            sourceDocument({ docNo: 'FP25000011', poNo: 'U-2', customer: null, customerName: '다른 곳' }),
            sourceDocument({ docNo: 'FP25000012', poNo: 'F-1' }),
          ],
        });
        await runToEnd(world);
        expect(await namesOf(world, { most: 9 })).toEqual(['F-1', 'PO-001', 'U-1']);
      }),
    );

    it(
      'are suggested with what speaks for and against, the open orphan being listed',
      inWorld(async (world) => {
        await world.ports.orphans.put([named]);
        await enterManualPos(world, [
          manualPo({ poNo: 'B-1', receivedOn: '2025-11-20', items: [{ product: 'KF001', qty: 30 }] }),
          manualPo({ poNo: 'B-2', receivedOn: addDays('2025-11-20', -60), items: [{ product: 'KF001', qty: 400 }] }),
        ]);
        const { orphans, next } = await listOrphans(world.ports, { limit: 10 });
        expect(next).toBeNull();
        expect(orphans).toHaveLength(1);
        const { suggestions, priority } = orphans[0]!;
        expect(priority).toBe('critical');
        expect(suggestions?.pos[0]).toMatchObject({
          po: { poNo: 'B-1' },
          evidence: expect.arrayContaining([expect.objectContaining({ code: 'customer.sameName', effect: 'for' })]),
        });
        const sum = suggestions!.pos.reduce((all, { probability }) => all + probability, suggestions!.none);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        expect(sum).toBeGreaterThan(0.9);
        expect(await listOrphans(world.ports, { limit: 10 })).toEqual({ orphans, next });
      }),
    );

    it(
      'are listed by priority, page by page',
      inWorld(async (world) => {
        const aged = (number: string, day: string): Orphan =>
          orphan(number, { report: moveReport({ docNo: number, fillingDate: `${day} 00:00:00` }) });
        await world.ports.orphans.put([
          ...[aged('FP25000003', '2025-10-01'), aged('FP25000004', '2025-11-10'), aged('FP25000005', '2025-11-22')],
          { ...aged('FP25000006', '2025-11-22'), state: 'ignored' },
        ]);
        const listed = async (listing: Partial<Parameters<typeof listOrphans>[1]>) => {
          const page = await listOrphans(world.ports, { limit: 10, ...listing });
          return { numbers: page.orphans.map((view) => view.orphan.report.docNo.slice(-1)), next: page.next };
        };
        expect((await listed({})).numbers).toEqual(['5', '1', '4', '3', '6']);
        expect((await listed({ priority: 'critical' })).numbers).toEqual(['5', '1']);
        expect((await listed({ priority: 'high' })).numbers).toEqual([]);
        expect((await listed({ priority: 'medium' })).numbers).toEqual(['4']);
        expect((await listed({ priority: 'low' })).numbers).toEqual(['3']);
        expect((await listed({ priority: 'low', state: 'ignored' })).numbers).toEqual([]);
        expect((await listed({ state: 'ignored' })).numbers).toEqual(['6']);
        const first = await listed({ limit: 2 });
        expect(first.numbers).toEqual(['5', '1']);
        expect(await listed({ limit: 3, after: first.next! })).toEqual({ numbers: ['4', '3', '6'], next: null });
      }),
    );
  });
};
