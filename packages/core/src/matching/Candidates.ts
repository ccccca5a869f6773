import { unknown } from '../po/codeKeys.ts';
import type { PoId } from '../po/Po.ts';
import type { CandidatePo } from './CandidatePo.ts';

/** What a look at other POs asks a store for. */
export interface Sought {
  /**
   * Blocking keys, and of each a number of POs that is enough to know: a key that so many POs have stays too common to tell
   * anything (`mostPosOfKey`), whatever the decisions to be made do to them.
   */
  readonly keys: ReadonlyMap<string, number>;
  /** Customers whose numbering matters, whether or not a PO of theirs is found. */
  readonly customers: ReadonlySet<string>;
}

/** The POs that may be the orders of some documents, and how their customers number. */
export interface Candidates {
  /** The POs that have a key, in no particular order; or how many it are at least, where that is enough to know. */
  readonly byKey: ReadonlyMap<string, readonly PoId[] | number>;
  /** The POs found. */
  readonly pos: ReadonlyMap<PoId, CandidatePo>;
  /** All numbers (`poKey`) of the customers sought and of those whose POs were found, by `customerKey`. */
  readonly numbers: ReadonlyMap<string, readonly string[]>;
}

export const noCandidates: Candidates = { byKey: new Map(), pos: new Map(), numbers: new Map() };

/** Which customers' numbers the asker has already: they are left out of the answer. */
export type Keeps = (customerKey: string) => boolean;

/** The customers whose numbers belong to an answer. */
export const customersOf = (sought: Sought, found: Iterable<CandidatePo>, keeps: Keeps): readonly string[] => {
  const customers = new Set(sought.customers);
  for (const { facts } of found) customers.add(facts.customerKey ?? unknown);
  return [...customers].filter((customerKey) => !keeps(customerKey));
};
