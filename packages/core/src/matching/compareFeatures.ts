import { compareNumbers, longestStep } from './compareNumbers.ts';
import { expectationAsWritten, expectationOf, stepsBetween } from './expectationOf.ts';
import type {
  CustomerLevel,
  DeliveryLevel,
  Expectation,
  NeedLevel,
  NumberLevel,
  OrderedLevel,
  ProductLevel,
  QuantityLevel,
} from './levels.ts';
import { expectations } from './levels.ts';
import type { LineFeatures, MatchFeatures } from './MatchFeatures.ts';
import type { Numbering } from './Numbering.ts';
import type { NumberParts } from './NumberParts.ts';
import type { Weights } from './Weights.ts';

/** The levels on which two sets of facts agree, feature by feature: all that a score depends on. */
export interface Comparison {
  readonly number: NumberLevel;
  readonly expectation: Expectation;
  readonly customer: CustomerLevel;
  readonly product: ProductLevel;
  readonly quantity: QuantityLevel;
  readonly delivery: DeliveryLevel;
  readonly ordered: OrderedLevel;
  readonly need: NeedLevel;
}

export const compareCustomers = (a: MatchFeatures, b: MatchFeatures): CustomerLevel => {
  if (a.customerKey !== null && b.customerKey !== null) return a.customerKey === b.customerKey ? 'same' : 'different';
  if (a.name === null || b.name === null) return 'unknown';
  return a.name === b.name ? 'sameName' : 'otherName';
};

const compareProducts = (a: string | null, b: string | null): ProductLevel => {
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : 'different';
};

const compareQuantities = (a: number | null, b: number | null): QuantityLevel => {
  if (a === null || b === null) return 'unknown';
  if (a === b) return 'same';
  // In whole numbers, so that the bounds do not depend on rounding.
  const [less, more] = a < b ? [a, b] : [b, a];
  if (5 * less >= 4 * more) return 'near';
  return 4 * less >= more ? 'part' : 'far';
};

const compareDeliveries = (a: number | null, b: number | null): DeliveryLevel => {
  if (a === null || b === null) return 'unknown';
  const days = Math.abs(a - b);
  if (days === 0) return 'sameDay';
  if (days <= 3) return 'days3';
  if (days <= 7) return 'days7';
  return days <= 21 ? 'days21' : 'far';
};

const compareOrdered = (a: readonly number[], b: readonly number[]): OrderedLevel => {
  if (a.length === 0 || b.length === 0) return 'unknown';
  let days = Number.POSITIVE_INFINITY;
  for (const x of a) for (const y of b) days = Math.min(days, Math.abs(x - y));
  if (days === 0) return 'sameDay';
  if (days <= 3) return 'days3';
  if (days <= 14) return 'days14';
  return days <= 45 ? 'days45' : 'far';
};

const compareNeeds = (a: MatchFeatures, b: MatchFeatures): NeedLevel => {
  if (a.need === 'none' || b.need === 'none') return 'none';
  if (a.need === 'all' || b.need === 'all') return 'all';
  return a.need === 'some' || b.need === 'some' ? 'some' : 'unknown';
};

type LineComparison = Pick<Comparison, 'product' | 'quantity' | 'delivery'>;

const noLines: LineComparison = { product: 'unknown', quantity: 'unknown', delivery: 'unknown' };

const compareLine = (a: LineFeatures, b: LineFeatures): LineComparison => ({
  product: compareProducts(a.productKey, b.productKey),
  quantity: compareQuantities(a.qty, b.qty),
  delivery: compareDeliveries(a.deliveryOn, b.deliveryOn),
});

/**
 * The pair of lines that agree best, so that no line that agrees more can lower the score. Equal sums: the better
 * product, then quantity, so that the answer does not depend on the order of the lines.
 */
const compareLines = (a: readonly LineFeatures[], b: readonly LineFeatures[], weights: Weights): LineComparison => {
  let best = noLines;
  let bestSum = Number.NEGATIVE_INFINITY;
  for (const x of a) {
    for (const y of b) {
      const line = compareLine(x, y);
      const product = weights.product[line.product];
      const quantity = weights.quantity[line.quantity];
      const sum = product + quantity + weights.delivery[line.delivery];
      const tie = sum === bestSum;
      if (
        sum > bestSum ||
        (tie && product > weights.product[best.product]) ||
        (tie && product === weights.product[best.product] && quantity > weights.quantity[best.quantity])
      ) {
        best = line;
        bestSum = sum;
      }
    }
  }
  return best;
};

/** Another writing of the same number: judged by what the customer's way of writing lets one expect. */
const otherWriting: ReadonlySet<NumberLevel> = new Set([
  'separators',
  'affix',
  'lookAlike',
  'zeros',
  'century',
  'suffix',
]);
/** Numbers that relate like this are not judged by the numbering. */
const unjudged: ReadonlySet<NumberLevel> = new Set(['same', 'unknown', 'other']);

/** The expectation of the less expected of two numbers: one of them being odd is what speaks for a slip. */
const leastExpected = (
  a: NumberParts,
  b: NumberParts,
  level: NumberLevel,
  customerKey: string | null,
  numbering: Numbering,
): number => {
  const judge = otherWriting.has(level) ? expectationAsWritten : expectationOf;
  const first = expectations.indexOf(judge(a, b, customerKey, numbering));
  return first === 0 ? 0 : Math.min(first, expectations.indexOf(judge(b, a, customerKey, numbering)));
};

const expectationBetween = (
  a: MatchFeatures,
  b: MatchFeatures,
  level: NumberLevel,
  numbering: Numbering,
): Expectation => {
  if (a.number === null || b.number === null || unjudged.has(level)) return 'no';
  // Where one customer is not known, both numbers would be the other's. Two customers: the one that expects more.
  const first = leastExpected(a.number, b.number, level, a.customerKey ?? b.customerKey, numbering);
  const second =
    a.customerKey === null || b.customerKey === null || a.customerKey === b.customerKey
      ? first
      : leastExpected(a.number, b.number, level, b.customerKey, numbering);
  return expectations[Math.max(first, second)] ?? 'no';
};

/** Where a customer's orders lie far apart, many numbers lie between neighbours. */
const mayBeStep: ReadonlySet<NumberLevel> = new Set(['digit', 'highDigit']);

const relateNumbers = (a: MatchFeatures, b: MatchFeatures, numbering: Numbering): NumberLevel => {
  if (a.number === null || b.number === null) return 'unknown';
  const level = compareNumbers(a.number, b.number);
  if (!mayBeStep.has(level)) return level;
  const steps = stepsBetween(a.number, b.number, a.customerKey ?? b.customerKey, numbering);
  return steps !== null && steps <= longestStep ? 'step' : level;
};

/** Compares two POs, or a document and a PO, feature by feature. Symmetric; looks at nothing but its arguments. */
export const compareFeatures = (
  a: MatchFeatures,
  b: MatchFeatures,
  numbering: Numbering,
  weights: Weights,
): Comparison => {
  const number = relateNumbers(a, b, numbering);
  const { product, quantity, delivery } = compareLines(a.lines, b.lines, weights);
  return {
    number,
    expectation: expectationBetween(a, b, number, numbering),
    customer: compareCustomers(a, b),
    product,
    quantity,
    delivery,
    ordered: compareOrdered(a.orderedOn, b.orderedOn),
    need: compareNeeds(a, b),
  };
};
