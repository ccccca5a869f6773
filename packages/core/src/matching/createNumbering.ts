import type { MatchFeatures } from './MatchFeatures.ts';
import { type Numbering, neighbours } from './Numbering.ts';
import { countersOf } from './NumberParts.ts';

/** A `Numbering` that is kept up as POs come and go. */
export interface KeptNumbering extends Numbering {
  /** Takes in a PO; each PO once. */
  add(po: MatchFeatures): void;
  /** Takes out a PO that was taken in, with the facts it had then. */
  remove(po: MatchFeatures): void;
}

/** How many of the ascending values are at most `value`. */
const upTo = (values: readonly number[], value: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
};

const none: readonly number[] = [];

/** Numbering held in memory: each series as its taken values in ascending order. */
export const createNumbering = (): KeptNumbering => {
  const customers = new Map<string | null, Map<string, number[]>>();
  return {
    around: (customerKey, series, value) => {
      const values = customers.get(customerKey)?.get(series);
      if (values === undefined) return none;
      const at = upTo(values, value);
      return values.slice(Math.max(0, at - neighbours), at + neighbours);
    },
    add: ({ customerKey, number }) => {
      if (number === null) return;
      const ofCustomer = customers.get(customerKey) ?? new Map<string, number[]>();
      customers.set(customerKey, ofCustomer);
      for (const { series, value } of countersOf(number)) {
        const values = ofCustomer.get(series);
        if (values === undefined) ofCustomer.set(series, [value]);
        else values.splice(upTo(values, value), 0, value);
      }
    },
    remove: ({ customerKey, number }) => {
      const ofCustomer = customers.get(customerKey);
      for (const { series, value } of number === null ? [] : countersOf(number)) {
        const values = ofCustomer?.get(series);
        const at = values === undefined ? 0 : upTo(values, value);
        if (values?.[at - 1] !== value) continue;
        values.splice(at - 1, 1);
        if (values.length === 0) ofCustomer?.delete(series);
      }
    },
  };
};
