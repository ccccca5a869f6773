import type { Candidate, CandidateEvidence } from '../backfill/Decision.ts';
import type { ProbableMatch } from '../backfill/PoLook.ts';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import type { PoId } from '../po/Po.ts';
import { type CandidatePo, featuresOf } from './CandidatePo.ts';
import type { Comparison } from './compareFeatures.ts';
import type { MatchFacts } from './MatchFacts.ts';
import type { MatchFeatures } from './MatchFeatures.ts';
import { matchEvidence } from './matchEvidence.ts';
import type { MatchContext } from './pairScore.ts';
import { boundOfNone, isClose, rankCandidates } from './rankCandidates.ts';

/** A new PO that is asked for its candidates. */
export interface Asking {
  readonly own: CandidatePo;
  /** The document that made it. */
  readonly facts: MatchFacts;
  readonly features: MatchFeatures;
  /** The candidates that its open `PROBABLE_MATCH` names, when it was asked before as it is; null when never. */
  readonly before: readonly PoId[] | null;
}

/** Shares that mean something, and do not differ by the last bit. */
const rounded = (probability: number): number => Math.round(probability * 10_000) / 10_000;

/** The evidence as reasons and decisions hold it. */
export const evidenceOf = (
  facts: MatchFacts,
  other: MatchFacts,
  comparison: Comparison,
  { weights }: MatchContext,
): readonly CandidateEvidence[] =>
  matchEvidence(facts, other, comparison, weights).map(({ feature, effect, code, facts: compared }) => ({
    feature,
    effect,
    code,
    facts: compared,
  }));

/**
 * Whether of the two the candidate is the one to be flagged: it names this PO already; or this one was asked before, named
 * something else, and the candidate, which comes later in decision order, is asked itself.
 */
const isForCandidate = ({ own, before }: Asking, candidate: CandidatePo): boolean => {
  if (candidate.names.includes(own.id)) return true;
  if (before === null || before.includes(candidate.id) || !candidate.asks) return false;
  return candidate.first !== null && own.first !== null && compareDecisionOrder(candidate.first, own.first) > 0;
};

/**
 * The candidates of a new PO, when it is probably one of them; null when it is not. People said of refused ones that they
 * are another order: they are never looked at. Of two new POs that may be one only one is flagged: a candidate that is to be
 * flagged itself takes part in the probabilities, and is left out of the answer.
 */
export const probableMatch = (
  asking: Asking,
  candidates: readonly CandidatePo[],
  context: MatchContext,
): ProbableMatch | null => {
  const { own, facts, features } = asking;
  const possible = candidates.filter(
    ({ id, refused }) => id !== own.id && !own.refused.includes(id) && !refused.includes(own.id),
  );
  if (possible.length === 0) return null;
  const ranking = rankCandidates(features, possible.map(featuresOf), context);
  if (!ranking.probable) return null;
  const byIdentity = new Map(possible.map((candidate) => [candidate.facts.id, candidate]));
  const listed = ranking.candidates.map((one) => ({ ...one, candidate: byIdentity.get(one.po.id)! }));
  const mine = listed.filter(({ candidate }) => !isForCandidate(asking, candidate));
  const leftOut = listed.filter((one) => !mine.includes(one)).reduce((sum, { probability }) => sum + probability, 0);
  const share = (probability: number): number => probability / (1 - leftOut);
  const [best, second] = mine;
  if (best === undefined || share(ranking.none) >= boundOfNone) return null;
  const told = mine.map(
    ({ candidate, comparison, probability }): Candidate => ({
      id: candidate.id,
      customer: candidate.customer,
      poNo: candidate.poNo,
      score: rounded(share(probability)),
      evidence: evidenceOf(facts, candidate.facts, comparison, context),
    }),
  );
  const ambiguous = second !== undefined && isClose(second, best);
  const none = rounded(share(ranking.none));
  return { reason: { code: 'PROBABLE_MATCH', facts: { candidates: told, none, ambiguous } }, candidates: told };
};
