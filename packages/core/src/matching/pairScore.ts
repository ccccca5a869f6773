import { type Comparison, compareFeatures, weightOfNumber } from './compareFeatures.ts';
import type { MatchFeatures } from './MatchFeatures.ts';
import type { Numbering } from './Numbering.ts';
import type { Weights } from './Weights.ts';

/** What a score depends on besides the two that are compared. */
export interface MatchContext {
  readonly numbering: Numbering;
  readonly weights: Weights;
}

/** The features whose weights make up a score; the numbering's word is part of the number's. */
export const features = ['number', 'customer', 'product', 'quantity', 'delivery', 'ordered', 'need'] as const;
export type Feature = (typeof features)[number];

/** What one feature adds to the score, in thousandths of a nat. */
export const weightOf = (feature: Feature, comparison: Comparison, weights: Weights): number => {
  switch (feature) {
    case 'number':
      return weightOfNumber(comparison, weights);
    case 'customer':
      return weights.customer[comparison.customer];
    case 'product':
      return weights.product[comparison.product];
    case 'quantity':
      return weights.quantity[comparison.quantity];
    case 'delivery':
      return weights.delivery[comparison.delivery];
    case 'ordered':
      return weights.ordered[comparison.ordered];
    case 'need':
      return weights.need[comparison.need];
  }
};

/** The log-odds of a comparison, in thousandths of a nat. */
export const scoreOf = (comparison: Comparison, weights: Weights): number =>
  features.reduce((sum, feature) => sum + weightOf(feature, comparison, weights), 0);

/**
 * The log-odds, in thousandths of a nat, that two sets of facts are of the same order. Symmetric, deterministic, and
 * never lowered by one fact agreeing more.
 */
export const pairScore = (a: MatchFeatures, b: MatchFeatures, { numbering, weights }: MatchContext): number =>
  scoreOf(compareFeatures(a, b, numbering, weights), weights);
