import type { Comparison } from './compareFeatures.ts';
import { legalWeights } from './legalWeights.ts';
import type { Expectation } from './levels.ts';
import type { Weights } from './Weights.ts';
import { fixedPlaces, fromVector, nonePlace, placesOf, toVector } from './weightVector.ts';

/** A document whose order is known: how it compares with each of its candidates, and which of them are its order. */
export interface Label {
  readonly comparisons: readonly Comparison[];
  /** How far the numbering expected its number to be an order of its own. */
  readonly expectation: Expectation | 'unnumbered';
  /** Places in `comparisons`; empty when it is none of them. */
  readonly right: readonly number[];
}

interface Row {
  readonly candidates: readonly Uint16Array[];
  readonly right: ReadonlySet<number>;
  readonly noneAt: number;
}

const noPlaces = new Uint16Array();

/** How far, in thousandths of a nat, a weight may stray from where it was before data must insist. */
const spread = 1_500;
const rounds = 250;
/** Thousandths of a nat by which a weight moves in the first round; later less, so that it settles. */
const pace = 120;

const scoreAt = (places: Uint16Array, values: Float64Array): number => {
  let score = 0;
  for (const place of places) score += values[place] ?? 0;
  return score;
};

/** Adds the slope of the log-likelihood of one document. Plain loops: it runs a hundred million times. */
const addSlope = ({ candidates, right, noneAt }: Row, values: Float64Array, slope: Float64Array): void => {
  const none = values[noneAt] ?? 0;
  const odds = new Float64Array(candidates.length);
  let greatest = none;
  for (let i = 0; i < candidates.length; i += 1) {
    const score = scoreAt(candidates[i] ?? noPlaces, values);
    odds[i] = score;
    greatest = Math.max(greatest, score);
  }
  const noneOdds = Math.exp((none - greatest) / 1000);
  let total = noneOdds;
  let rightOdds = 0;
  for (let i = 0; i < odds.length; i += 1) {
    const odd = Math.exp(((odds[i] ?? 0) - greatest) / 1000);
    odds[i] = odd;
    total += odd;
    if (right.has(i)) rightOdds += odd;
  }
  slope[noneAt] = (slope[noneAt] ?? 0) + (right.size === 0 ? 1 : 0) - noneOdds / total;
  for (let i = 0; i < odds.length; i += 1) {
    const odd = odds[i] ?? 0;
    const pull = (right.has(i) ? odd / rightOdds : 0) - odd / total;
    if (Math.abs(pull) < 1e-6) continue;
    for (const place of candidates[i] ?? noPlaces) slope[place] = (slope[place] ?? 0) + pull;
  }
};

/**
 * Estimates weights anew from documents whose order is known: those that make what was right the most probable, drawn
 * towards the weights in force, so that what the data do not show stays as it is. This is a conditional logit, the model by
 * which `rankCandidates` makes probabilities: they come out calibrated although the features depend on one another.
 * The result obeys `legalWeights`. Deterministic.
 */
export const estimateWeights = (labels: readonly Label[], inForce: Weights): Weights => {
  const rows = labels.map(
    ({ comparisons, expectation, right }): Row => ({
      candidates: comparisons.map(placesOf),
      right: new Set(right),
      noneAt: nonePlace(expectation),
    }),
  );
  const start = toVector(inForce);
  let values = toVector(legalWeights(inForce));
  // Adam: with the first and second moments of its slope, each weight finds its own pace.
  const first = new Float64Array(values.length);
  const second = new Float64Array(values.length);
  for (let round = 1; round <= rounds; round += 1) {
    const slope = values.map((value, at) => (1000 * ((start[at] ?? 0) - value)) / spread ** 2);
    for (const row of rows) addSlope(row, values, slope);
    const stride = pace * (1 - round / (rounds + 1));
    values.forEach((value, at) => {
      if (fixedPlaces.has(at)) return;
      const by = slope[at] ?? 0;
      first[at] = 0.9 * (first[at] ?? 0) + 0.1 * by;
      second[at] = 0.99 * (second[at] ?? 0) + 0.01 * by * by;
      const mean = (first[at] ?? 0) / (1 - 0.9 ** round);
      const size = Math.sqrt((second[at] ?? 0) / (1 - 0.99 ** round));
      if (size > 0) values[at] = value + (stride * mean) / size;
    });
    values = toVector(legalWeights(fromVector(values)));
  }
  return legalWeights(fromVector(values));
};
