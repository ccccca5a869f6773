/**
 * npm run bench:matching -- [--orders N] [--speed-pos N] [--speed-docs N] [--only quality|speed]: the quality of matching
 * on a generated, labelled trade, by kind of corruption, beside pg_trgm and Jaro-Winkler at their best thresholds; and
 * its speed.
 */
import { parseArgs } from 'node:util';
import { compareFeatures, defaultWeights, type MatchFeatures, ownExpectation, rankCandidates } from '@cynow/po-core';
import { generateTrade } from './matching/generateTrade.ts';
import { jaroWinkler } from './matching/jaroWinkler.ts';
import { playTrade } from './matching/playTrade.ts';
import { bestThreshold, qualityHead, qualityLine, qualityOf, type Verdict } from './matching/quality.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    misses: { type: 'string' },
  },
});

const numberOf = ({ number }: MatchFeatures): string => number?.key ?? '';

const ours: Verdict[] = [];
const winkler: Verdict[] = [];
const missed: string[] = [];
const events = generateTrade({
  seed: `bench ${values.seed}`,
  customers: 48,
  orders: Number(values.orders),
  days: 600,
  corrupted: 0.075,
  entered: 0.4,
});
const counts: number[] = [];
let blocked = 0;
let pairs = 0;
const played = playTrade(events, ({ document, typed, kind, candidates, numbering, right }) => {
  const ranking = rankCandidates(document, candidates, { numbering, weights: defaultWeights });
  counts.push(candidates.length);
  if (right.size > 0) {
    pairs += 1;
    if (candidates.some(({ id }) => right.has(id))) blocked += 1;
  }
  const verdict = {
    kind,
    existing: right.size,
    ranked: ranking.candidates.map(({ po, probability }) => ({ right: right.has(po.id), sureness: probability })),
  };
  ours.push({ ...verdict, ranked: ranking.probable ? verdict.ranked : [] });
  const wrongFlag = ranking.probable && right.size === 0;
  const missedPair = !ranking.probable && right.size > 0;
  if (
    (values.misses === 'fp' && wrongFlag) ||
    (String(values.misses).split(',').includes(String(kind)) && missedPair)
  ) {
    const shownRight = candidates.find(({ id }) => right.has(id));
    const [first] = ranking.candidates;
    missed.push(
      `${kind} ${document.customerKey} ${typed} right ${shownRight?.number?.key} ${shownRight && JSON.stringify(Object.values(compareFeatures(document, shownRight, numbering, defaultWeights)))} none ${ranking.none.toFixed(3)} ${ownExpectation(document, numbering)} first ${first?.po.number?.key} ${first?.probability.toFixed(3)} ${first && JSON.stringify(Object.values(first?.comparison))}`,
    );
  }
  const byWinkler = candidates
    .map((po) => ({ right: right.has(po.id), sureness: jaroWinkler(numberOf(document), numberOf(po)) }))
    .sort((a, b) => b.sureness - a.sureness);
  winkler.push({ ...verdict, ranked: byWinkler });
});

console.log(JSON.stringify(played));
for (let i = 0; i < 60; i += 1) if (missed.length > 0) console.log(missed[Math.floor((i * missed.length) / 60)]);
counts.sort((a, b) => a - b);
console.log(
  `candidates: median ${counts[counts.length >> 1]}, p99 ${counts[Math.floor(counts.length * 0.99)]}, max ${counts.at(-1)}; blocking finds ${blocked} of ${pairs}`,
);
console.log(qualityHead);
console.log(qualityLine('matching', qualityOf(ours, 0)));
for (const kind of [...new Set(ours.map((verdict) => verdict.kind))].sort()) {
  console.log(
    qualityLine(
      `  ${kind ?? 'number as ordered'}`,
      qualityOf(
        ours.filter((verdict) => verdict.kind === kind),
        0,
      ),
    ),
  );
}
const threshold = bestThreshold(winkler);
console.log(qualityLine(`Jaro-Winkler ≥ ${threshold}`, qualityOf(winkler, threshold)));
