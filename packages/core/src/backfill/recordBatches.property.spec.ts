import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualPoArb, sourceDocuments } from '../testing/arbitraries.ts';
import { enterManualPos } from '../testing/enterManualPos.ts';
import { expectConsistentPos, expectConsistentTally } from '../testing/expectConsistent.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runToEnd } from '../testing/runToEnd.ts';
import { toldDecisions } from '../testing/toldDecisions.ts';
import { tries } from '../testing/tries.ts';
import type { World } from '../testing/World.ts';

/** What happens to the next write or look-up of a batch. */
interface Disturbance {
  /** Turns of the event loop that look-ups and writes wait before and after they are done. */
  readonly lookUp: readonly [number, number];
  readonly write: readonly [number, number];
  /** Whether the write is said to be stale, or refused, though it is not. */
  readonly outcome: 'as it is' | 'stale' | 'refused';
}

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

const delay = fc.tuple(fc.nat(3), fc.nat(3));
const disturbances: fc.Arbitrary<readonly Disturbance[]> = fc.array(
  fc.record({
    lookUp: delay,
    write: delay,
    outcome: fc.oneof(
      { weight: 5, arbitrary: fc.constant('as it is' as const) },
      { weight: 1, arbitrary: fc.constantFrom('stale' as const, 'refused' as const) },
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

/** The world with a store that is slow, and says of some batches that they must be decided anew. */
const disturbed = (world: World, given: readonly Disturbance[], before: () => Promise<void>): World => {
  const { pos } = world.ports;
  let [lookUps, writes] = [0, 0];
  return {
    ...world,
    ports: {
      ...world.ports,
      pos: {
        ...pos,
        async lookUp(batch, force, keeps) {
          const [first, then] = given[lookUps++ % given.length]!.lookUp;
          await turns(first);
          const found = await pos.lookUp(batch, force, keeps);
          await turns(then);
          return found;
        },
        async write(decided, checkpoint, revision) {
          const { write, outcome } = given[writes++ % given.length]!;
          await turns(write[0]);
          await before();
          if (outcome === 'stale') return { outcome };
          if (outcome === 'refused') return { outcome, error: 'one of its rows' };
          const written = await pos.write(decided, checkpoint, revision);
          await turns(write[1]);
          return written;
        },
      },
    },
  };
};

const given = fc.record({
  recorded: sourceDocuments(8),
  entered: fc.array(manualPoArb(), { maxLength: 2 }),
  documents: sourceDocuments(12),
  batchSize: fc.integer({ min: 1, max: 4 }),
  limit: fc.option(fc.integer({ min: 1, max: 12 })),
  disturbances,
});

describe('recording batches ahead of each other', () => {
  it('decides and writes the same as one batch does, however slow the store, and whatever must be decided anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        given,
        fc.boolean(),
        async ({ recorded, entered, documents, batchSize, limit, disturbances }, dryRun) => {
          const fresh = async (): Promise<World> => {
            const world = await inMemoryWorld();
            await world.setSource({ put: recorded });
            await runToEnd(world);
            for (const po of entered) await enterManualPos(world, [po]);
            await world.setSource({ put: documents });
            return world;
          };
          const [plain, other] = [await fresh(), await fresh()];
          const expected = await runToEnd(plain, { limit, dryRun, batchSize: 1000 });
          const slow = disturbed(other, disturbances, async () => undefined);
          const ran = await runToEnd(slow, { limit, dryRun, batchSize });
          expect(toldDecisions(ran.decisions)).toEqual(toldDecisions(expected.decisions));
          expect(ran.result.tally).toEqual(expected.result.tally);
          expect(await other.snapshot()).toEqual(await plain.snapshot());
        },
      ),
      tries(2),
    );
  });

  it('loses and doubles nothing when somebody else writes between the batches, and leaves nothing to do', async () => {
    const entering = fc.array(fc.option(manualPoArb()), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(given, entering, async ({ recorded, documents, batchSize, disturbances }, entries) => {
        const world = await inMemoryWorld();
        await world.setSource({ put: recorded });
        await runToEnd(world);
        await world.setSource({ put: documents });
        let writes = 0;
        const busy = disturbed(world, disturbances, async () => {
          const po = entries[writes++];
          if (po) await enterManualPos(world, [po]);
        });
        const { result, decisions } = await runToEnd(busy, { batchSize });
        expectConsistentTally(result.tally);
        expect(decisions.map(({ docNo }) => docNo).sort()).toEqual(
          [...new Set([...recorded, ...documents].map(({ docNo }) => docNo))].sort(),
        );
        const after = await world.snapshot();
        expectConsistentPos(after);
        const again = await runToEnd(world);
        expect(again.result.tally).toMatchObject({ created: { total: 0 }, needsReview: { total: 0 } });
        expect(await world.snapshot()).toEqual(after);
      }),
      tries(2),
    );
  });
});
