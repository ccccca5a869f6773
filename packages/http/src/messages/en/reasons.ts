import { number, time } from '../format.ts';
import type { reasons as ko } from '../ko/reasons.ts';

export const reasons: typeof ko = {
  missingCustomer: 'The FCMS order has no customer code.',
  missingPoNo: (raw) =>
    `The customer's order no. is ${raw === null ? 'empty' : `no number (FCMS: "${raw}")`}; saved under a stand-in (FCMS-document no.).`,
  missingProduct: 'The FCMS order has no product code.',
  invalidQty: (raw) =>
    `The quantity is empty, 0 or less, a fraction, or far too large${raw === null ? '.' : `: FCMS "${raw}"`}`,
  invalidDocNo: (prefix) => `It is not ${prefix}, two digits of the year, and digits.`,
  productNotOrdered: (product) => `A product was instructed that this PO does not order: ${product}`,
  qtyMismatch: (product, ordered, instructed, difference, percent) =>
    `More is instructed than ordered: ${product} ordered ${number(ordered)}, instructed ${number(instructed)} (+${number(difference)}, ${percent}).`,
  below1: 'below 1%',
  suspectLink: (rival) => `The number is the same, but product, quantity and dates fit another PO better: ${rival}`,
  reusedCancelled: 'The number of a PO that was cancelled.',
  reusedLongSince: 'The number of a PO that had no delivery for more than 180 days.',
  lastDelivery: (day) => `last delivered ${day}`,
  aliasLink: (alias) => `The same as a number that was corrected before: ${alias}. Check that it is the same order.`,
  probableMatch: 'It may be the same order as an existing PO.',
  ambiguous: 'It is not clear which one.',
  reservationConflict: (reservedFor, document) =>
    `Entered under a number that was reserved for another PO: reserved for ${reservedFor}, document ${document}`,
  cancelledInFcms: 'Cancelled in FCMS after it was saved.',
  missingInFcms: (since) => `FCMS no longer shows this document${since === null ? '.' : `, since ${time(since)}`}`,
  sourceChanged: 'FCMS changed it after the review, or on a PO that staff entered. Look at before and after.',
  change: (field, before, after) => `${field} ${before} → ${after}`,
  yes: 'yes',
  no: 'no',
};
