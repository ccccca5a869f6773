import {
  contentFields,
  type Facts,
  type PoCandidate,
  probableMatchFacts,
  type Reason,
  suspectLinkFacts,
} from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** Customer and number of a PO, or of what a document says of one. */
const named = (value: unknown, { reviews, labels }: Messages): string => {
  const { customer, poNo } = (value ?? {}) as { readonly customer?: unknown; readonly poNo?: unknown };
  return reviews.po(textOrNull(customer) ?? reviews.reasons.nothing, null, textOrNull(poNo) ?? labels.numberless);
};

/** A probability as whole percent, 0–100. */
export const percentOf = (probability: number): number => Math.round(100 * probability);

/** A candidate with its probability. */
export const describeCandidate = ({ customer, poNo, score }: PoCandidate, { reviews }: Messages): string =>
  reviews.reasons.candidate(reviews.po(customer, null, poNo), percentOf(score));

/** What FCMS changed: a field each, before and after. */
const changesOf = (facts: Facts, { reviews: { reasons } }: Messages): readonly string[] => {
  const shown = (value: unknown): string =>
    typeof value === 'boolean' ? reasons[value ? 'yes' : 'no'] : (textOrNull(value) ?? reasons.nothing);
  return contentFields.flatMap((field) => {
    const change = facts[field];
    return Array.isArray(change) ? [reasons.change(field, shown(change[0]), shown(change[1]))] : [];
  });
};

const sinceOf = (facts: Facts): Date | null => {
  const since = new Date(text(facts.since));
  return Number.isNaN(since.getTime()) ? null : since;
};

/** A reason in a sentence, with what it is founded on. `docPrefix`: what well-formed document numbers begin with. */
export const describeReason = ({ code, facts }: Reason, messages: Messages, docPrefix: string): string => {
  const { reasons } = messages.reviews;
  switch (code) {
    case 'MISSING_CUSTOMER':
      return reasons.missingCustomer;
    case 'MISSING_PO_NO':
      return reasons.missingPoNo(textOrNull(facts.raw));
    case 'MISSING_PRODUCT':
      return reasons.missingProduct;
    case 'INVALID_QTY':
      return reasons.invalidQty(textOrNull(facts.raw));
    case 'INVALID_DOC_NO':
      return reasons.invalidDocNo(docPrefix, text(facts.docNo));
    case 'PRODUCT_NOT_ORDERED':
      return reasons.productNotOrdered(text(facts.product));
    case 'QTY_MISMATCH':
      return reasons.qtyMismatch(
        text(facts.product),
        Number(facts.ordered),
        Number(facts.instructed),
        Number(facts.difference),
        Number(facts.percent),
      );
    case 'SUSPECT_LINK':
      return reasons.suspectLink(named(suspectLinkFacts(facts)?.rival, messages));
    case 'REUSED_PO_NO': {
      const last = textOrNull(facts.lastDelivery);
      return facts.state === 'cancelled' ? reasons.reusedCancelled(last) : reasons.reusedLongSince(last);
    }
    case 'ALIAS_LINK':
      return reasons.aliasLink(named(facts, messages));
    case 'PROBABLE_MATCH': {
      const { candidates, ambiguous } = probableMatchFacts(facts);
      const [best, ...others] = candidates;
      return reasons.probableMatch(
        best === undefined ? null : describeCandidate(best, messages),
        others.length,
        ambiguous,
      );
    }
    case 'RESERVATION_CONFLICT':
      return reasons.reservationConflict(named(facts.reservedFor, messages), named(facts.document, messages));
    case 'CANCELLED_IN_FCMS':
      return reasons.cancelledInFcms;
    case 'MISSING_IN_FCMS':
      return reasons.missingInFcms(sinceOf(facts));
    case 'SOURCE_CHANGED':
      return reasons.sourceChanged(changesOf(facts, messages));
  }
};
