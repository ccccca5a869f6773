import type { Comparison } from './compareFeatures.ts';
import {
  customerLevels,
  deliveryLevels,
  type Expectation,
  expectations,
  needLevels,
  numberLevels,
  orderedLevels,
  productLevels,
  quantityLevels,
} from './levels.ts';
import type { Weights } from './Weights.ts';

/** Features with one weight a level. */
const plainLevels = {
  customer: customerLevels,
  product: productLevels,
  quantity: quantityLevels,
  delivery: deliveryLevels,
  ordered: orderedLevels,
  need: needLevels,
} as const;
type PlainFeature = keyof typeof plainLevels;
const plainFeatures = Object.keys(plainLevels) as readonly PlainFeature[];

const numberSize = numberLevels.length * expectations.length;
const bases = new Map<PlainFeature, number>();
let size = numberSize;
for (const feature of plainFeatures) {
  bases.set(feature, size);
  size += plainLevels[feature].length;
}

const noneLevels = [...expectations, 'unnumbered'] as const;

/** Where the weight of "none" stands, for a document whose number is expected like this. */
export const nonePlace = (level: Expectation | 'unnumbered'): number => size + noneLevels.indexOf(level);

const plainPlace = (feature: PlainFeature, level: string): number =>
  (bases.get(feature) ?? 0) + (plainLevels[feature] as readonly string[]).indexOf(level);

const recordOf = <Level extends string, Value>(levels: readonly Level[], valueAt: (i: number) => Value) =>
  Object.fromEntries(levels.map((level, i) => [level, valueAt(i)])) as Record<Level, Value>;

/** The places of the weights that make up a comparison's score. */
export const placesOf = (comparison: Comparison): Uint16Array =>
  Uint16Array.of(
    numberLevels.indexOf(comparison.number) * expectations.length + expectations.indexOf(comparison.expectation),
    ...plainFeatures.map((feature) => plainPlace(feature, comparison[feature])),
  );

/** Places of weights that are the measure of the others and are not estimated. */
export const fixedPlaces: ReadonlySet<number> = new Set(plainFeatures.map((feature) => plainPlace(feature, 'unknown')));

/** All weights in one list. */
export const toVector = (weights: Weights): Float64Array =>
  Float64Array.from([
    ...numberLevels.flatMap((level) => weights.number[level]),
    ...customerLevels.map((level) => weights.customer[level]),
    ...productLevels.map((level) => weights.product[level]),
    ...quantityLevels.map((level) => weights.quantity[level]),
    ...deliveryLevels.map((level) => weights.delivery[level]),
    ...orderedLevels.map((level) => weights.ordered[level]),
    ...needLevels.map((level) => weights.need[level]),
    ...noneLevels.map((level) => weights.none[level]),
  ]);

/** The weights of a list made by `toVector`. */
export const fromVector = (vector: Float64Array): Weights => {
  const at = (place: number): number => vector[place] ?? 0;
  const plain = <Level extends string>(feature: PlainFeature, levels: readonly Level[]): Record<Level, number> =>
    recordOf(levels, (i) => at((bases.get(feature) ?? 0) + i));
  return {
    number: recordOf(numberLevels, (i) => [at(4 * i), at(4 * i + 1), at(4 * i + 2), at(4 * i + 3)] as const),
    customer: plain('customer', customerLevels),
    product: plain('product', productLevels),
    quantity: plain('quantity', quantityLevels),
    delivery: plain('delivery', deliveryLevels),
    ordered: plain('ordered', orderedLevels),
    need: plain('need', needLevels),
    none: recordOf(noneLevels, (i) => at(size + i)),
  };
};
