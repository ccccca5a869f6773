import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../backfill/Decision.ts';
import type { BackfillResult } from '../backfill/runBackfill.ts';
import type { Window } from '../backfill/Window.ts';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import {
  batchSizeArb,
  documentNumber,
  manualPoArb,
  sameDocument,
  sourceDocumentArb,
  sourceDocuments,
  windowArb,
} from './arbitraries.ts';
import { BackfillModel, type ModelDecision, type ModelRun } from './BackfillModel.ts';
import { enterManualPos } from './enterManualPos.ts';
import { expectConsistentPos, expectConsistentTally } from './expectConsistent.ts';
import { expectPowerless } from './expectPowerless.ts';
import { type RunRequest, runToEnd, startRun } from './runToEnd.ts';
import { withoutIds } from './snapshotOf.ts';
import type { World } from './World.ts';

/** The system under test, and the addresses that its runs have. */
interface Real {
  readonly world: World;
  readonly runIds: Map<ModelRun, string>;
}

type Command = fc.AsyncCommand<BackfillModel, Real>;

const read = createDocumentReader(defaultSiteRules);

/** What a run is asked for. */
interface Asked {
  readonly window: Window;
  readonly limit: number | null;
  readonly force: boolean;
  readonly batchSize: number;
}

const withoutAddress = (decision: Decision): ModelDecision => {
  if (decision.outcome === 'skipped') return decision;
  const { id: _id, ...po } = decision.po;
  const candidates = decision.candidates.map(({ id: _ofCandidate, ...candidate }) => candidate);
  return { ...decision, po, candidates, reasons: decision.reasons.map(withoutIds) };
};

/** A command that, once carried out, leaves the world as the model says. */
const command = (name: string, carryOut: (model: BackfillModel, real: Real) => Promise<void>): Command => ({
  check: () => true,
  async run(model, real) {
    await carryOut(model, real);
    const pos = await real.world.snapshot();
    expect(pos).toEqual(model.snapshot());
    expectConsistentPos(pos);
    for (const [run, id] of real.runIds) {
      const { state, tally } = (await real.world.ports.runs.find(id))!;
      expect({ state, tally }).toEqual({ state: run.state, tally: model.tally(run) });
    }
  },
  toString: () => name,
});

const put = (documents: readonly SourceDocument[]) =>
  command(`put ${JSON.stringify(documents)}`, async (model, { world }) => {
    for (const document of documents) model.source.set(document.docNo, document);
    await world.setSource({ put: documents });
  });

/** Changes one document of the source, when it is there. */
const change = (what: string, docNo: string, changed: (document: SourceDocument) => SourceDocument) =>
  command(`${what} ${docNo}`, async (model, { world }) => {
    const document = model.source.get(docNo);
    if (document === undefined) return;
    model.source.set(docNo, changed(document));
    await world.setSource({ put: [changed(document)] });
  });

const touch = (docNo: string, seed: number) =>
  change('change what does not count of', docNo, (document) => {
    const [same] = fc.sample(sameDocument(document), { numRuns: 1, seed });
    expect(read(same!).hash).toBe(read(document).hash);
    return same!;
  });

/** Gives the documents of the source these numbers, in turn: what was one PO falls apart, others come together. */
const renumber = (poNos: readonly string[]) =>
  command(`renumber ${JSON.stringify(poNos)}`, async (model, { world }) => {
    const changed = [...model.source.values()].map((document, i) => ({ ...document, poNo: poNos[i % poNos.length]! }));
    for (const document of changed) model.source.set(document.docNo, document);
    await world.setSource({ put: changed });
  });

const remove = (docNo: string) =>
  command(`remove the row of ${docNo}`, async (model, { world }) => {
    model.source.delete(docNo);
    await world.setSource({ remove: [docNo] });
  });

const enter = (po: ManualPo) =>
  command(`enter ${JSON.stringify(po)}`, async (model, { world }) => {
    const expected = model.enter(po);
    const [result] = await enterManualPos(world, [po]);
    expect(result?.outcome).toBe(expected);
  });

const expectRun = (model: BackfillModel, run: ModelRun, result: BackfillResult): void => {
  expect(result.tally).toEqual(model.tally(run));
  expectConsistentTally(result.tally);
  expect(result.run.state).toBe(run.state);
};

const dryRun = async (model: BackfillModel, { world }: Real, asked: Asked): Promise<readonly ModelDecision[]> => {
  const before = await world.snapshot();
  const runs = await world.ports.runs.latest(100);
  const { decisions, result } = await runToEnd(world, { ...asked, dryRun: true });
  expect(await world.snapshot()).toEqual(before);
  expect(await world.ports.runs.latest(100)).toEqual(runs);
  const trial = model.copy();
  const run = trial.start(asked);
  const expected = trial.goOn(run, null);
  run.state = 'completed';
  expect(decisions.map(withoutAddress)).toEqual(expected);
  expectRun(trial, run, result);
  return expected;
};

const realRun = async (
  model: BackfillModel,
  { world, runIds }: Real,
  asked: Asked,
): Promise<readonly ModelDecision[]> => {
  const run = model.start(asked);
  const expected = model.goOn(run, null);
  run.state = 'completed';
  const { decisions, result } = await runToEnd(world, { ...asked });
  runIds.set(run, result.run.id);
  expect(decisions.map(withoutAddress)).toEqual(expected);
  expectRun(model, run, result);
  return expected;
};

const untilIdle = (asked: Asked & { readonly limit: number }) =>
  command(`run until idle ${JSON.stringify(asked)}`, async (model, real) => {
    const trial = model.copy();
    trial.goOn(trial.start({ ...asked, limit: null }), null);
    for (;;) {
      const decisions = await realRun(model, real, asked);
      if (decisions.filter(({ outcome }) => outcome !== 'skipped').length < asked.limit) break;
    }
    expect(model.snapshot()).toEqual(trial.snapshot());
  });

/** How many documents a run checks in so many batches. */
const documentsIn = (batches: number, { batchSize }: Pick<Asked, 'batchSize'>): number => batches * batchSize;

/** Lets a run go on until a signal stops it after so many batches; null lets it finish. */
const goOn = async (
  model: BackfillModel,
  { world, runIds }: Real,
  run: ModelRun,
  request: RunRequest & Pick<Asked, 'batchSize'>,
  batches: number | null,
): Promise<void> => {
  const ahead = model.ahead(run);
  const expected = model.goOn(run, batches === null ? null : documentsIn(batches, request));
  // A signal during the last batch still counts, unless the limit has ended the run.
  const stopped = batches !== null && ahead > documentsIn(batches - 1, request) && !model.limitReached(run);
  run.state = stopped ? 'interrupted' : 'completed';
  const stop = new AbortController();
  const decisions: Decision[] = [];
  let result: BackfillResult | undefined;
  let seen = 0;
  for await (const event of startRun(world, { ...request, signal: stop.signal })) {
    if (event.type === 'decided') {
      decisions.push(...event.decisions);
      seen += 1;
      if (seen === batches) stop.abort();
    }
    if (event.type === 'finished') result = event.result;
  }
  expect(decisions.map(withoutAddress)).toEqual(expected);
  runIds.set(run, result!.run.id);
  expectRun(model, run, result!);
};

const interrupted = (asked: Asked, batches: number) =>
  command(`interrupt after ${batches} batches ${JSON.stringify(asked)}`, async (model, real) => {
    await goOn(model, real, model.start(asked), asked, batches);
  });

const resumed = (batchSize: number, batches: number | null) =>
  command(`resume (batches of ${batchSize}, stop after ${batches})`, async (model, real) => {
    const run = model.resumable();
    if (run === undefined) return;
    model.resume(run);
    await goOn(model, real, run, { resume: real.runIds.get(run)!, batchSize }, batches);
  });

const killed = (asked: Asked, batches: number) =>
  command(`kill after ${batches} batches ${JSON.stringify(asked)}`, async (model, real) => {
    const { world, runIds } = real;
    if (world.kill === undefined) return;
    const run = model.start(asked);
    const expected = model.goOn(run, documentsIn(batches, asked));
    // It dies after its last batch of these, unless it has come to its end before.
    const dies = expected.length > documentsIn(batches - 1, asked);
    if (!dies) run.state = 'completed';
    const events = startRun(world, asked);
    const decisions: Decision[] = [];
    let seen = 0;
    // Not for await, which would end the run properly.
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      const event = next.value;
      if (event.type === 'started') runIds.set(run, event.run.id);
      if (event.type !== 'decided') continue;
      decisions.push(...event.decisions);
      seen += 1;
      if (seen === batches) break;
    }
    expect(decisions.map(withoutAddress)).toEqual(expected);
    expect(seen === batches).toBe(dies);
    if (!dies) return;
    await world.kill();
    await realRun(model, real, { window: { since: null, until: '1989-12-31' }, limit: 1, force: false, batchSize: 1 });
    await expectPowerless(events);
  });

const commands = (): fc.Arbitrary<Command>[] => {
  const asked = (limit: fc.Arbitrary<number | null>, force: fc.Arbitrary<boolean>): fc.Arbitrary<Asked> =>
    fc.record({ window: windowArb(), limit, force, batchSize: batchSizeArb() });
  const limit = fc.integer({ min: 1, max: 5 });
  const plain = asked(fc.oneof(fc.constant(null), limit), fc.constant(false));
  // --force refuses a limit: it begins from the beginning each time.
  const forced = asked(fc.constant(null), fc.constant(true));
  const small = { batchSize: fc.integer({ min: 1, max: 4 }), batches: fc.integer({ min: 1, max: 3 }) };
  return [
    sourceDocuments(6).map(put),
    sourceDocuments(3).map(put),
    sourceDocumentArb().map((document) => put([document])),
    fc
      .tuple(sourceDocumentArb(), fc.constantFrom('2025-08-01 00:00:00', '2025-10-24 00:00:00', '2025-11-16 00:00:00'))
      .map(([document, orderDate]) => put([{ ...document, orderDate }])),
    fc.tuple(documentNumber(), fc.nat()).map(([docNo, seed]) => touch(docNo, seed)),
    documentNumber().map((docNo) => change('cancel', docNo, (document) => ({ ...document, progressCode: '51' }))),
    documentNumber().map((docNo) => change('revive', docNo, (document) => ({ ...document, progressCode: '10' }))),
    fc
      .tuple(documentNumber(), fc.constantFrom('PO-001', 'PO-002②', 'PO-0012', null))
      .map(([docNo, poNo]) => change(`number ${poNo}`, docNo, (document) => ({ ...document, poNo }))),
    fc
      .tuple(documentNumber(), fc.constantFrom('10', '20', '0'))
      .map(([docNo, qty]) => change(`quantity ${qty}`, docNo, (document) => ({ ...document, qty }))),
    fc.array(fc.constantFrom('PO-001', 'PO-002', 'PO-0012', '없음'), { minLength: 1, maxLength: 4 }).map(renumber),
    documentNumber().map(remove),
    manualPoArb().map(enter),
    plain.map((each) =>
      command(`run ${JSON.stringify(each)}`, async (model, real) => void (await realRun(model, real, each))),
    ),
    forced.map((each) =>
      command(`run ${JSON.stringify(each)}`, async (model, real) => void (await realRun(model, real, each))),
    ),
    fc
      .oneof(plain, forced)
      .map((each) =>
        command(`dry run ${JSON.stringify(each)}`, async (model, real) => void (await dryRun(model, real, each))),
      ),
    fc.oneof(plain, forced).map((each) =>
      command(`dry run, then the same for real ${JSON.stringify(each)}`, async (model, real) => {
        const rehearsed = await dryRun(model, real, each);
        expect(await realRun(model, real, each)).toEqual(rehearsed);
      }),
    ),
    fc.record({ window: windowArb(), limit, force: fc.constant(false), batchSize: batchSizeArb() }).map(untilIdle),
    fc
      .tuple(fc.oneof(plain, forced), small.batchSize, small.batches)
      .map(([each, batchSize, batches]) => interrupted({ ...each, batchSize }, batches)),
    fc
      .tuple(fc.oneof(plain, forced), small.batchSize, small.batches)
      .map(([each, batchSize, batches]) => killed({ ...each, batchSize }, batches)),
    fc.tuple(batchSizeArb(), fc.option(small.batches)).map(([batchSize, batches]) => resumed(batchSize, batches)),
  ];
};

/**
 * Drives random sequences of runs and changes against a world and against the plainest model of the rules; after each
 * step, both must hold the same POs, and each run the same counts.
 */
export const backfillModelTest = (
  createWorld: () => Promise<World>,
  options: { readonly numRuns?: number } = {},
): void => {
  describe('a backfill, whatever is done to it and to its source', () => {
    it('holds what the rules say after every step', async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands(commands(), { maxCommands: 40, size: '+1' }), async (steps) => {
          const world = await createWorld();
          try {
            await fc.asyncModelRun(() => ({ model: new BackfillModel(), real: { world, runIds: new Map() } }), steps);
          } finally {
            await world.close();
          }
        }),
        options,
      );
    });
  });
};
