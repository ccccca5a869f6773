import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { changePo } from '../manual/changePo.ts';
import { enterPo } from '../manual/enterPo.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import type { PoChange } from '../manual/PoChange.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import { decideReview } from '../review/decideReview.ts';
import type { ReasonCode } from '../review/Reason.ts';
import type { ReviewDecision } from '../review/ReviewDecision.ts';
import { undoDecision } from '../review/undoDecision.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, somebody, sourceDocument } from './builders.ts';
import { expectConsistentPos } from './expectConsistent.ts';
import { expectConsistentQueue } from './expectConsistentQueue.ts';
import { runToEnd } from './runToEnd.ts';
import type { PoSnapshot } from './snapshotOf.ts';
import type { World } from './World.ts';

/** Few numbers and products, so that they meet. */
const poNos = ['PO-1', 'PO-2', 'PO-3'];
const docNos = ['FP25000001', 'FP25000002', 'FP25000003', 'FP25000004'];

/** Each document keeps its number: one that moves from PO to PO shows when it was looked at. */
const documentArb: fc.Arbitrary<SourceDocument> = fc
  .record({ docNo: fc.constantFrom(...docNos), qty: fc.constantFrom('10', '25', '0') })
  .map(({ docNo, qty }) => sourceDocument({ docNo, qty, poNo: poNos[docNos.indexOf(docNo) % 3] ?? null }));

const itemsArb: fc.Arbitrary<ManualPo['items']> = fc.array(
  fc.record({
    product: fc.constantFrom('KF001', 'KF002'),
    qty: fc.constantFrom(10, 20, 40),
    deliveryOn: fc.constantFrom(null, '2025-12-01'),
  }),
  { minLength: 1, maxLength: 2 },
);

const memoArb = fc.constantFrom('', 'a', 'b');

const changeArb: fc.Arbitrary<PoChange> = fc.oneof(
  fc.record({ memo: memoArb }),
  fc.record(
    {
      items: itemsArb,
      memo: memoArb,
      customerName: fc.constantFrom(null, '관동'),
      receivedOn: fc.constantFrom(null, '2025-11-02'),
    },
    { requiredKeys: [] },
  ),
);

type Step =
  | { readonly do: 'enter'; readonly po: ManualPo }
  | { readonly do: 'change'; readonly on: number; readonly change: PoChange; readonly stale: boolean }
  | { readonly do: 'decide'; readonly on: number; readonly decision: ReviewDecision }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'run'; readonly put: readonly SourceDocument[] };

const peopleArb: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('enter' as const),
    po: fc
      .record({ poNo: fc.constantFrom(...poNos, 'PO-4'), items: itemsArb, memo: memoArb })
      .map((given) => manualPo(given)),
  }),
  fc.record({ do: fc.constant('change' as const), on: fc.nat(9), change: changeArb, stale: fc.boolean() }),
  fc.record({ do: fc.constant('change' as const), on: fc.nat(9), change: changeArb, stale: fc.constant(false) }),
  fc.record({
    do: fc.constant('decide' as const),
    on: fc.nat(9),
    decision: fc.constantFrom<ReviewDecision[]>(
      { kind: 'cancel-po' },
      { kind: 'reopen' },
      { kind: 'keep', note: 'kept' },
      { kind: 'accept-qty' },
      { kind: 'correct', poNo: 'PO-4' },
      { kind: 'correct', poNo: 'PO-1' },
    ),
  }),
  fc.record({ do: fc.constant('undo' as const), which: fc.nat(9) }),
);

const runArb: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('run' as const),
  put: fc.array(documentArb, { minLength: 1, maxLength: 3 }),
});

/** All POs, in an order that does not depend on their addresses. */
const posOf = async (world: World): Promise<readonly HeldPo[]> => {
  const identities = (await world.snapshot()).map(({ identity }) => identity);
  const { pos } = await world.ports.pos.find({ identities });
  return [...pos].sort((a, b) => (a.po.poNo < b.po.poNo ? -1 : 1));
};

/** What people did: the entry of the trail that it made; null where it was refused, and then nothing is different. */
const take = async (world: World, step: Step): Promise<string | null> => {
  const { ports } = world;
  if (step.do === 'enter') {
    const result = await enterPo(ports, defaultSiteRules, { po: step.po, by: somebody });
    return result.outcome === 'entered' ? result.auditId : null;
  }
  const pos = await posOf(world);
  const entry = 'on' in step ? pos[step.on % pos.length] : undefined;
  if (entry === undefined) return null;
  const about = { poId: entry.po.id, by: somebody };
  if (step.do === 'decide') {
    const result = await decideReview(ports, defaultSiteRules, { ...about, decision: step.decision, version: null });
    return result.outcome === 'done' ? result.auditId : null;
  }
  if (step.do !== 'change') return null;
  const version = step.stale ? entry.version - 1 : entry.version;
  const result = await changePo(ports, defaultSiteRules, { ...about, change: step.change, version });
  if (step.stale) {
    expect(result).toEqual({ outcome: 'refused', refusal: { reason: 'changed', version: entry.version } });
  }
  if (result.outcome === 'refused') return null;
  const [after] = (await ports.pos.find({ ids: [entry.po.id] })).pos;
  expect(after?.version).toBeGreaterThan(entry.version);
  return result.auditId;
};

const takeBack = (world: World, auditId: string) =>
  undoDecision({ ...world.ports, audit: world.audit }, defaultSiteRules, { auditId, by: somebody });

const expectConsistent = async (world: World): Promise<void> => {
  expectConsistentPos(await world.snapshot());
  await expectConsistentQueue(world);
};

/** What a change that FCMS made meanwhile met, and which document made a PO, depends on when it was looked at. */
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

/** The properties of what staff enter and change, and of taking it back (rules 6). */
export const changeProperties = (
  createWorld: () => Promise<World>,
  options: { readonly numRuns?: number } = {},
): void => {
  const inWorlds = async (count: 1 | 2, trial: (...worlds: World[]) => Promise<void>): Promise<void> => {
    const worlds: World[] = [];
    try {
      for (let i = 0; i < count; i += 1) worlds.push(await createWorld());
      await trial(...worlds);
    } finally {
      for (const world of worlds) await world.close();
    }
  };
  const begin = async (world: World, documents: readonly SourceDocument[]): Promise<void> => {
    world.setNow(defaultNow);
    await world.setSource({ put: documents });
    await runToEnd(world);
  };
  const documentsArb = fc.array(documentArb, { maxLength: 4 });

  describe('what staff enter, change and decide', () => {
    it('taken back in any order in which it can be, leaves what was there; what is refused changes nothing', async () => {
      await fc.assert(
        fc.asyncProperty(documentsArb, fc.array(peopleArb, { maxLength: 14 }), (documents, steps) =>
          inWorlds(1, async (world) => {
            await begin(world!, documents);
            const before = await world!.snapshot();
            let inForce: string[] = [];
            for (const step of steps) {
              const now = await world!.snapshot();
              if (step.do === 'undo') {
                const which = inForce[step.which % Math.max(inForce.length, 1)];
                if (which === undefined) continue;
                const result = await takeBack(world!, which);
                if (result.outcome === 'undone') inForce = inForce.filter((one) => one !== which);
                else {
                  expect(result.refusal.reason).toBe('built-on');
                  expect(await world!.snapshot()).toEqual(now);
                }
              } else {
                const auditId = await take(world!, step);
                if (auditId === null) expect(await world!.snapshot()).toEqual(now);
                else inForce.push(auditId);
              }
              await expectConsistent(world!);
            }
            // The latest is never built upon.
            for (const one of inForce.toReversed()) {
              expect(await takeBack(world!, one)).toMatchObject({ outcome: 'undone' });
            }
            expect(await world!.snapshot()).toEqual(before);
          }),
        ),
        options,
      );
    });

    it('taken back after whatever runs came in between, leaves what the runs alone would have left', async () => {
      await fc.assert(
        fc.asyncProperty(
          documentsArb,
          fc.array(fc.oneof({ weight: 3, arbitrary: peopleArb }, { weight: 1, arbitrary: runArb }), { maxLength: 10 }),
          (documents, steps) =>
            inWorlds(2, async (world, without) => {
              for (const each of [world!, without!]) await begin(each, documents);
              let inForce: string[] = [];
              for (const step of steps) {
                if (step.do === 'run') {
                  for (const each of [world!, without!]) {
                    await each.setSource({ put: step.put });
                    await runToEnd(each);
                  }
                } else if (step.do === 'undo') {
                  const which = inForce[step.which % Math.max(inForce.length, 1)];
                  if (which === undefined) continue;
                  const { outcome } = await takeBack(world!, which);
                  if (outcome === 'undone') inForce = inForce.filter((one) => one !== which);
                } else {
                  const auditId = await take(world!, step);
                  if (auditId !== null) inForce.push(auditId);
                }
                await expectConsistent(world!);
              }
              for (const one of inForce.toReversed()) {
                // Documents came to what was entered: then it stays, and what rests on it.
                if ((await takeBack(world!, one)).outcome === 'refused') return;
              }
              for (const each of [world!, without!]) await runToEnd(each, { force: true });
              expect(comparable(await world!.snapshot())).toEqual(comparable(await without!.snapshot()));
            }),
        ),
        options,
      );
    });
  });
};
