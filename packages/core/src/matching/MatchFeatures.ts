import type { Day } from '../document/days.ts';
import { remembering } from '../text/remembering.ts';
import { comparableName } from './customerName.ts';
import type { MatchFacts, Need } from './MatchFacts.ts';
import { type NumberParts, readNumberParts } from './NumberParts.ts';

/** A line with its day as a count, so that comparing is a subtraction. */
export interface LineFeatures {
  readonly productKey: string | null;
  readonly qty: number | null;
  /** Days since 1970-01-01. */
  readonly deliveryOn: number | null;
}

/** `MatchFacts`, worked out once for all the comparisons in which they take part. */
export interface MatchFeatures {
  readonly id: string;
  readonly number: NumberParts | null;
  readonly customerKey: string | null;
  readonly name: string | null;
  readonly lines: readonly LineFeatures[];
  /** Days since 1970-01-01. */
  readonly orderedOn: readonly number[];
  readonly need: Need;
}

/** Days since 1970-01-01; null for what is no day. */
const dayNumber = (day: Day): number | null => {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(instant) ? null : instant / 86_400_000;
};

/** A document and the PO that is made of it have one number. */
const numberOf = remembering((poKey) => (poKey === null ? null : readNumberParts(poKey)));

/** Works out what comparing needs. */
export const matchFeatures = (facts: MatchFacts): MatchFeatures => ({
  id: facts.id,
  number: numberOf(facts.poKey),
  customerKey: facts.customerKey,
  name: comparableName(facts.customerName),
  lines: facts.lines.map(({ productKey, qty, deliveryOn }) => ({
    productKey,
    qty,
    deliveryOn: deliveryOn === null ? null : dayNumber(deliveryOn),
  })),
  orderedOn: facts.orderedOn.map(dayNumber).filter((day) => day !== null),
  need: facts.need,
});
