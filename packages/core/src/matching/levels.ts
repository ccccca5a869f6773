/**
 * How two PO numbers relate. Those from `separators` to `twoChanges` are one or two slips of a clerk apart: they agree
 * less than `same` and more than `other`. They are told apart because clerks make them unequally often and numbering makes
 * them unequally telling. `step` is no agreement: the customer's next order differs like that.
 */
export const numberLevels = [
  'same',
  'separators',
  'affix',
  'lookAlike',
  'zeros',
  'century',
  'suffix',
  'cutFront',
  'cutEnd',
  'swapped',
  'doubled',
  'missing',
  'letter',
  'highDigit',
  'digit',
  'twoChanges',
  'unknown',
  'other',
  'step',
] as const;
export type NumberLevel = (typeof numberLevels)[number];

/**
 * How far the customer's numbering, as seen in its other POs, expects the less expected one of the two numbers to be an
 * order of its own: `no` sign of it, near a `sparse` series, in a `loose` one, in a `dense` one.
 */
export const expectations = ['no', 'sparse', 'loose', 'dense'] as const;
export type Expectation = (typeof expectations)[number];

/** Each list from full agreement to contradiction; unknown stands where neither speaks. */
export const customerLevels = ['same', 'sameName', 'unknown', 'otherName', 'different'] as const;
export type CustomerLevel = (typeof customerLevels)[number];

export const productLevels = ['same', 'unknown', 'different'] as const;
export type ProductLevel = (typeof productLevels)[number];

/** `near`: at least four fifths of the other; `part`: at least a quarter; `far`: less. */
export const quantityLevels = ['same', 'near', 'part', 'unknown', 'far'] as const;
export type QuantityLevel = (typeof quantityLevels)[number];

/** Days between: 0, up to 3, up to 7, up to 21, more. */
export const deliveryLevels = ['sameDay', 'days3', 'days7', 'days21', 'unknown', 'far'] as const;
export type DeliveryLevel = (typeof deliveryLevels)[number];

/** Days between: 0, up to 3, up to 14, up to 45, more. */
export const orderedLevels = ['sameDay', 'days3', 'days14', 'days45', 'unknown', 'far'] as const;
export type OrderedLevel = (typeof orderedLevels)[number];

/** What staff ordered and is still to come: everything, a part, not known, nothing. */
export const needLevels = ['all', 'some', 'unknown', 'none'] as const;
export type NeedLevel = (typeof needLevels)[number];
