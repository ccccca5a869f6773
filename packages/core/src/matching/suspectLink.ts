import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type Comparison, createComparer } from './compareFeatures.ts';
import type { MatchFeatures } from './MatchFeatures.ts';
import { type MatchContext, weightOf } from './pairScore.ts';
import type { Weights } from './Weights.ts';

/** An open PO that a document fits far better than the PO to which its number brought it. */
export interface Rival {
  readonly po: MatchFeatures;
  readonly comparison: Comparison;
  /** By how much it fits better, in thousandths of a nat. */
  readonly lead: number;
}

/** How much better "far better" is: about 64 to 1. */
const farBetter = 4_160;

const contentFeatures = ['product', 'quantity', 'delivery', 'ordered'] as const;

/** What product, quantity and dates say, the numbers left out. */
const contentScore = (comparison: Comparison, weights: Weights): number =>
  contentFeatures.reduce((sum, feature) => sum + weightOf(feature, comparison, weights), 0);

/**
 * The rival of a link by number: product, quantity and dates contradict the PO that the document is attached to, and fit
 * another open PO of the same customer far better. A PO that has the product is not contradicted: a late delivery of a part
 * looks the same. Null when the link is beyond suspicion. `own` and `others` as they were without the document.
 */
export const suspectLink = (
  document: MatchFeatures,
  own: MatchFeatures,
  others: readonly MatchFeatures[],
  { numbering, weights }: MatchContext,
): Rival | null => {
  const compare = createComparer(document, numbering, weights);
  const link = compare(own);
  const score = contentScore(link, weights);
  if (link.product !== 'different' || score >= 0) return null;
  const [best] = others
    .filter(({ customerKey, need }) => customerKey === own.customerKey && need !== 'none')
    .map((po) => ({ po, comparison: compare(po) }))
    .map(({ po, comparison }) => ({ po, comparison, lead: contentScore(comparison, weights) - score }))
    .filter(({ comparison, lead }) => comparison.product === 'same' && lead >= farBetter && score + lead > 0)
    .sort((a, b) => b.lead - a.lead || compareCodePoints(a.po.id, b.po.id));
  return best ?? null;
};
