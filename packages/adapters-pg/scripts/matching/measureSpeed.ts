import {
  createCandidateIndex,
  createDocumentReader,
  createNumbering,
  customerKey,
  defaultSiteRules,
  defaultWeights,
  factsOfDocument,
  type MatchFacts,
  matchFeatures,
  poKey,
  rankCandidates,
} from '@cynow/po-core';
import { createPrng } from '../../src/demo/createPrng.ts';
import { createOrders, firstDocument, type TradeOrder } from './generateTrade.ts';

const factsOfOrder = (order: TradeOrder): MatchFacts => ({
  id: order.id,
  poKey: poKey(order.number),
  customerKey: customerKey(order.customer),
  customerName: order.customerName,
  lines: order.lines.map(({ product, qty, deliveryOn }) => ({ productKey: product, qty, deliveryOn })),
  orderedOn: [order.placedOn],
  need: 'all',
});

const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);

const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;

/** How fast documents are matched with so many POs held in memory, on one core. */
export const measureSpeed = (poCount: number, documentCount: number): void => {
  const prng = createPrng('speed');
  const nextOrder = createOrders(400, prng);
  const days = 1_500;
  const dayOf = (i: number): number => Math.floor((i * days) / (poCount + documentCount));
  const index = createCandidateIndex();
  const numbering = createNumbering();
  const lately: TradeOrder[] = [];
  const heldFrom = performance.now();
  for (let i = 0; i < poCount; i += 1) {
    const order = nextOrder(dayOf(i));
    const po = matchFeatures(factsOfOrder(order));
    index.put(po);
    numbering.add(po);
    if (i >= poCount - 20_000) lately.push(order);
  }
  const heldSeconds = (performance.now() - heldFrom) / 1000;
  console.log(
    `${poCount.toLocaleString('en')} POs held: ${heldSeconds.toFixed(1)} s with their generation, ${megabytes().toLocaleString('en')} MB`,
  );

  const read = createDocumentReader(defaultSiteRules);
  // One in ten is a known order under a corrupted number; the others are new orders, which have the most neighbours.
  const documents = Array.from({ length: documentCount }, (_, i) => {
    const known = prng.chance(0.1);
    const order = known ? prng.pick(lately) : nextOrder(dayOf(poCount + i));
    return factsOfDocument(read(firstDocument(`FP25${String(i).padStart(6, '0')}`, order, known, prng)));
  });
  const counts: number[] = [];
  let probable = 0;
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  for (const facts of documents) {
    const document = matchFeatures(facts);
    const candidates = index.find(document);
    counts.push(candidates.length);
    if (rankCandidates(document, candidates, { numbering, weights: defaultWeights }).probable) probable += 1;
    // It is a new PO now, and the next document sees it.
    index.put(document);
    numbering.add(document);
  }
  const seconds = (performance.now() - from) / 1000;
  const cpu = process.cpuUsage(cpuFrom);
  // Of this process alone: on a busy machine it waits for its turn.
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  counts.sort((a, b) => a - b);
  console.log(
    `${documentCount.toLocaleString('en')} documents: ${seconds.toFixed(1)} s, ${Math.round(documentCount / seconds).toLocaleString('en')} documents/s (${cpuSeconds.toFixed(1)} s of processor, ${Math.round(documentCount / cpuSeconds).toLocaleString('en')} documents/s); candidates median ${quantile(counts, 0.5)}, p99 ${quantile(counts, 0.99)}, most ${counts.at(-1)}; ${probable.toLocaleString('en')} probable; ${megabytes().toLocaleString('en')} MB`,
  );
};
