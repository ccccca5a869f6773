/**
 * npm run bench:matching -- [--orders N] [--seed S] [--pos N] [--documents N] [--only quality|speed|postgres]: the quality of
 * matching on a generated, labelled trade, by kind of corruption, beside pg_trgm and Jaro-Winkler at their best thresholds
 * (in a database of its own that it drops, on DATABASE_URL or the embedded server); then its speed, in memory and in runs.
 */
import { parseArgs } from 'node:util';
import { defaultWeights, type MatchFeatures, rankCandidates } from '@cynow/po-core';
import { session } from './bench/session.ts';
import { withDatabase } from './bench/withDatabase.ts';
import { generateTrade } from './matching/generateTrade.ts';
import { jaroWinkler } from './matching/jaroWinkler.ts';
import { measureInPostgres } from './matching/measureInPostgres.ts';
import { measureSpeed } from './matching/measureSpeed.ts';
import { playTrade } from './matching/playTrade.ts';
import {
  bestThreshold,
  calibrationTable,
  qualityHead,
  qualityLine,
  qualityOf,
  type Verdict,
} from './matching/quality.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
    pos: { type: 'string', default: '1000000' },
    documents: { type: 'string', default: '100000' },
    only: { type: 'string' },
  },
});

/** Pairs of numbers in, their trigram similarity out, in the same order. */
type Similarities = (a: readonly string[], b: readonly string[]) => Promise<number[]>;

/** Runs `work` with pg_trgm in a database that exists only for it. */
const withTrigrams = (work: (similarities: Similarities) => Promise<void>): Promise<void> =>
  withDatabase('cynow_bench_matching', (url) =>
    session(url, async (client) => {
      await client.query('CREATE EXTENSION pg_trgm');
      await work(async (a, b) => {
        const { rows } = await client.query<{ found: number[] }>(
          `SELECT array_agg(similarity(a, b)::float8 ORDER BY n) AS found
             FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS pair (a, b, n)`,
          [a, b],
        );
        return rows[0]?.found ?? [];
      });
    }),
  );

const numberOf = ({ number }: MatchFeatures): string => number?.key ?? '';

/** A new PO as the baselines see it: texts to compare, and which of them are right. */
interface Compared {
  readonly kind: string | null;
  readonly existing: number;
  readonly number: string;
  readonly candidates: readonly { readonly number: string; readonly right: boolean }[];
}

const verdictOf = ({ kind, existing, candidates }: Compared, similarities: readonly number[]): Verdict => ({
  kind,
  existing,
  ranked: candidates
    .map(({ right }, i) => ({ right, sureness: similarities[i] ?? 0 }))
    .sort((a, b) => b.sureness - a.sureness),
});

const measureQuality = async (similarities: Similarities): Promise<void> => {
  const ours: Verdict[] = [];
  const nones: number[] = [];
  const compared: Compared[] = [];
  const counts: number[] = [];
  let met = 0;
  const from = performance.now();
  const events = generateTrade({
    seed: `bench ${values.seed}`,
    customers: 48,
    orders: Number(values.orders),
    days: 600,
    corrupted: 0.075,
    entered: 0.4,
  });
  const played = playTrade(events, ({ document, kind, candidates, numbering, right }) => {
    const ranking = rankCandidates(document, candidates, { numbering, weights: defaultWeights });
    const ranked = ranking.candidates.map(({ po, probability }) => ({
      right: right.has(po.id),
      sureness: probability,
    }));
    ours.push({ kind, existing: right.size, ranked });
    nones.push(ranking.none);
    counts.push(candidates.length);
    if (candidates.some(({ id }) => right.has(id))) met += 1;
    compared.push({
      kind,
      existing: right.size,
      number: numberOf(document),
      candidates: candidates.map((po) => ({ number: numberOf(po), right: right.has(po.id) })),
    });
  });
  const pairs = ours.filter(({ existing }) => existing > 0).length;
  counts.sort((a, b) => a - b);
  console.log(
    `${played.documents.toLocaleString('en')} documents, ${played.newPos.toLocaleString('en')} of them make a new PO: ${pairs.toLocaleString('en')} whose order exists already, ${(played.newPos - pairs).toLocaleString('en')} that must stay silent (${((performance.now() - from) / 1000).toFixed(0)} s)`,
  );
  console.log(
    `${played.collided} more have a corrupted number that is another order's and are attached to that by rule: not counted here`,
  );
  console.log(
    `blocking: candidates median ${counts[counts.length >> 1]}, p99 ${counts[Math.floor(counts.length * 0.99)]}, most ${counts.at(-1)}; it meets the right PO of ${met.toLocaleString('en')} of ${pairs.toLocaleString('en')}`,
  );

  const probable = ours.map((verdict, i) => ({ ...verdict, sure: 1 - (nones[i] ?? 1) }));
  const sureOf = (verdict: Verdict): number => (verdict as (typeof probable)[number]).sure;
  const trigram: Verdict[] = [];
  for (let i = 0; i < compared.length; i += 1_000) {
    const some = compared.slice(i, i + 1_000);
    const found = await similarities(
      some.flatMap(({ number, candidates }) => candidates.map(() => number)),
      some.flatMap(({ candidates }) => candidates.map(({ number }) => number)),
    );
    let at = 0;
    for (const one of some) {
      trigram.push(verdictOf(one, found.slice(at, at + one.candidates.length)));
      at += one.candidates.length;
    }
  }
  const winkler = compared.map((one) =>
    verdictOf(
      one,
      one.candidates.map(({ number }) => jaroWinkler(one.number, number)),
    ),
  );
  const baselines = [
    { name: 'pg_trgm', verdicts: trigram, threshold: bestThreshold(trigram) },
    { name: 'Jaro-Winkler', verdicts: winkler, threshold: bestThreshold(winkler) },
  ];

  console.log(`\n${qualityHead}`);
  const print = (title: string, of: (verdict: Verdict) => boolean): void => {
    console.log(qualityLine(title, qualityOf(probable.filter(of), 0.5, sureOf)));
    for (const { name, verdicts, threshold } of baselines) {
      console.log(qualityLine(`  ${name} ≥ ${threshold.toFixed(2)}`, qualityOf(verdicts.filter(of), threshold)));
    }
  };
  print('all', () => true);
  print('corrupted document', ({ kind }) => kind !== null);
  for (const kind of [...new Set(ours.map((verdict) => verdict.kind))].sort()) {
    print(kind ?? 'number as ordered', (verdict) => verdict.kind === kind);
  }
  console.log('\npredicted probability of a candidate against what was observed, all and by kind');
  for (const line of calibrationTable(ours)) console.log(line);
};

if (values.only === undefined || values.only === 'quality') await withTrigrams(measureQuality);
const [pos, documents] = [Number(values.pos), Number(values.documents)];
if (values.only === undefined || values.only === 'speed') measureSpeed(pos, documents);
if (values.only === undefined || values.only === 'postgres') await measureInPostgres(pos, documents);
