import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '@cynow/po-core';
import { expectConsistentPos, manualPo, runToEnd, sourceDocument } from '@cynow/po-core/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPrng } from '../demo/createPrng.ts';
import { openPg } from '../openPg.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, pgWorld } from '../testing/pgWorld.ts';
import { comparableState, expectSameState, withoutMatches } from './comparableState.spec.support.ts';
import { enterInto } from './enterInto.spec.support.ts';
import { full } from './fullSize.spec.support.ts';
import { openClient } from './openClient.spec.support.ts';

const rounds = full ? 500 : 40;
const importers = 3;
const documentsOfARound = 20;

let template: TestDatabase;
beforeAll(async () => {
  template = await createTemplate();
});
afterAll(() => template.drop());

/** Who came first shows in what a document was decided to be and in how it came to its PO, in nothing else. */
const traces = ['document.link', 'decision.action', 'decision.link', 'decision.outcome', 'decision.reasons'];

const seed = fc.readConfigureGlobal().seed ?? 0;
const prng = createPrng(`import race ${seed}`);

/** Each round has a day and six orders of its own, and twenty documents of these; staff enter most of the orders. */
const plan = Array.from({ length: rounds }, (_, round) => {
  const day = addDays('2024-01-01', round);
  const poNos = Array.from({ length: 6 }, (_, i) => `R${round}-${i + 1}`);
  return {
    day,
    documents: Array.from({ length: documentsOfARound }, (_, i) =>
      sourceDocument({
        docNo: `FP25${String(round * documentsOfARound + i).padStart(6, '0')}`,
        poNo: prng.pick(poNos),
        product: prng.pick(['KF001', 'KF002']),
        orderDate: `${day} 09:00:00`,
      }),
    ),
    entered: poNos
      .filter(() => prng.chance(0.8))
      .map((poNo) => manualPo({ poNo, items: [{ product: 'KF001', qty: 30 }] })),
  };
});

it(`an import beside a backfill of the same orders loses nothing and doubles nothing (${rounds} rounds)`, async () => {
  const world = await pgWorld(template);
  const calm = await pgWorld(template);
  const put = plan.flatMap(({ documents }) => documents);
  for (const each of [world, calm]) await each.setSource({ put });
  await using raced = await openClient(world.settings.url);
  await using reference = await openClient(calm.settings.url);
  // Whoever waited for the right to write must see what was written meanwhile, whatever the database's default is.
  const { pathname } = new URL(world.settings.url);
  await raced.query(`ALTER DATABASE ${pathname.slice(1)} SET default_transaction_isolation = 'repeatable read'`);
  const others = await Promise.all(Array.from({ length: importers }, () => openPg(world.settings)));
  const outcomes = { created: 0, 'taken-over': 0, unchanged: 0, different: 0 };

  for (const { day, entered } of plan) {
    const importing = others.map(async ({ ports }) => {
      // A run of a round takes some 100 ms.
      await pause(prng.next() * 150);
      return enterInto(ports, entered);
    });
    const running = runToEnd(world, { window: { since: day, until: day }, batchSize: prng.int(1, 4) });
    const [{ result }, ...results] = await Promise.all([running, ...importing]);
    expect(result.tally.failed.documents).toEqual([]);
    for (const { outcome } of results.flat()) outcomes[outcome] += 1;
  }

  await enterInto(
    calm.ports,
    plan.flatMap(({ entered }) => entered),
  );
  await runToEnd(calm);

  const pos = await world.snapshot();
  expectConsistentPos(pos);
  expect(pos.reduce((sum, { deliveries }) => sum + deliveries.length, 0)).toBe(rounds * documentsOfARound);
  const [left, wanted] = [await comparableState(raced, traces), await comparableState(reference, traces)];
  expectSameState(withoutMatches(left), withoutMatches(wanted));
  console.info(`seed ${seed}: ${JSON.stringify(outcomes)}`);
  const orders = plan.reduce((sum, { entered }) => sum + entered.length, 0);
  expect(outcomes.created + outcomes['taken-over']).toBe(orders);
  expect(outcomes.unchanged).toBe((importers - 1) * orders);
  // Neither came first always.
  expect(outcomes.created).toBeGreaterThan(0);
  expect(outcomes['taken-over']).toBeGreaterThan(0);

  for (const each of [...others, world, calm]) await each.close();
});
