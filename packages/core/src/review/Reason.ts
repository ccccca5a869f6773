/** Why a human should look at a document, in the order in which they are told. The list is closed. */
export const reasonCodes = [
  'MISSING_CUSTOMER',
  'MISSING_PO_NO',
  'MISSING_PRODUCT',
  'INVALID_QTY',
  'INVALID_DOC_NO',
  'PRODUCT_NOT_ORDERED',
  'QTY_MISMATCH',
  'SUSPECT_LINK',
  'REUSED_PO_NO',
  'ALIAS_LINK',
  'PROBABLE_MATCH',
  'RESERVATION_CONFLICT',
  'CANCELLED_IN_FCMS',
  'MISSING_IN_FCMS',
  'SOURCE_CHANGED',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** What a reason is founded on, as JSON; which facts belong to which reason stands in docs/rules.md. */
export type Facts = Readonly<Record<string, unknown>>;

/** An open reason of a document. A document has each code at most once. */
export interface Reason {
  readonly code: ReasonCode;
  readonly facts: Facts;
}

/** The facts of `QTY_MISMATCH`, in cylinders; percent = 100 × difference ÷ ordered. */
export interface QtyMismatchFacts {
  readonly product: string;
  readonly ordered: number;
  readonly instructed: number;
  readonly difference: number;
  readonly percent: number;
}

/** Reasons in the order of `reasonCodes`. */
export const sortReasons = (reasons: readonly Reason[]): readonly Reason[] =>
  reasons.length < 2 ? reasons : [...reasons].sort((a, b) => reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code));
