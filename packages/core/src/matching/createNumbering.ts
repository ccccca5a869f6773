import type { MatchFeatures } from './MatchFeatures.ts';
import { type Numbering, neighbours, type Taken } from './Numbering.ts';
import { countersOf, type NumberParts } from './NumberParts.ts';

/** Whose PO it is, and the counters of its number. */
interface NumberedPo {
  readonly customerKey: MatchFeatures['customerKey'];
  readonly number: Pick<NumberParts, 'runs' | 'shortRuns'> | null;
}

/** A `Numbering` that is kept up as POs come and go. */
export interface KeptNumbering extends Numbering {
  /** Takes in a PO; each PO once. */
  add(po: NumberedPo): void;
  /** Takes out a PO that was taken in, with the facts it had then. */
  remove(po: NumberedPo): void;
}

/** The taken values of a series, ascending, and how many POs have each. */
interface Series {
  readonly values: number[];
  readonly counts: number[];
}

/** The place of the first value that is at least `value`. */
const placeOf = (values: readonly number[], value: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

const changed = ({ values, counts }: Series, value: number, by: 1 | -1): void => {
  const at = placeOf(values, value);
  const count = (values[at] === value ? (counts[at] ?? 0) : 0) + by;
  if (values[at] !== value) {
    if (count > 0) {
      values.splice(at, 0, value);
      counts.splice(at, 0, count);
    }
  } else if (count === 0) {
    values.splice(at, 1);
    counts.splice(at, 1);
  } else {
    counts[at] = count;
  }
};

const none: readonly Taken[] = [];

/** Numbering held in memory. */
export const createNumbering = (): KeptNumbering => {
  const customers = new Map<string | null, Map<string, Series>>();
  return {
    around: (customerKey, series, value) => {
      const found = customers.get(customerKey)?.get(series);
      if (found === undefined) return none;
      const { values, counts } = found;
      const at = placeOf(values, value);
      const from = Math.max(0, at - neighbours);
      const above = values[at] === value ? at + 1 : at;
      return values.slice(from, above + neighbours).map((x, i) => ({ value: x, pos: counts[from + i] ?? 0 }));
    },
    add: ({ customerKey, number }) => {
      if (number === null) return;
      const ofCustomer = customers.get(customerKey) ?? new Map<string, Series>();
      customers.set(customerKey, ofCustomer);
      for (const { series, value } of countersOf(number)) {
        const known = ofCustomer.get(series);
        if (known === undefined) ofCustomer.set(series, { values: [value], counts: [1] });
        else changed(known, value, 1);
      }
    },
    remove: ({ customerKey, number }) => {
      const ofCustomer = customers.get(customerKey);
      for (const { series, value } of number === null ? [] : countersOf(number)) {
        const known = ofCustomer?.get(series);
        if (known === undefined) continue;
        changed(known, value, -1);
        if (known.values.length === 0) ofCustomer?.delete(series);
      }
    },
  };
};
