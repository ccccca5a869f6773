import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type Comparison, compareCustomers, createComparer } from './compareFeatures.ts';
import { expectationOf, standingOf } from './expectationOf.ts';
import type { Expectation } from './levels.ts';
import type { MatchFeatures } from './MatchFeatures.ts';
import type { Numbering } from './Numbering.ts';
import { type MatchContext, scoreOf, weightOf } from './pairScore.ts';
import type { Weights } from './Weights.ts';

/** A PO that may be the same order, with the probability that it is. */
export interface RankedCandidate {
  readonly po: MatchFeatures;
  readonly comparison: Comparison;
  /** Log-odds in thousandths of a nat, the rule of owned numbers applied. */
  readonly score: number;
  readonly probability: number;
}

/** What matching says of a document: the candidates worth showing, and how likely it is that there is none. */
export interface Ranking {
  /** The most probable first, equal ones by id; at most `mostCandidates`, and but for the first none below 0.01. */
  readonly candidates: readonly RankedCandidate[];
  /** The probability that the order is none of the POs at hand. Sums to 1 with those of all candidates. */
  readonly none: number;
  /** Whether a human should look: "none" is less likely than not. */
  readonly probable: boolean;
  /** Whether the second candidate is so close to the first that the ranking does not tell them apart. */
  readonly ambiguous: boolean;
}

/** A match is probable when "none of them" is below this. */
export const boundOfNone = 0.5;
/** Candidates are listed up to this many. */
export const mostCandidates = 10;
/** Less probable candidates are not listed: they would only be read in vain. */
const leastProbability = 0.01;
/** Candidates that are so much less likely than "none" (1 to 1,000) take no part, in thousandths of a nat. */
const outOfQuestion = 6_908;
/** The second is close when it is at least so probable, measured by the first. */
const closeShare = 1 / 3;

/** Whether the second candidate is so close to the first that the ranking does not tell them apart. */
export const isClose = (
  second: Pick<RankedCandidate, 'probability'>,
  best: Pick<RankedCandidate, 'probability'>,
): boolean => second.probability >= closeShare * best.probability;

const sharesNumber = (document: MatchFeatures, { po, comparison }: { po: MatchFeatures; comparison: Comparison }) =>
  comparison.number === 'same' && compareCustomers(document, po) !== 'different';

/**
 * The score, where a PO other than the two owns the document's number: then a number that is merely close to it speaks
 * no more for a mistype.
 */
const scoreOfOwned = (comparison: Comparison, weights: Weights): number =>
  scoreOf(comparison, weights) -
  (comparison.number === 'same' ? 0 : Math.max(0, weightOf('number', comparison, weights)));

/**
 * How far the numbering expects a document's number to be an order of its own, in whatever writing, and without a suffix that
 * it may bear.
 */
export const ownExpectation = (
  { number, customerKey }: MatchFeatures,
  numbering: Numbering,
): Expectation | 'unnumbered' => {
  if (number === null) return 'unnumbered';
  const expectation = expectationOf(standingOf(number, customerKey, numbering), null);
  return expectation === 'no' && number.stem !== null
    ? expectationOf(standingOf(number.stem, customerKey, numbering), null)
    : expectation;
};

interface Scored {
  readonly po: MatchFeatures;
  readonly comparison: Comparison;
  readonly score: number;
}

const isOdd = (po: MatchFeatures, numbering: Numbering): boolean => ownExpectation(po, numbering) === 'no';

/**
 * The score of a candidate whose own number is odd and that another candidate, with a number that is not, explains: it is a
 * slip of one order only. Each explanation gets its share of the odds.
 */
const sharedScore = (one: Scored, all: readonly Scored[], context: MatchContext): number => {
  if (!isOdd(one.po, context.numbering)) return one.score;
  const compare = createComparer(one.po, context.numbering, context.weights);
  const best = all.reduce((most, { po }) => {
    if (po === one.po) return most;
    const score = scoreOf(compare(po), context.weights);
    return score > most && !isOdd(po, context.numbering) ? score : most;
  }, Number.NEGATIVE_INFINITY);
  return one.score - Math.round(1000 * Math.log1p(Math.exp((best - one.score) / 1000)));
};

/**
 * The scores, where the numbers are no evidence and content speaks for several candidates: it then speaks clearly for none,
 * and those whose content fits as well share the odds of one.
 */
const withContentShared = (scored: readonly Scored[], weights: Weights): Scored[] => {
  const numberWeight = ({ comparison }: Scored): number => weightOf('number', comparison, weights);
  const contents = scored
    .filter((one) => numberWeight(one) <= 0)
    .map((one) => one.score - numberWeight(one))
    .sort((a, b) => b - a);
  // The last of equals wins: so many fit at least as well.
  const asGood = new Map(contents.map((content, i) => [content, i + 1]));
  return scored.map((one) => {
    const weight = numberWeight(one);
    if (weight > 0) return one;
    return { ...one, score: one.score - Math.round(1000 * Math.log(asGood.get(one.score - weight) ?? 1)) };
  });
};

const byScore = (a: Scored, b: Scored): number => b.score - a.score || compareCodePoints(a.po.id, b.po.id);

/** The odds of scores and of "none", as shares of their sum. */
const sharesOf = (
  scored: readonly Scored[],
  noneScore: number,
): { readonly none: number; of(score: number): number } => {
  // Relative to the greatest, so that no power overflows; in order of the scores, so that the sum is always the same.
  const greatest = Math.max(noneScore, scored[0]?.score ?? noneScore);
  const oddsOf = (score: number): number => Math.exp((score - greatest) / 1000);
  const total = scored.reduce((sum, { score }) => sum + oddsOf(score), oddsOf(noneScore));
  return { none: oddsOf(noneScore) / total, of: (score) => oddsOf(score) / total };
};

/**
 * Ranks the POs that may be the order of a document (or of the new PO that was made of it), and gives each, and "none of
 * them", a probability: the softmax of their scores. Depends on the set of `pos` alone, not on their order; the POs must be
 * other POs than the document's own.
 */
export const rankCandidates = (
  document: MatchFeatures,
  pos: readonly MatchFeatures[],
  context: MatchContext,
): Ranking => {
  const { numbering, weights } = context;
  const compare = createComparer(document, numbering, weights);
  const noneScore = weights.none[ownExpectation(document, numbering)];
  const compared: { readonly po: MatchFeatures; readonly comparison: Comparison }[] = [];
  for (const po of pos) {
    const comparison = compare.reaching(po, noneScore - outOfQuestion);
    if (comparison !== null) compared.push({ po, comparison });
  }
  const owned = compared.some((one) => sharesNumber(document, one));
  const scored = compared
    .map(({ po, comparison }) => ({
      po,
      comparison,
      score: owned ? scoreOfOwned(comparison, weights) : scoreOf(comparison, weights),
    }))
    .sort(byScore);
  const first = sharesOf(scored, noneScore);
  const shared = withContentShared(scored, weights)
    .map((one) => (first.of(one.score) < leastProbability ? one : { ...one, score: sharedScore(one, scored, context) }))
    .sort(byScore);
  const shares = sharesOf(shared, noneScore);
  const probable = shares.none < boundOfNone;
  const candidates = shared
    .slice(0, mostCandidates)
    .map((one) => ({ ...one, probability: shares.of(one.score) }))
    .filter(({ probability }, i) => probability >= leastProbability || (probable && i === 0));
  const [best, second] = candidates;
  return {
    candidates,
    none: shares.none,
    probable,
    ambiguous: best !== undefined && second !== undefined && isClose(second, best),
  };
};
