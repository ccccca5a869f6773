import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { PoId } from '../po/Po.ts';
import { decideReview } from '../review/decideReview.ts';
import type { ReasonCode } from '../review/Reason.ts';
import type { ReviewDecision } from '../review/ReviewDecision.ts';
import { type UndoResult, undoDecision } from '../review/undoDecision.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, somebody, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { expectConsistentPos } from './expectConsistent.ts';
import { expectConsistentDirectory } from './expectConsistentDirectory.ts';
import { expectConsistentQueue } from './expectConsistentQueue.ts';
import { runToEnd } from './runToEnd.ts';
import type { PoSnapshot } from './snapshotOf.ts';
import type { World } from './World.ts';

/** Few numbers, customers and products, so that they meet; two years, so that numbers are used again. */
const docNos = ['FP25000001', 'FP25000002', 'FP25000003', 'FP25000004', 'FP25000005', 'FP25000006', 'odd 7'];
const poNos = ['PO-1', 'PO-2', 'PO-3', 'PO-1 2차', '없음'];

const documentArb = (cancelled: boolean): fc.Arbitrary<SourceDocument> =>
  fc
    .record({
      docNo: fc.constantFrom(...docNos),
      poNo: fc.constantFrom(...poNos),
      customer: fc.constantFrom('KDKK', 'KDKK', 'AAA', null),
      product: fc.constantFrom('KF001', 'KF001', 'KF002', null),
      qty: fc.constantFrom('10', '25', '0'),
      orderDate: fc.constantFrom('2024-11-20 09:00:00', '2025-11-19 09:00:00', '2025-11-20 09:00:00'),
      progressCode: fc.constantFrom('10', ...(cancelled ? ['51'] : [])),
    })
    .map(sourceDocument);

const enteredArb: fc.Arbitrary<ManualPo> = fc
  .record({
    poNo: fc.constantFrom('PO-1', 'PO-2', 'PO-4'),
    items: fc.uniqueArray(
      fc.record({
        product: fc.constantFrom('KF001', 'KF002'),
        qty: fc.constantFrom(10, 30),
        deliveryOn: fc.constant(null),
      }),
      { minLength: 1, maxLength: 2, selector: ({ product }) => product },
    ),
  })
  .map(manualPo);

/** A decision in the making: POs and documents by their place among those that there are. */
interface Wish {
  readonly on: number;
  readonly kind: ReviewDecision['kind'];
  readonly other: number;
  readonly customer: string | null;
  readonly poNo: string | null;
  readonly product: string | null;
}

const wishArb: fc.Arbitrary<Wish> = fc.record({
  on: fc.nat(20),
  kind: fc.constantFrom<ReviewDecision['kind']>(
    'correct',
    'correct',
    'merge',
    'move-document',
    'accept-qty',
    'keep',
    'cancel-po',
    'reopen',
    'alias-always',
    'alias-other',
  ),
  other: fc.nat(20),
  customer: fc.constantFrom(null, null, 'KDKK', 'AAA'),
  poNo: fc.constantFrom(null, 'PO-1', 'PO-2', 'PO-3', 'PO-9'),
  product: fc.constantFrom(null, null, 'KF001', 'KF003'),
});

type Step =
  | { readonly do: 'decide'; readonly wish: Wish }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'run'; readonly put: readonly SourceDocument[]; readonly force: boolean };

const decideArb = fc.record({ do: fc.constant('decide' as const), wish: wishArb });
const undoArb = fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) });
const runArb = (cancelled: boolean) =>
  fc.record({
    do: fc.constant('run' as const),
    put: fc.array(documentArb(cancelled), { minLength: 1, maxLength: 3 }),
    force: fc.boolean(),
  });

/** All POs of the world, in an order that does not depend on their addresses. */
const posOf = async (world: World) => {
  const { pos } = await world.ports.pos.find({
    docNos,
    identities: (await world.snapshot()).map(({ identity }) => identity),
  });
  const key = ({ po }: (typeof pos)[number]): string => `${po.identity.customerKey} ${po.poNo}`;
  return [...pos].sort((a, b) => (key(a) < key(b) ? -1 : 1));
};

const decisionOf = async (world: World, wish: Wish): Promise<{ poId: PoId; decision: ReviewDecision } | null> => {
  const pos = await posOf(world);
  const entry = pos[wish.on % pos.length];
  const other = pos[wish.other % pos.length];
  if (entry === undefined || other === undefined) return null;
  const document = entry.deliveries[wish.other % Math.max(entry.deliveries.length, 1)];
  const decisions: Readonly<Record<ReviewDecision['kind'], ReviewDecision | null>> = {
    correct: {
      kind: 'correct',
      ...(wish.customer === null ? {} : { customer: wish.customer }),
      ...(wish.poNo === null ? {} : { poNo: wish.poNo }),
      ...(wish.product === null ? {} : { product: wish.product }),
    },
    merge: { kind: 'merge', into: other.po.id },
    'move-document':
      document === undefined ? null : { kind: 'move-document', docNo: document.docNo, into: other.po.id },
    'accept-qty': { kind: 'accept-qty' },
    keep: { kind: 'keep', note: 'kept' },
    'cancel-po': { kind: 'cancel-po' },
    reopen: { kind: 'reopen' },
    'alias-always': { kind: 'alias-always' },
    'alias-other': { kind: 'alias-other' },
  };
  const decision = decisions[wish.kind];
  return decision === null ? null : { poId: entry.po.id, decision };
};

/** The number and customer that each document keeps: one that moves from PO to PO shows when it was looked at. */
const namesArb = fc.record(
  Object.fromEntries(
    docNos.map((docNo) => [
      docNo,
      documentArb(false).map(({ poNo, customer }): Pick<SourceDocument, 'poNo' | 'customer'> => ({ poNo, customer })),
    ]),
  ),
);

/** Decisions that are in force, with the POs that each is about; the latest last. */
interface InForce {
  readonly auditId: string;
  readonly subjects: readonly string[];
}

const takeBack = (world: World, auditId: string) =>
  undoDecision({ ...world.ports, audit: world.audit }, defaultSiteRules, { auditId, by: somebody });

const expectConsistent = async (world: World): Promise<void> => {
  expectConsistentPos(await world.snapshot());
  await expectConsistentQueue(world);
  await expectConsistentDirectory(world);
};

/** Takes the decision if it can be taken; gives it when it was. */
const take = async (world: World, wish: Wish): Promise<InForce | null> => {
  const meant = await decisionOf(world, wish);
  if (meant === null) return null;
  const before = await world.snapshot();
  const result = await decideReview(world.ports, defaultSiteRules, { ...meant, by: somebody, version: null });
  if (result.outcome === 'refused') {
    expect(await world.snapshot()).toEqual(before);
    return null;
  }
  await expectConsistent(world);
  const { subjects } = (await world.audit.find(result.auditId))!;
  return { auditId: result.auditId, subjects };
};

const buildOn = (later: readonly InForce[], { subjects }: InForce): boolean =>
  later.some((one) => one.subjects.some((subject) => subjects.includes(subject)));

/** The PO whose number a refused undo found taken; null: it was not refused for that. */
const takenNumber = (result: UndoResult): { readonly customer: string; readonly poNo: string } | null =>
  result.outcome === 'refused' && result.refusal.reason === 'number-taken' ? result.refusal : null;

/**
 * What does not depend on when a change was looked at: not which document made a PO, nor whether a change met a PO that
 * somebody holds, nor what looking at the other POs of that moment showed.
 */
const dependsOnWhen: ReadonlySet<ReasonCode> = new Set(['SOURCE_CHANGED', 'PROBABLE_MATCH', 'SUSPECT_LINK']);

const comparable = (pos: readonly PoSnapshot[]): unknown =>
  pos.map((po) => ({
    ...po,
    deliveries: po.deliveries.map((delivery) => ({
      ...delivery,
      link: null,
      reasons: delivery.reasons.filter(({ code }) => !dependsOnWhen.has(code)),
    })),
  }));

/** The properties of decisions and of taking them back (rules 6, 11.7). */
export const reviewProperties = (
  createWorld: () => Promise<World>,
  options: { readonly numRuns?: number } = {},
): void => {
  const inWorlds = async (trial: (fresh: () => Promise<World>) => Promise<void>): Promise<void> => {
    const worlds: World[] = [];
    try {
      await trial(async () => {
        const world = await createWorld();
        worlds.push(world);
        return world;
      });
    } finally {
      for (const world of worlds) await world.close();
    }
  };
  const begin = async (
    world: World,
    documents: readonly SourceDocument[],
    entered: readonly ManualPo[],
  ): Promise<void> => {
    world.setNow(defaultNow);
    for (const po of entered) await enterManualPos(world, [po]);
    await world.setSource({ put: documents });
    await runToEnd(world);
  };
  const given = (cancelled: boolean) =>
    [
      fc.array(documentArb(cancelled), { minLength: 1, maxLength: 6 }),
      fc.uniqueArray(enteredArb, { maxLength: 2, selector: ({ poNo }) => poNo }),
    ] as const;

  describe('decisions of reviewers', () => {
    it('taken back in any order in which they can be, leave what was there without them; the trail keeps all', async () => {
      await fc.assert(
        fc.asyncProperty(
          ...given(true),
          // Corrections, and documents that come by the numbers corrected.
          fc.array(
            wishArb.map((wish): Wish => ({ ...wish, kind: 'correct' })),
            { maxLength: 3 },
          ),
          fc.array(documentArb(true), { maxLength: 4 }),
          fc.array(fc.oneof({ weight: 3, arbitrary: decideArb }, { weight: 1, arbitrary: undoArb }), { maxLength: 12 }),
          async (documents, entered, corrections, more, steps) =>
            inWorlds(async (fresh) => {
              const world = await fresh();
              await begin(world, documents, entered);
              for (const wish of corrections) await take(world, wish);
              await world.setSource({ put: more });
              await runToEnd(world);
              const before = await world.snapshot();
              let inForce: InForce[] = [];
              const entries: string[] = [];
              const undo = async (one: InForce): Promise<void> => {
                const later = inForce.slice(inForce.indexOf(one) + 1);
                const result = await takeBack(world, one.auditId);
                const taken = takenNumber(result);
                if (buildOn(later, one)) {
                  expect(result).toMatchObject({ outcome: 'refused', refusal: { reason: 'built-on' } });
                } else if (taken !== null && later.length > 0) {
                  // A later decision gave another PO the number that this one had freed.
                  const now = (await world.snapshot()).map((po) => [po.customer, po.poNo]);
                  expect(now).toContainEqual([taken.customer, taken.poNo]);
                } else {
                  expect(result).toMatchObject({ outcome: 'undone' });
                  entries.push(result.auditId);
                  inForce = inForce.filter((other) => other !== one);
                }
                await expectConsistent(world);
              };
              for (const step of steps) {
                const which = step.do === 'undo' ? inForce[step.which % Math.max(inForce.length, 1)] : undefined;
                if (which !== undefined) await undo(which);
                if (step.do !== 'decide') continue;
                const decided = await take(world, step.wish);
                if (decided === null) continue;
                inForce.push(decided);
                entries.push(decided.auditId);
              }
              while (inForce.length > 0) await undo(inForce.at(-1)!);
              expect(await world.snapshot()).toEqual(before);
              for (const id of entries) expect(await world.audit.find(id)).not.toBeNull();
            }),
        ),
        options,
      );
    });

    it('taken back after whatever runs came in between, leave what the runs alone would have left', async () => {
      await fc.assert(
        fc.asyncProperty(
          ...given(false),
          namesArb,
          fc.array(fc.oneof<fc.Arbitrary<Step>[]>(decideArb, decideArb, undoArb, runArb(false)), { maxLength: 10 }),
          async (documents, entered, names, steps) =>
            inWorlds(async (fresh) => {
              const named = (put: readonly SourceDocument[]) => put.map((one) => ({ ...one, ...names[one.docNo] }));
              const [world, without] = [await fresh(), await fresh()];
              for (const each of [world, without]) await begin(each, named(documents), entered);
              let inForce: string[] = [];
              for (const step of steps) {
                if (step.do === 'run') {
                  for (const each of [world, without]) {
                    await each.setSource({ put: named(step.put) });
                    await runToEnd(each, { force: step.force });
                  }
                } else if (step.do === 'decide') {
                  const decided = await take(world, step.wish);
                  if (decided !== null) inForce.push(decided.auditId);
                } else {
                  const which = inForce[step.which % Math.max(inForce.length, 1)];
                  if (which === undefined) continue;
                  const { outcome } = await takeBack(world, which);
                  if (outcome === 'undone') inForce = inForce.filter((one) => one !== which);
                }
                await expectConsistent(world);
              }
              for (const one of inForce.toReversed()) {
                const result = await takeBack(world, one);
                // A run built on it: then it stays, and what rests on it.
                if (result.outcome === 'refused') return;
              }
              for (const each of [world, without]) await runToEnd(each, { force: true });
              expect(comparable(await world.snapshot())).toEqual(comparable(await without.snapshot()));
            }),
        ),
        options,
      );
    });

    it('survive any later run, forced or not', async () => {
      await fc.assert(
        fc.asyncProperty(
          ...given(true),
          fc.array(wishArb, { minLength: 1, maxLength: 4 }),
          fc.array(runArb(true), { minLength: 1, maxLength: 4 }),
          async (documents, entered, wishes, runs) =>
            inWorlds(async (fresh) => {
              const world = await fresh();
              await begin(world, documents, entered);
              for (const wish of wishes) await take(world, wish);
              const reviewed = (await world.snapshot()).filter((po) => po.reviewed);
              const homes = async () =>
                new Map(
                  (await posOf(world))
                    .filter(({ po }) => po.reviewed)
                    .flatMap(({ po, deliveries }) => deliveries.map(({ docNo }) => [docNo, po.id] as const)),
                );
              const homesBefore = await homes();
              for (const { put, force } of runs) {
                await world.setSource({ put });
                await runToEnd(world, { force });
              }
              const after = await world.snapshot();
              for (const po of reviewed) {
                const now = after.find(({ identity }) => JSON.stringify(identity) === JSON.stringify(po.identity));
                expect(now).toMatchObject({
                  identity: po.identity,
                  customer: po.customer,
                  poNo: po.poNo,
                  manual: po.manual,
                  reviewed: true,
                  state: po.state,
                  memo: po.memo,
                  aliases: po.aliases,
                  ...(po.manual ? { items: po.items } : {}),
                });
              }
              const homesAfter = await homes();
              for (const [docNo, home] of homesBefore) expect(homesAfter.get(docNo)).toBe(home);
            }),
        ),
        options,
      );
    });
  });
};
