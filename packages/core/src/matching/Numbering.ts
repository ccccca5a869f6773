/** A value of a series that orders have, and how many of them. */
export interface Taken {
  readonly value: number;
  readonly pos: number;
}

/**
 * How customers number their orders, as far as the POs at hand show it: which values of each series (see `CounterRun`) are
 * taken. A function of the set of POs alone, whatever the order in which they came.
 */
export interface Numbering {
  /**
   * Values of the customer's series that are taken, ascending: `value` itself when it is, the `neighbours` nearest ones
   * below it and the `neighbours` nearest above it. Customer null: the POs without a customer.
   */
  around(customerKey: string | null, series: string, value: number): readonly Taken[];
}

/** How many taken values on each side are looked at. */
export const neighbours = 8;
