/**
 * How customers number their orders, as far as the POs at hand show it: which values of each series are taken. A
 * function of the set of POs alone, whatever the order in which they came.
 */
export interface Numbering {
  /**
   * Values of the customer's series that are taken, ascending: the `neighbours` nearest ones up to and including
   * `value`, and the `neighbours` nearest above it. Customer null: the POs without a customer.
   */
  around(customerKey: string | null, series: string, value: number): readonly number[];
}

/** How many taken values on each side are looked at. */
export const neighbours = 5;
