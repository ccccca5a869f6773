import type { Day } from '../document/days.ts';

/** One product of a PO or document, with one quantity that stands for it. */
export interface MatchLine {
  readonly productKey: string | null;
  /** Cylinders; null when unknown. */
  readonly qty: number | null;
  readonly deliveryOn: Day | null;
}

/** How much of what staff ordered is still to come: `all`, `some`, `none`; null where nobody entered an order. */
export type Need = 'all' | 'some' | 'none' | null;

/**
 * All that matching compares of a PO or of a document: plain values, so that a store can hold them ready. What is not
 * known is null or absent, and neutral.
 */
export interface MatchFacts {
  /** The address of the PO, or the number of the document. Breaks ties; never compared otherwise. */
  readonly id: string;
  readonly poKey: string | null;
  readonly customerKey: string | null;
  /** Evidence only where a customer code is missing; it never identifies. */
  readonly customerName: string | null;
  /** At most `maxLines`; alternatives, of which the one that fits best counts. */
  readonly lines: readonly MatchLine[];
  /** Days on which it was ordered or a document of it was: at most `maxDays`. */
  readonly orderedOn: readonly Day[];
  readonly need: Need;
}

/** How many lines are compared; more are left out, the latest deliveries last. */
export const maxLines = 16;

/** How many days are compared: the first and the latest. */
export const maxDays = 8;
