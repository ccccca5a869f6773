import type { Comparison } from './compareFeatures.ts';
import type { MatchFacts } from './MatchFacts.ts';
import { type Feature, features, weightOf } from './pairScore.ts';
import type { Weights } from './Weights.ts';

/** `<feature>.<level>` of everything that two orders are compared by. */
export type EvidenceCode = { [F in Feature]: `${F}.${Comparison[F]}` }[Feature];

/** One reason why a candidate is, or is not, the same order. Its words are for the adapters to find. */
export interface MatchEvidence {
  readonly feature: Feature;
  readonly effect: 'for' | 'against';
  /** `<feature>.<level>`, for example `number.swapped`, `delivery.days3`. */
  readonly code: EvidenceCode;
  /** What was compared: of the document (or new PO) and of the candidate. Number: also what the numbering expects. */
  readonly facts: Readonly<Record<string, string | number | readonly (string | number)[] | null>>;
  /** What it adds to the score, in thousandths of a nat. */
  readonly weight: number;
}

const distinct = <T>(values: readonly (T | null)[]): T[] => [...new Set(values)].filter((value) => value !== null);

const factsOf = (feature: Feature, facts: MatchFacts): string | null | readonly (string | number)[] => {
  switch (feature) {
    case 'number':
      return facts.poKey;
    case 'customer':
      return facts.customerKey ?? facts.customerName;
    case 'product':
      return distinct(facts.lines.map(({ productKey }) => productKey));
    case 'quantity':
      return distinct(facts.lines.map(({ qty }) => qty));
    case 'delivery':
      return distinct(facts.lines.map(({ deliveryOn }) => deliveryOn));
    case 'ordered':
      return facts.orderedOn;
    case 'need':
      return facts.need;
  }
};

/** The evidence for and against, the weightiest first. What neither speaks for nor against is left out. */
export const matchEvidence = (
  document: MatchFacts,
  candidate: MatchFacts,
  comparison: Comparison,
  weights: Weights,
): MatchEvidence[] =>
  features
    .map((feature): MatchEvidence => {
      const weight = weightOf(feature, comparison, weights);
      return {
        feature,
        effect: weight >= 0 ? 'for' : 'against',
        code: `${feature}.${comparison[feature]}` as EvidenceCode,
        facts: {
          document: factsOf(feature, document),
          candidate: factsOf(feature, candidate),
          ...(feature === 'number' ? { expectation: comparison.expectation } : {}),
        },
        weight,
      };
    })
    .filter(({ weight, code }) => weight !== 0 && !code.endsWith('.unknown'))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
