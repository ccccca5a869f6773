import { compareNumbers, longestStep } from './compareNumbers.ts';
import { expectationAsWritten, expectationOf, type Standing, standingOf, stepsBetween } from './expectationOf.ts';
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
import { deliveryLevels, expectations, productLevels, quantityLevels } from './levels.ts';
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

type NumberComparison = Pick<Comparison, 'number' | 'expectation'>;

/** What a relation of numbers adds to the score, in thousandths of a nat. */
export const weightOfNumber = ({ number, expectation }: NumberComparison, weights: Weights): number =>
  weights.number[number][expectations.indexOf(expectation)] ?? 0;

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
 * Whether the first agrees better: by the sum of weights; equal sums by product, quantity and delivery, so that the answer
 * does not depend on the order of the lines.
 */
const agreesBetter = (a: LineComparison, b: LineComparison, weights: Weights): boolean => {
  const sum = (x: LineComparison): number =>
    weights.product[x.product] + weights.quantity[x.quantity] + weights.delivery[x.delivery];
  const byLevel =
    productLevels.indexOf(b.product) - productLevels.indexOf(a.product) ||
    quantityLevels.indexOf(b.quantity) - quantityLevels.indexOf(a.quantity) ||
    deliveryLevels.indexOf(b.delivery) - deliveryLevels.indexOf(a.delivery);
  return (sum(a) - sum(b) || byLevel) > 0;
};

/** The pair of lines that agree best, so that no line that agrees more can lower the score. */
const compareLines = (a: readonly LineFeatures[], b: readonly LineFeatures[], weights: Weights): LineComparison => {
  let best: LineComparison | null = null;
  for (const x of a) {
    for (const y of b) {
      const line = compareLine(x, y);
      if (best === null || agreesBetter(line, best, weights)) best = line;
    }
  }
  return best ?? noLines;
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
const leastExpected = (a: Standing, b: Standing, level: NumberLevel): Expectation => {
  const judge = otherWriting.has(level) ? expectationAsWritten : expectationOf;
  const first = judge(a, b.number);
  if (first === 'no') return first;
  const second = judge(b, a.number);
  return expectations.indexOf(first) < expectations.indexOf(second) ? first : second;
};

/** Where a customer's orders lie far apart, many numbers lie between neighbours. */
const mayBeStep: ReadonlySet<NumberLevel> = new Set(['digit', 'highDigit']);

/** How the numbers relate as numbers of one customer. */
const judged = (level: NumberLevel, a: Standing, b: Standing): NumberComparison => {
  const steps = mayBeStep.has(level) ? stepsBetween(a, b) : null;
  return {
    number: steps !== null && steps <= longestStep ? 'step' : level,
    expectation: leastExpected(a, b, level),
  };
};

/** Compares one PO or document with others. */
export interface Comparer {
  (other: MatchFeatures): Comparison;
  /** The same, or null where the score cannot reach `least`: then nobody needs to know what the numbering says. */
  reaching(other: MatchFeatures, least: number): Comparison | null;
}

/**
 * Compares one PO or document with others, feature by feature. Symmetric; looks at nothing but the two and the
 * numbering. What the numbering says of the one is looked up once.
 */
export const createComparer = (one: MatchFeatures, numbering: Numbering, weights: Weights): Comparer => {
  let own: Standing | null = null;
  const standing = (number: NumberParts, customerKey: string | null): Standing => {
    if (number !== one.number || customerKey !== one.customerKey) return standingOf(number, customerKey, numbering);
    own ??= standingOf(number, customerKey, numbering);
    return own;
  };
  const judge = (level: NumberLevel, other: MatchFeatures): NumberComparison => {
    const [a, b] = [one.number, other.number];
    if (a === null || b === null || unjudged.has(level)) return { number: level, expectation: 'no' };
    const as = (customerKey: string | null): NumberComparison =>
      judged(level, standing(a, customerKey), standing(b, customerKey));
    // Where one customer is not known, both numbers would be the other's.
    const first = as(one.customerKey ?? other.customerKey);
    if (one.customerKey === null || other.customerKey === null || one.customerKey === other.customerKey) return first;
    // Of two customers, the one whose numbering makes less of the closeness.
    const second = as(other.customerKey);
    return weightOfNumber(first, weights) <= weightOfNumber(second, weights) ? first : second;
  };
  const reaching = (other: MatchFeatures, least: number): Comparison | null => {
    const level = one.number === null || other.number === null ? 'unknown' : compareNumbers(one.number, other.number);
    const customer = compareCustomers(one, other);
    const ordered = compareOrdered(one.orderedOn, other.orderedOn);
    const need = compareNeeds(one, other);
    const { product, quantity, delivery } = compareLines(one.lines, other.lines, weights);
    // The numbering can only take away from what closeness says where it expects neither number.
    const most =
      (weights.number[level][0] ?? 0) +
      weights.customer[customer] +
      weights.product[product] +
      weights.quantity[quantity] +
      weights.delivery[delivery] +
      weights.ordered[ordered] +
      weights.need[need];
    if (most < least) return null;
    return { ...judge(level, other), customer, product, quantity, delivery, ordered, need };
  };
  return Object.assign(
    (other: MatchFeatures): Comparison => {
      const comparison = reaching(other, Number.NEGATIVE_INFINITY);
      if (comparison === null) throw new RangeError('nothing is less than nothing');
      return comparison;
    },
    { reaching },
  );
};

/** Compares two POs, or a document and a PO, feature by feature (see `createComparer`). */
export const compareFeatures = (
  a: MatchFeatures,
  b: MatchFeatures,
  numbering: Numbering,
  weights: Weights,
): Comparison => createComparer(a, numbering, weights)(b);
