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

/**
 * What each level adds to the score of a pair: log-odds in thousandths of a nat, whole numbers, so that sums are exact.
 * Positive speaks for the same order, negative against it.
 */
export interface Weights {
  /** By how far the numbering expects both numbers to be orders of their own: `no`, `sparse`, `loose`, `dense`. */
  readonly number: Readonly<Record<NumberLevel, readonly [number, number, number, number]>>;
  readonly customer: Readonly<Record<CustomerLevel, number>>;
  readonly product: Readonly<Record<ProductLevel, number>>;
  readonly quantity: Readonly<Record<QuantityLevel, number>>;
  readonly delivery: Readonly<Record<DeliveryLevel, number>>;
  readonly ordered: Readonly<Record<OrderedLevel, number>>;
  readonly need: Readonly<Record<NeedLevel, number>>;
  /**
   * The score of "none of them: a PO that nobody entered yet", against which the pairs compete. By how far the numbering
   * expects the document's number to be an order of its own; `unnumbered`: it has none.
   */
  readonly none: Readonly<Record<Expectation | 'unnumbered', number>>;
}
