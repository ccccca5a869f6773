import { type NumberLevel, numberLevels } from './levels.ts';
import type { Weights } from './Weights.ts';

/** Slips that a dense series makes by itself all the time: there they are never evidence for. */
const neverForInDense: ReadonlySet<NumberLevel> = new Set(['cutEnd', 'doubled', 'missing', 'letter', 'twoChanges']);
/** Changes inside a counter: evidence against where the series is dense. */
const againstInDense: ReadonlySet<NumberLevel> = new Set(['highDigit', 'digit']);
/** What counting on does not make: never evidence against. */
const neverAgainst: ReadonlySet<NumberLevel> = new Set(['swapped', 'lookAlike']);

/** A step in a series is evidence against, at least three to one, however little is known of the series. */
const mostOfStep = -1_100;

const boundInDense = (level: NumberLevel, weight: number): number => {
  // Both numbers are what the customer issues, and no evidence at all.
  if (level === 'swapped') return 0;
  if (againstInDense.has(level)) return Math.min(mostOfStep, weight);
  return neverForInDense.has(level) ? Math.min(0, weight) : weight;
};

/** The nearest list (by squares) that never rises: neighbours in the wrong order are put on their mean. */
const neverRising = (values: readonly number[]): number[] => {
  const pools: { readonly sum: number; readonly count: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, count: 1 };
    for (let before = pools.at(-1); before !== undefined && before.sum / before.count < pool.sum / pool.count; ) {
      pool = { sum: before.sum + pool.sum, count: before.count + pool.count };
      pools.pop();
      before = pools.at(-1);
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) => new Array<number>(count).fill(Math.round(sum / count)));
};

/** Weights of levels in order of agreement; learning of an agreement never harms, of a contradiction never helps. */
const graded = <Level extends string>(
  weights: Readonly<Record<Level, number>>,
  levels: readonly Level[],
): Record<Level, number> => {
  const falling = neverRising(levels.map((level) => weights[level]));
  const last = levels.length - 1;
  const legal: Record<Level, number> = { ...weights };
  levels.forEach((level, at) => {
    const weight = falling[at] ?? 0;
    legal[level] = at === 0 ? Math.max(0, weight) : at === last ? Math.min(0, weight) : weight;
  });
  return legal;
};

type Row = readonly [number, number, number, number];

const legalRow = (level: NumberLevel, row: Row, same: number, other: number): Row => {
  if (level === 'unknown') return [0, 0, 0, 0];
  if (level === 'same' || level === 'other') {
    const weight = level === 'same' ? same : other;
    return [weight, weight, weight, weight];
  }
  const [no, sparse, loose, dense] = neverRising(row).map((weight) => {
    if (level === 'step') return Math.min(mostOfStep, weight);
    const bounded = Math.max(other, Math.min(same, weight));
    return neverAgainst.has(level) ? Math.max(0, bounded) : bounded;
  });
  return [no ?? 0, sparse ?? 0, loose ?? 0, boundInDense(level, dense ?? 0)];
};

const legalNone = (none: Weights['none']): Weights['none'] => {
  const [dense = 0, loose = 0, sparse = 0, no = 0] = neverRising([none.dense, none.loose, none.sparse, none.no]);
  return { no, sparse, loose, dense, unnumbered: Math.round(none.unnumbered) };
};

/**
 * The weights nearest to those given with which scores are monotone and the rules on series hold, as whole numbers:
 * - a feature that agrees more never weighs less, and what is unknown weighs nothing;
 * - the same number weighs most, and a slip never less than another number; the more the numbering expects both, the less
 *   closeness weighs;
 * - a step in a series is evidence against, and so is another digit in a dense series; there, no other slip is evidence
 *   for, and swapped digits are none at all; elsewhere swaps, and look-alikes anywhere, are never evidence against;
 * - the more the numbering expects a number, the more likely is "none of them".
 */
export const legalWeights = (weights: Weights): Weights => {
  const same = Math.round(Math.max(0, weights.number.same[0]));
  const other = Math.round(Math.min(0, weights.number.other[0]));
  const [sameCustomer = 0, sameName = 0] = neverRising([weights.customer.same, weights.customer.sameName]);
  const [otherName = 0, different = 0] = neverRising([weights.customer.otherName, weights.customer.different]);
  return {
    number: Object.fromEntries(
      numberLevels.map((level) => [level, legalRow(level, weights.number[level], same, other)]),
    ) as Weights['number'],
    customer: {
      same: Math.max(0, sameCustomer),
      sameName: Math.max(0, sameName),
      unknown: 0,
      otherName: Math.min(0, otherName),
      different: Math.min(0, different),
    },
    product: { ...graded(weights.product, ['same', 'different']), unknown: 0 },
    quantity: { ...graded(weights.quantity, ['same', 'near', 'part', 'far']), unknown: 0 },
    delivery: { ...graded(weights.delivery, ['sameDay', 'days3', 'days7', 'days21', 'far']), unknown: 0 },
    ordered: { ...graded(weights.ordered, ['sameDay', 'days3', 'days14', 'days45', 'far']), unknown: 0 },
    need: { ...graded(weights.need, ['all', 'some', 'none']), unknown: 0 },
    none: legalNone(weights.none),
  };
};
