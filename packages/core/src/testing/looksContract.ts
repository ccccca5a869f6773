import { describe, expect, it } from 'vitest';
import { noChanges } from '../backfill/Changes.ts';
import type { Decision } from '../backfill/Decision.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { PoIdentity } from '../po/identity.ts';
import type { Delivery, Po, PoWithDeliveries, Resolved } from '../po/Po.ts';
import { type RematchProgress, rematchNewPos } from '../rematch/rematchNewPos.ts';
import { manualPo, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { runToEnd } from './runToEnd.ts';
import { toldDecisions } from './toldDecisions.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

/** An order of staff, and the document of it under a number that a clerk mistyped. */
const order = manualPo({ poNo: 'ABC-2024-017', items: [{ product: 'KF001', qty: 10, deliveryOn: '2025-11-27' }] });
const mistyped = sourceDocument({ docNo: 'FP25000001', poNo: 'ABC-2042-017' });

const docNoOf = (n: number): string => `FP25${String(n).padStart(6, '0')}`;

const at = (poKey: string, customerKey = 'KDKK'): PoIdentity => ({ customerKey, poKey });

const poAt = async ({ ports }: World, identity: PoIdentity): Promise<PoWithDeliveries> => {
  const { pos } = await ports.pos.find({ identities: [identity] });
  return pos[0]!;
};

/** The open reasons of a PO that tell of other POs, and which POs they name. */
const lookedAt = async (world: World, identity: PoIdentity): Promise<readonly [code: string, ...poNos: string[]][]> => {
  const { deliveries } = await poAt(world, identity);
  return deliveries
    .flatMap(({ reasons }) => reasons)
    .filter(({ code }) => code === 'PROBABLE_MATCH' || code === 'SUSPECT_LINK')
    .map(({ code, facts }) => {
      const { candidates, rival } = facts as { candidates?: readonly Po[]; rival?: Po };
      return [code, ...(candidates ?? [rival!]).map(({ poNo }) => poNo)];
    });
};

/** As a decision of people does, without its entry in the audit trail. */
const amend = ({ ports }: World, identity: PoIdentity, change: (entry: PoWithDeliveries) => PoWithDeliveries) =>
  ports.pos.change({ identities: [identity] }, ports.clock.now(), ({ pos }) => {
    const { po, deliveries } = pos[0]!;
    const after = change({ po, deliveries });
    const changed = after.deliveries.filter((delivery, i) => delivery !== deliveries[i]);
    return { changes: { ...noChanges, touched: [after], changed }, result: null };
  });

/** Refuses every candidate of the PO's `PROBABLE_MATCH`. */
const refuse = (world: World, identity: PoIdentity) =>
  amend(world, identity, ({ po, deliveries }) => ({
    po: { ...po, reviewed: true },
    deliveries: deliveries.map((delivery): Delivery => {
      const reason = delivery.reasons.find(({ code }) => code === 'PROBABLE_MATCH');
      if (reason === undefined) return delivery;
      const candidates = reason.facts.candidates as readonly { id: string }[];
      const resolved: Resolved = { reason, basis: '', auditId: '', refused: candidates.map(({ id }) => id) };
      return {
        ...delivery,
        reasons: delivery.reasons.filter((each) => each !== reason),
        resolved: [...delivery.resolved, resolved],
      };
    }),
  }));

const accepted = (decisions: readonly Decision[], docNo: string) => {
  const decision = decisions.find((each) => each.docNo === docNo);
  if (decision === undefined || decision.outcome === 'skipped') throw new Error(`${docNo} was not accepted`);
  return decision;
};

const lastOf = (events: readonly RematchProgress[]) => events.findLast(({ type }) => type === 'asked');

/** What looking at other POs shows in runs and afterwards, in every world. */
export const looksContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);
  const rematch = ({ ports }: World) => Array.fromAsync(rematchNewPos(ports));

  describe('looking at other POs', () => {
    it(
      'flags a new PO that is probably an existing one, and attaches nothing',
      inWorld(async (world) => {
        await enterManualPos(world, [order]);
        await world.setSource({ put: [mistyped] });
        const { decisions, result } = await runToEnd(world);
        const decision = accepted(decisions, mistyped.docNo);
        expect(decision).toMatchObject({ outcome: 'needs-review', action: 'new-po', link: 'new' });
        expect(decision.reasons.map(({ code }) => code)).toEqual(['PROBABLE_MATCH']);
        const [best] = decision.candidates;
        const existing = await poAt(world, at('ABC-2024-017'));
        expect(best).toMatchObject({ id: existing.po.id, customer: 'KDKK', poNo: 'ABC-2024-017' });
        expect(best?.evidence[0]).toMatchObject({
          feature: expect.any(String),
          effect: 'for',
          code: expect.any(String),
        });
        expect(decision.reasons[0]?.facts).toEqual({
          candidates: decision.candidates,
          none: expect.any(Number),
          ambiguous: false,
        });
        expect(result.tally.needsReview.byReason).toEqual({ PROBABLE_MATCH: 1 });
        expect(existing.deliveries).toEqual([]);
      }),
    );

    it(
      'sees the POs that earlier decisions made, in the same batch and before, and flags the later one only',
      inWorld(async (world) => {
        const first = sourceDocument({ docNo: docNoOf(1), poNo: 'ABC-2024-017' });
        await world.setSource({ put: [first, sourceDocument({ docNo: docNoOf(2), poNo: 'ABC-2042-017' })] });
        const together = await runToEnd(world, { dryRun: true });
        const apart = await runToEnd(world, { batchSize: 1 });
        expect(toldDecisions(apart.decisions)).toEqual(toldDecisions(together.decisions));
        expect(await lookedAt(world, at('ABC-2024-017'))).toEqual([]);
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([['PROBABLE_MATCH', 'ABC-2024-017']]);
        for (const _time of [1, 2]) {
          await runToEnd(world, { force: true });
          expect(await lookedAt(world, at('ABC-2024-017'))).toEqual([]);
          expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([['PROBABLE_MATCH', 'ABC-2024-017']]);
        }
      }),
    );

    it(
      'flags a PO that came late on itself, and leaves it so',
      inWorld(async (world) => {
        await world.setSource({ put: [sourceDocument({ docNo: docNoOf(2), poNo: 'ABC-2042-017' })] });
        await runToEnd(world);
        await world.setSource({ put: [sourceDocument({ docNo: docNoOf(1), poNo: 'ABC-2024-017' })] });
        await runToEnd(world);
        for (const _time of [0, 1, 2]) {
          expect(await lookedAt(world, at('ABC-2024-017'))).toEqual([['PROBABLE_MATCH', 'ABC-2042-017']]);
          expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([]);
          await runToEnd(world, { force: true });
          await rematch(world);
        }
      }),
    );

    it(
      'does not see a PO that our staff cancelled',
      inWorld(async (world) => {
        await enterManualPos(world, [order]);
        await amend(world, at('ABC-2024-017'), ({ po, deliveries }) => ({
          po: { ...po, state: 'cancelled' },
          deliveries,
        }));
        await world.setSource({ put: [mistyped] });
        expect(accepted((await runToEnd(world)).decisions, mistyped.docNo)).toMatchObject({ outcome: 'created' });
        await amend(world, at('ABC-2024-017'), ({ po, deliveries }) => ({ po: { ...po, state: 'open' }, deliveries }));
        await runToEnd(world, { force: true });
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([['PROBABLE_MATCH', 'ABC-2024-017']]);
      }),
    );

    it(
      'never suggests a refused candidate for the PO again, and opens again for a new one only',
      inWorld(async (world) => {
        await enterManualPos(world, [order]);
        await world.setSource({ put: [mistyped] });
        await runToEnd(world);
        await refuse(world, at('ABC-2042-017'));
        await runToEnd(world, { force: true });
        await rematch(world);
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([]);
        await world.setSource({ put: [{ ...mistyped, poNo: 'ABC2024-017' }] });
        const same = accepted((await runToEnd(world)).decisions, mistyped.docNo);
        expect(same).toMatchObject({ action: 'none', candidates: [] });
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([]);
        await enterManualPos(world, [{ ...order, poNo: 'ABC-2024-0177' }]);
        await world.setSource({ put: [{ ...mistyped, poNo: 'ABC2024-0177' }] });
        const other = accepted((await runToEnd(world)).decisions, mistyped.docNo);
        expect(other.candidates.map(({ poNo }) => poNo)).toEqual(['ABC-2024-0177']);
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([['PROBABLE_MATCH', 'ABC-2024-0177']]);
      }),
    );

    it(
      'suspects a link by number that product, quantity and dates contradict and another open PO explains',
      inWorld(async (world) => {
        await enterManualPos(world, [
          manualPo({ poNo: 'ABC-2024-017', items: [{ product: 'KF900', qty: 40, deliveryOn: '2025-01-10' }] }),
          manualPo({ poNo: 'ABC-2024-018', items: [{ product: 'KF001', qty: 10, deliveryOn: '2025-11-27' }] }),
        ]);
        await world.setSource({ put: [{ ...mistyped, poNo: 'ABC-2024-017' }] });
        const decision = accepted((await runToEnd(world)).decisions, mistyped.docNo);
        const { po } = await poAt(world, at('ABC-2024-018'));
        expect(decision).toMatchObject({ outcome: 'needs-review', action: 'attached', link: 'exact' });
        expect(decision.reasons.find(({ code }) => code === 'SUSPECT_LINK')?.facts).toEqual({
          rival: { id: po.id, customer: 'KDKK', poNo: 'ABC-2024-018' },
          evidence: expect.arrayContaining([expect.objectContaining({ code: 'customer.same', effect: 'for' })]),
        });
      }),
    );

    it(
      'passes over what too many POs share, however it is cut into batches',
      inWorld(async (world) => {
        // One product, one fortnight: from the 101st on, that leads to none of them.
        const many = Array.from(
          { length: 130 },
          (_, i): SourceDocument =>
            sourceDocument({
              docNo: docNoOf(10 + i),
              poNo: `${'QWERTZUIOP'[i % 10]}${(7919 * (i + 1)) % 90_000}-X`,
              qty: '3',
            }),
        );
        const between = (n: number): SourceDocument =>
          sourceDocument({ docNo: docNoOf(n), poNo: '구두', orderDate: '2025-11-20 10:00:00' });
        await world.setSource({ put: [...many, between(500)] });
        const whole = await runToEnd(world, { dryRun: true, batchSize: 1000 });
        const small = await runToEnd(world, { dryRun: true, batchSize: 7 });
        const real = await runToEnd(world, { batchSize: 20 });
        expect(toldDecisions(small.decisions)).toEqual(toldDecisions(whole.decisions));
        expect(toldDecisions(real.decisions)).toEqual(toldDecisions(whole.decisions));
        // Half of them become another product: of those left the documents without a number are candidates again.
        await world.setSource({ put: many.slice(0, 90).map((document) => ({ ...document, product: 'KF777' })) });
        const rehearsed = await runToEnd(world, { dryRun: true, force: true, batchSize: 9 });
        const forced = await runToEnd(world, { force: true, batchSize: 40 });
        expect(toldDecisions(rehearsed.decisions)).toEqual(toldDecisions(forced.decisions));
      }),
    );
  });

  describe('looking again', () => {
    it(
      'opens for POs that were added since, closes when they are gone, and does nothing the second time',
      inWorld(async (world) => {
        await world.setSource({ put: [mistyped, sourceDocument({ docNo: docNoOf(9), customer: 'SAM' })] });
        await runToEnd(world);
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([]);
        expect(lastOf(await rematch(world))).toEqual({ type: 'asked', asked: 2, opened: 0, closed: 0, changed: 0 });
        await enterManualPos(world, [order]);
        expect(lastOf(await rematch(world))).toEqual({ type: 'asked', asked: 2, opened: 1, closed: 0, changed: 0 });
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([['PROBABLE_MATCH', 'ABC-2024-017']]);
        const after = await world.snapshot();
        expect(lastOf(await rematch(world))).toMatchObject({ opened: 0, closed: 0, changed: 0 });
        expect(await world.snapshot()).toEqual(after);
        await amend(world, at('ABC-2024-017'), ({ po, deliveries }) => ({
          po: { ...po, state: 'cancelled' },
          deliveries,
        }));
        expect(lastOf(await rematch(world))).toMatchObject({ opened: 0, closed: 1, changed: 0 });
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([]);
      }),
    );

    it(
      'leaves alone what people entered or reviewed',
      inWorld(async (world) => {
        await world.setSource({ put: [mistyped] });
        await runToEnd(world);
        await amend(world, at('ABC-2042-017'), ({ po, deliveries }) => ({ po: { ...po, reviewed: true }, deliveries }));
        await enterManualPos(world, [order]);
        expect(await rematch(world)).toEqual([]);
        expect(await lookedAt(world, at('ABC-2042-017'))).toEqual([]);
      }),
    );

    it(
      'ends when it is told to, and keeps what was done',
      inWorld(async (world) => {
        const documents = ['A', 'B', 'C'].map((customer, i) => ({ ...mistyped, docNo: docNoOf(i + 1), customer }));
        await world.setSource({ put: documents });
        await runToEnd(world);
        await enterManualPos(
          world,
          documents.map(({ customer }) => ({ ...order, customer: customer! })),
        );
        const stop = new AbortController();
        const seen: RematchProgress[] = [];
        for await (const event of rematchNewPos(world.ports, { signal: stop.signal })) {
          seen.push(event);
          stop.abort();
        }
        expect(seen).toEqual([{ type: 'asked', asked: 1, opened: 1, closed: 0, changed: 0 }]);
        expect(await lookedAt(world, at('ABC-2042-017', 'A'))).toHaveLength(1);
        expect(await lookedAt(world, at('ABC-2042-017', 'B'))).toHaveLength(0);
      }),
    );
  });
};
