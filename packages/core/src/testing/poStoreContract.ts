import { describe, expect, it } from 'vitest';
import { noChanges } from '../backfill/Changes.ts';
import { type BatchDecisions, decideInOrder } from '../backfill/decideInOrder.ts';
import type { KnownPos } from '../backfill/KnownPos.ts';
import { tallied } from '../backfill/tally.ts';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import { createDocumentReader, type FcmsDocument } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import { PoError } from '../errors.ts';
import { noCandidates } from '../matching/Candidates.ts';
import type { PoIdentity } from '../po/identity.ts';
import type { Po, PoWithDeliveries } from '../po/Po.ts';
import type { Checkpoint, RecordResult } from '../ports/PoStore.ts';
import type { HeldRun } from '../ports/RunStore.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { defaultNow, manualPo, sourceDocument } from './builders.ts';
import { enterManualPos } from './enterManualPos.ts';
import { usingWorld } from './usingWorld.ts';
import type { World } from './World.ts';

const read = createDocumentReader(defaultSiteRules);
const readAll = (documents: readonly SourceDocument[]): readonly FcmsDocument[] =>
  documents.map(read).sort((a, b) => compareDecisionOrder(a.position, b.position));

const ownOf = (entries: readonly PoWithDeliveries[], id: string): PoWithDeliveries | undefined =>
  entries.find(({ po }) => po.id === id);

const holdRun = async ({ ports }: World, at = defaultNow): Promise<HeldRun> => {
  const start = await ports.runs.start({
    owner: { actor: 'tester', host: 'here', pid: 1 },
    at,
    options: { window: { since: null, until: null }, limit: null, force: false },
    waitMs: 0,
  });
  if (start.outcome !== 'started') throw new Error(`not started: ${start.outcome}`);
  return start.held;
};

const release = (held: HeldRun): Promise<void> =>
  held.release({
    state: 'completed',
    at: defaultNow,
    tally: held.run.tally,
    orphans: held.run.orphans,
    error: null,
  });

/** What every `PoStore` promises. `createWorld` gives each test a fresh, empty world. */
export const poStoreContract = (createWorld: () => Promise<World>): void => {
  const inWorld = usingWorld(createWorld);

  interface Recorded {
    readonly result: RecordResult;
    readonly known: KnownPos;
    readonly decided: BatchDecisions;
  }

  /** Decides documents by the rules on what is known, for this run. */
  const decideOn = (
    { ports }: World,
    held: HeldRun,
    batch: readonly FcmsDocument[],
    known: KnownPos,
    { force = false, at = defaultNow }: { force?: boolean; at?: Date } = {},
  ): { readonly decided: BatchDecisions; readonly checkpoint: Checkpoint } => {
    const decided = decideInOrder(batch, known, {
      force,
      remaining: null,
      qtyTolerance: 0,
      runId: held.run.id,
      newPoId: ports.newId,
      look: null,
    });
    const last = batch[batch.length - 1]!;
    const cursor = { effectiveOn: last.position.effectiveOn, docNo: last.docNo };
    return {
      decided,
      checkpoint: { fence: held.fence, tally: tallied(held.run.tally, decided.decisions), cursor, at },
    };
  };

  /** Decides documents by the rules and records them for this run. */
  const record = async (
    world: World,
    held: HeldRun,
    documents: readonly SourceDocument[],
    given: { force?: boolean; at?: Date } = {},
  ): Promise<Recorded> => {
    const batch = readAll(documents);
    let seen: Omit<Recorded, 'result'> | undefined;
    const result = await world.ports.pos.record(batch, given.force ?? false, (known) => {
      const next = decideOn(world, held, batch, known, given);
      seen = { known, decided: next.decided };
      return next;
    });
    return { result, ...seen! };
  };

  const lookUp = async ({ ports }: World, documents: readonly SourceDocument[], force: boolean): Promise<KnownPos> =>
    (await ports.pos.lookUp(readAll(documents), force)).known;

  const knownOf = (world: World, ...documents: readonly SourceDocument[]): Promise<KnownPos> =>
    lookUp(world, documents, true);

  /** Records documents in a run of its own. */
  const recordAll = async (world: World, documents: readonly SourceDocument[]): Promise<Recorded> => {
    const held = await holdRun(world);
    const recorded = await record(world, held, documents);
    await release(held);
    return recorded;
  };

  describe('PoStore contract', () => {
    it(
      'answers that nothing is known',
      inWorld(async (world) => {
        const known = await knownOf(world, sourceDocument(), sourceDocument({ docNo: 'FP25000002', poNo: null }));
        expect(known.recorded.size).toBe(0);
        expect(known.pos).toEqual([]);
        expect((await lookUp(world, [], false)).pos).toEqual([]);
        expect(await world.ports.pos.findDocuments(['FP25000001'])).toEqual([]);
        expect(await world.ports.pos.findDocuments([])).toEqual([]);
      }),
    );

    it(
      'gives back what was written, all of it',
      inWorld(async (world) => {
        const documents = [
          sourceDocument({
            docNo: 'FP25000001',
            poNo: "주문%_'-001②",
            customer: '고객 <b>\\"',
            customerName: "O'Hara 株式會社 😀𠮷 100%",
            product: 'ｋｆ－１',
            productName: '',
            packing: '47L\tCGA330',
            qty: '1000000',
          }),
          sourceDocument({ docNo: 'FP25000002', poNo: '없음', customer: null, product: null, qty: '2.5' }),
          sourceDocument({
            docNo: 'x-1 / 2',
            poNo: 'FCMS-FP25000002',
            qty: null,
            orderDate: null,
            addDatetime: null,
            deliveryDate: null,
          }),
        ];
        const { decided, result } = await recordAll(world, documents);
        expect(result).toEqual({ outcome: 'recorded' });
        const known = await knownOf(world, ...documents);
        expect(known.pos).toHaveLength(3);
        for (const written of decided.changes.touched) expect(ownOf(known.pos, written.po.id)).toEqual(written);
        for (const document of readAll(documents)) {
          expect(known.recorded.get(document.docNo)).toEqual({ hash: document.hash, held: false });
        }
      }),
    );

    it(
      'gives each PO with all its deliveries, in decision order, whichever of them is asked for',
      inWorld(async (world) => {
        const documents = [
          sourceDocument({ docNo: 'FP25000004', orderDate: '2025-11-03 00:00:00' }),
          sourceDocument({ docNo: 'FP250009', orderDate: '2025-11-03 00:00:00' }),
          sourceDocument({ docNo: 'FP24000900', orderDate: '2025-11-03 00:00:00' }),
          sourceDocument({ docNo: '가-1', orderDate: '2025-11-03 00:00:00' }),
          sourceDocument({ docNo: 'ｚ-1', orderDate: '2025-11-03 00:00:00' }),
          sourceDocument({ docNo: '😀', orderDate: '2025-11-03 00:00:00' }),
          sourceDocument({ docNo: 'FP25000001', orderDate: null, addDatetime: null }),
          sourceDocument({ docNo: 'FP25000009', orderDate: '2025-11-01 00:00:00' }),
        ];
        await recordAll(world, documents.slice(4));
        await recordAll(world, documents.slice(0, 4));
        for (const asked of [documents[0]!, sourceDocument({ docNo: 'FP25000099' })]) {
          const { pos } = await knownOf(world, asked);
          expect(pos.flatMap(({ deliveries }) => deliveries.map(({ docNo, number }) => [docNo, number]))).toEqual(
            readAll(documents).map(({ docNo }, i) => [docNo, i + 1]),
          );
        }
      }),
    );

    it(
      'knows a PO by customer and number together, and one without a number by its document alone',
      inWorld(async (world) => {
        await recordAll(world, [
          sourceDocument({ docNo: 'FP25000001' }),
          sourceDocument({ docNo: 'FP25000002', customer: 'SAM' }),
          sourceDocument({ docNo: 'FP25000003', customer: null }),
          sourceDocument({ docNo: 'FP25000004', customer: null, poNo: null }),
        ]);
        const namedBy = async (given: Partial<SourceDocument>): Promise<string[]> =>
          (await knownOf(world, sourceDocument({ docNo: 'FP25000099', ...given }))).pos.flatMap(({ deliveries }) =>
            deliveries.map(({ docNo }) => docNo),
          );
        expect(await namedBy({ poNo: 'ｐｏ-001②', customer: ' kdkk ' })).toEqual(['FP25000001']);
        expect(await namedBy({ customer: 'sam' })).toEqual(['FP25000002']);
        expect(await namedBy({ customer: 'UNKNOWN' })).toEqual(['FP25000003']);
        expect(await namedBy({ poNo: 'PO-0012' })).toEqual([]);
        expect(await namedBy({ poNo: 'FCMS-FP25000004', customer: null })).toEqual([]);
        expect(await namedBy({ poNo: null, customer: null })).toEqual([]);
        expect(await namedBy({ docNo: 'FP25000004', poNo: null })).toEqual(['FP25000004']);
      }),
    );

    it(
      'looks up what the documents to decide depend on: their own PO and the one that they name now',
      inWorld(async (world) => {
        const first = sourceDocument({ docNo: 'FP25000001', poNo: 'A-1' });
        const second = sourceDocument({ docNo: 'FP25000002', poNo: 'B-1' });
        await recordAll(world, [first, second]);
        const { pos, recorded } = await lookUp(world, [{ ...first, poNo: 'B-1' }], false);
        expect(pos.map(({ po }) => po.poNo).sort()).toEqual(['A-1', 'B-1']);
        expect(recorded.get('FP25000001')?.hash).toBe(read(first).hash);
        const forced = await lookUp(world, [first], true);
        expect(forced.pos.map(({ po }) => po.poNo)).toContain('A-1');
      }),
    );

    it(
      'tells a document as held once its PO is manual',
      inWorld(async (world) => {
        await recordAll(world, [sourceDocument()]);
        await enterManualPos(world, [manualPo()]);
        const { recorded } = await knownOf(world, sourceDocument());
        expect(recorded.get('FP25000001')).toEqual({ hash: read(sourceDocument()).hash, held: true });
      }),
    );

    it(
      'decides upon what it would look up, and writes the checkpoint with it',
      inWorld(async (world) => {
        const held = await holdRun(world);
        await record(world, held, [sourceDocument()]);
        const next = [sourceDocument({ docNo: 'FP25000002', orderDate: '2025-11-21 00:00:00' })];
        const expected = await lookUp(world, next, false);
        const { known, decided } = await record(world, held, next);
        expect(known.pos).toEqual(expected.pos);
        expect(new Map(known.recorded)).toEqual(new Map(expected.recorded));
        expect(await world.ports.runs.find(held.run.id)).toMatchObject({
          tally: tallied(held.run.tally, decided.decisions),
          cursor: { effectiveOn: '2025-11-21', docNo: 'FP25000002' },
        });
        await release(held);
      }),
    );

    it(
      'writes batches that were decided beforehand, one after the other, as if each had been looked up in its turn',
      inWorld(async (world) => {
        const held = await holdRun(world);
        const first = readAll([sourceDocument({ docNo: 'FP25000001' }), sourceDocument({ docNo: 'FP25000002' })]);
        const { known, revision } = await world.ports.pos.lookUp(first, false);
        const one = decideOn(world, held, first, known);
        expect(await world.ports.pos.write(one.decided, one.checkpoint, revision)).toEqual({ outcome: 'recorded' });
        expect((await knownOf(world, sourceDocument({ docNo: 'FP25000001' }))).pos).toEqual(
          one.decided.changes.touched,
        );
        const second = readAll([sourceDocument({ docNo: 'FP25000003', orderDate: '2025-11-21 00:00:00' })]);
        const two = decideOn(world, held, second, {
          recorded: new Map(),
          reservations: new Map(),
          candidates: noCandidates,
          pos: one.decided.changes.touched,
        });
        expect(await world.ports.pos.write(two.decided, two.checkpoint, revision + 1)).toEqual({ outcome: 'recorded' });
        const after = await world.ports.pos.lookUp(second, true);
        expect(after.known.pos).toEqual(two.decided.changes.touched);
        expect(after.revision).toBe(revision + 2);
        expect(await world.ports.runs.find(held.run.id)).toMatchObject({
          cursor: { effectiveOn: '2025-11-21', docNo: 'FP25000003' },
        });
        await release(held);
      }),
    );

    it(
      'writes nothing of a batch that was decided before somebody else wrote',
      inWorld(async (world) => {
        const held = await holdRun(world);
        const documents = [sourceDocument({ docNo: 'FP25000001' })];
        const writers = [
          () => enterManualPos(world, [manualPo({ poNo: 'X-1' })]),
          () => record(world, held, [sourceDocument({ docNo: 'FP25000009', poNo: 'X-9' })]),
        ];
        for (const another of writers) {
          const { known, revision } = await world.ports.pos.lookUp(readAll(documents), false);
          const next = decideOn(world, held, readAll(documents), known);
          await another();
          const before = await world.snapshot();
          expect(await world.ports.pos.write(next.decided, next.checkpoint, revision)).toEqual({ outcome: 'stale' });
          expect(await world.snapshot()).toEqual(before);
          expect(await world.ports.runs.find(held.run.id)).not.toMatchObject({ cursor: { docNo: 'FP25000001' } });
        }
        const { known, revision } = await world.ports.pos.lookUp(readAll(documents), false);
        const next = decideOn(world, held, readAll(documents), known);
        expect(await world.ports.pos.write(next.decided, next.checkpoint, revision)).toEqual({ outcome: 'recorded' });
        await release(held);
      }),
    );

    it(
      'moves the run on over a batch that changes nothing, and leaves the revision as it was',
      inWorld(async (world) => {
        const held = await holdRun(world);
        await record(world, held, [sourceDocument()]);
        const before = await world.snapshot();
        const batch = readAll([sourceDocument()]);
        const { known, revision } = await world.ports.pos.lookUp(batch, false);
        const { decided, checkpoint } = decideOn(world, held, batch, known);
        expect(decided.decisions).toMatchObject([{ skipped: 'ALREADY_RECORDED' }]);
        const further = { ...checkpoint, cursor: { effectiveOn: '2025-11-30', docNo: 'FP25000009' } };
        expect(await world.ports.pos.write(decided, further, revision + 1)).toEqual({ outcome: 'stale' });
        expect(await world.ports.runs.find(held.run.id)).toMatchObject({ cursor: checkpoint.cursor });
        expect(await world.ports.pos.write(decided, further, revision)).toEqual({ outcome: 'recorded' });
        expect(await world.ports.runs.find(held.run.id)).toMatchObject({
          cursor: further.cursor,
          tally: further.tally,
        });
        expect((await world.ports.pos.lookUp(batch, false)).revision).toBe(revision);
        await release(held);
        const late = await world.ports.pos.write(decided, further, revision).catch((error: unknown) => error);
        expect(PoError.is(late) && late.code).toBe('RUN_TAKEN_OVER');
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'writes nothing when deciding fails',
      inWorld(async (world) => {
        const held = await holdRun(world);
        await record(world, held, [sourceDocument()]);
        const before = await world.snapshot();
        const failing = world.ports.pos.record(readAll([sourceDocument({ docNo: 'FP25000002' })]), false, () => {
          throw new RangeError('while deciding');
        });
        await expect(failing).rejects.toThrow('while deciding');
        expect(await world.snapshot()).toEqual(before);
        expect(await world.ports.runs.find(held.run.id)).toMatchObject({ cursor: { docNo: 'FP25000001' } });
        await record(world, held, [sourceDocument({ docNo: 'FP25000002' })]);
        await release(held);
      }),
    );

    it(
      'writes nothing for a run that no longer holds the place',
      inWorld(async (world) => {
        const held = await holdRun(world);
        await record(world, held, [sourceDocument()]);
        await release(held);
        const before = await world.snapshot();
        const late = await record(world, held, [sourceDocument({ docNo: 'FP25000002' })]).catch(
          (error: unknown) => error,
        );
        expect(PoError.is(late) && late.code).toBe('RUN_TAKEN_OVER');
        expect(await world.snapshot()).toEqual(before);
        const other = await holdRun(world);
        const stillLate = await record(world, held, [sourceDocument({ docNo: 'FP25000002' })]).catch(
          (error: unknown) => error,
        );
        expect(PoError.is(stillLate) && stillLate.code).toBe('RUN_TAKEN_OVER');
        const batch = readAll([sourceDocument({ docNo: 'FP25000002' })]);
        const { known, revision } = await world.ports.pos.lookUp(batch, false);
        const { decided, checkpoint } = decideOn(world, held, batch, known);
        const written = await world.ports.pos.write(decided, checkpoint, revision).catch((error: unknown) => error);
        expect(PoError.is(written) && written.code).toBe('RUN_TAKEN_OVER');
        expect(await world.snapshot()).toEqual(before);
        await release(other);
      }),
    );

    it(
      'moves a document to another PO, and forgets the PO that it left empty',
      inWorld(async (world) => {
        const first = sourceDocument({ docNo: 'FP25000001', poNo: 'A-1' });
        const second = sourceDocument({ docNo: 'FP25000002', poNo: 'B-1' });
        await recordAll(world, [first, second]);
        const { decided } = await recordAll(world, [{ ...first, poNo: 'B-1' }]);
        expect(decided.changes.removed).toHaveLength(1);
        const known = await knownOf(world, first, second);
        expect(known.pos.map(({ po, deliveries }) => [po.poNo, deliveries.map(({ docNo }) => docNo)])).toEqual([
          ['B-1', ['FP25000001', 'FP25000002']],
        ]);
        expect(known.pos).toEqual(decided.changes.touched);
        // The identity is free again.
        await recordAll(world, [sourceDocument({ docNo: 'FP25000003', poNo: 'A-1' })]);
        expect(await world.snapshot()).toHaveLength(2);
      }),
    );

    it(
      'lets a PO take a new identity and keeps its address',
      inWorld(async (world) => {
        const first = sourceDocument({ docNo: 'FP25000001', poNo: 'A-1' });
        const before = (await recordAll(world, [first])).decided.changes.touched[0]!;
        await recordAll(world, [{ ...first, poNo: 'B-1' }]);
        const known = await knownOf(
          world,
          { ...first, poNo: 'B-1' },
          sourceDocument({ docNo: 'FP25000002', poNo: 'A-1' }),
        );
        expect(known.pos.map(({ po }) => [po.id, po.identity])).toEqual([
          [before.po.id, { customerKey: 'KDKK', poKey: 'B-1' }],
        ]);
      }),
    );

    it(
      'lets identities pass from one PO to another within a batch',
      inWorld(async (world) => {
        const on = (docNo: string, poNo: string | null): SourceDocument => sourceDocument({ docNo, poNo });
        const numbersOf = async (): Promise<unknown> =>
          (await world.snapshot()).map(({ poNo, deliveries }) => [poNo, deliveries.map(({ docNo }) => docNo)]);
        await recordAll(world, [on('FP25000001', 'A'), on('FP25000002', 'B'), on('FP25000003', 'C')]);
        // A → D and a new document on A; B ↔ C.
        await recordAll(world, [
          on('FP25000001', 'D'),
          on('FP25000002', 'C'),
          on('FP25000003', 'B'),
          on('FP25000004', 'A'),
        ]);
        const swapped = [
          ['A', ['FP25000004']],
          ['B', ['FP25000003']],
          ['C', ['FP25000002']],
          ['D', ['FP25000001']],
        ];
        expect(await numbersOf()).toEqual(swapped);
        // A chain: each takes the number that the one before has left; the last loses its own.
        await recordAll(world, [
          on('FP25000001', null),
          on('FP25000002', 'D'),
          on('FP25000003', 'C'),
          on('FP25000004', 'B'),
        ]);
        expect(await numbersOf()).toEqual([
          ['FCMS-FP25000001', ['FP25000001']],
          ['B', ['FP25000004']],
          ['C', ['FP25000003']],
          ['D', ['FP25000002']],
        ]);
      }),
    );

    it(
      'remembers when a document was first recorded, whatever becomes of it',
      inWorld(async (world) => {
        const first = sourceDocument({ docNo: 'FP25000001', poNo: 'A-1' });
        const later = new Date(defaultNow.getTime() + 60_000);
        const held = await holdRun(world);
        await record(world, held, [first, sourceDocument({ docNo: 'FP25000002' })]);
        await record(world, held, [{ ...first, poNo: 'B-1' }], { at: later });
        await record(world, held, [sourceDocument({ docNo: 'FP25000003' })], { at: later });
        await release(held);
        const found = await world.ports.pos.findDocuments(['FP25000003', 'FP25000001', 'FP25000009']);
        const told = [...found].sort((a, b) => (a.delivery.docNo < b.delivery.docNo ? -1 : 1));
        expect(told.map(({ delivery, po, recordedAt }) => [delivery.docNo, po.poNo, recordedAt])).toEqual([
          ['FP25000001', 'B-1', defaultNow],
          ['FP25000003', 'PO-001', later],
        ]);
        const known = await knownOf(world, { ...first, poNo: 'B-1' });
        expect(told[0]?.po).toEqual(known.pos[0]?.po);
        expect(told[0]?.delivery).toEqual(known.pos[0]?.deliveries[0]);
      }),
    );

    it(
      'writes reasons with their facts, and closes them',
      inWorld(async (world) => {
        await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty: 30 }] })]);
        const document = sourceDocument({ qty: '40' });
        await recordAll(world, [document]);
        const reasons = async (): Promise<unknown> =>
          (await world.snapshot())[0]?.deliveries.map((delivery) => delivery.reasons);
        expect(await reasons()).toEqual([
          [
            {
              code: 'QTY_MISMATCH',
              facts: { product: 'KF001', ordered: 30, instructed: 40, difference: 10, percent: 1000 / 30 },
            },
          ],
        ]);
        await recordAll(world, [{ ...document, qty: '30' }]);
        expect(await reasons()).toEqual([[{ code: 'SOURCE_CHANGED', facts: { qty: ['40', '30'] } }]]);
      }),
    );

    it(
      'changes POs of given identities: all that change is told, and all that it gives back is written',
      inWorld(async (world) => {
        await recordAll(world, [sourceDocument(), sourceDocument({ docNo: 'FP25000002', poNo: 'B-1' })]);
        const identities: PoIdentity[] = [
          { customerKey: 'KDKK', poKey: 'PO-001' },
          { customerKey: 'KDKK', poKey: 'NEW-1' },
        ];
        const added: Po = {
          id: world.ports.newId(),
          identity: identities[1]!,
          customer: 'kdkk',
          customerName: null,
          poNo: 'new-1',
          manual: true,
          reviewed: false,
          state: 'open',
          receivedOn: null,
          items: [
            { productKey: 'KF001', product: 'kf001', qty: 3, deliveryOn: '2025-12-01', incomplete: false },
            { productKey: 'KF001', product: 'KF001', qty: 1_000_000, deliveryOn: null, incomplete: false },
          ],
          memo: '두 줄\n메모 \'"%',
          aliases: [],
        };
        let known: readonly PoWithDeliveries[] = [];
        await world.ports.pos.change({ identities }, defaultNow, ({ pos }) => {
          known = pos;
          return {
            changes: { ...noChanges, touched: [{ po: added, deliveries: [] }], added: new Set([added.id]) },
            result: null,
          };
        });
        expect(known.map(({ po, deliveries }) => [po.poNo, deliveries.length])).toEqual([['PO-001', 1]]);
        const after = await knownOf(world, sourceDocument({ docNo: 'FP25000009', poNo: 'NEW-1' }));
        expect(after.pos).toEqual([{ po: added, deliveries: [] }]);
      }),
    );

    it(
      'takes a backfilled PO over with its deliveries',
      inWorld(async (world) => {
        await recordAll(world, [
          sourceDocument({ docNo: 'FP25000001', qty: '20' }),
          sourceDocument({ docNo: 'FP25000002', qty: '20' }),
          sourceDocument({ docNo: 'FP25000003', product: 'KF009' }),
        ]);
        const [result] = await enterManualPos(world, [manualPo({ poNo: 'ｐｏ - 001' })]);
        expect(result).toMatchObject({ outcome: 'taken-over', deliveries: 3, reopened: false });
        const [po] = await world.snapshot();
        expect(po).toMatchObject({ manual: true, poNo: 'ｐｏ - 001', items: [{ qty: 30 }] });
        expect(po?.deliveries.map(({ docNo, reasons }) => [docNo, reasons.map(({ code }) => code)])).toEqual([
          ['FP25000001', []],
          ['FP25000002', ['QTY_MISMATCH']],
          ['FP25000003', ['PRODUCT_NOT_ORDERED']],
        ]);
      }),
    );

    it(
      'writes nothing when a change fails',
      inWorld(async (world) => {
        await recordAll(world, [sourceDocument()]);
        const before = await world.snapshot();
        const failing = world.ports.pos.change(
          { identities: [{ customerKey: 'KDKK', poKey: 'PO-001' }] },
          defaultNow,
          () => {
            throw new RangeError('while changing');
          },
        );
        await expect(failing).rejects.toThrow('while changing');
        expect(await world.snapshot()).toEqual(before);
      }),
    );

    it(
      'lets no two writers make the same PO',
      inWorld(async (world) => {
        const outcomes = await Promise.all(
          [30, 30, 30, 30].map(async (qty) => {
            const [result] = await enterManualPos(world, [manualPo({ items: [{ product: 'KF001', qty }] })]);
            return result?.outcome;
          }),
        );
        expect(outcomes.sort()).toEqual(['created', 'unchanged', 'unchanged', 'unchanged']);
        expect(await world.snapshot()).toHaveLength(1);
      }),
    );

    it(
      'lets an import and a run that name the same PO at once meet on one PO',
      inWorld(async (world) => {
        const held = await holdRun(world);
        const documents = Array.from({ length: 8 }, (_, i) =>
          sourceDocument({ docNo: `FP2500000${i}`, poNo: `PO-00${i % 4}`, qty: '40' }),
        );
        await Promise.all([
          record(world, held, documents.slice(0, 4)),
          ...[0, 1, 2, 3].map((i) => enterManualPos(world, [manualPo({ poNo: `PO-00${i}` })])),
        ]);
        await record(world, held, documents.slice(4));
        await release(held);
        const pos = await world.snapshot();
        expect(pos.map(({ manual, deliveries }) => [manual, deliveries.length])).toEqual(
          [0, 1, 2, 3].map(() => [true, 2]),
        );
        expect(
          pos.map(({ deliveries }) => deliveries.map(({ reasons }) => reasons.map(({ facts }) => facts.instructed))),
        ).toEqual([0, 1, 2, 3].map(() => [[40], [80]]));
      }),
    );

    it(
      'records a batch of a thousand',
      inWorld(async (world) => {
        const documents = Array.from({ length: 1000 }, (_, i) =>
          sourceDocument({ docNo: `FP25${String(i).padStart(6, '0')}`, poNo: `PO-${i % 137}`, customer: `C${i % 3}` }),
        );
        const { decided } = await recordAll(world, documents);
        expect(decided.decisions).toHaveLength(1000);
        const known = await knownOf(world, ...documents);
        expect(known.recorded.size).toBe(1000);
        expect(new Map(known.pos.map((entry) => [entry.po.id, entry]))).toEqual(
          new Map(decided.changes.touched.map((entry) => [entry.po.id, entry])),
        );
      }),
    );
  });
};
