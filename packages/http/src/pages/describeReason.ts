import {
  contentFields,
  type Facts,
  probableMatchFacts,
  type Reason,
  type ReviewRefusal,
  suspectLinkFacts,
  type UndoRefusal,
  undoDays,
} from '@cynow/po-core';
import { percent } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** Customer and number of a PO, or of what a document says of one. */
const named = (value: unknown, { labels }: Messages): string => {
  const { customer, poNo } = (typeof value === 'object' && value !== null ? value : {}) as Facts;
  return `${textOrNull(customer) ?? labels.none} ${textOrNull(poNo) ?? labels.numberless}`;
};

const momentOrNull = (value: unknown): Date | null => {
  const at = new Date(textOrNull(value) ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
};

/** What FCMS changed: a field each, before and after. */
const changesIn = (facts: Facts, { labels, reasons }: Messages): readonly string[] => {
  const shown = (value: unknown): string =>
    typeof value === 'boolean' ? (value ? reasons.yes : reasons.no) : (textOrNull(value) ?? labels.none);
  return contentFields.flatMap((field) => {
    const change = facts[field];
    return Array.isArray(change) ? [reasons.change(labels.content[field], shown(change[0]), shown(change[1]))] : [];
  });
};

/** A reason in sentences, with what it is founded on. `docPrefix`: what well-formed document numbers begin with. */
export const describeReason = ({ code, facts }: Reason, messages: Messages, docPrefix: string): readonly string[] => {
  const { reasons } = messages;
  switch (code) {
    case 'MISSING_CUSTOMER':
      return [reasons.missingCustomer];
    case 'MISSING_PO_NO':
      return [reasons.missingPoNo(textOrNull(facts.raw))];
    case 'MISSING_PRODUCT':
      return [reasons.missingProduct];
    case 'INVALID_QTY':
      return [reasons.invalidQty(textOrNull(facts.raw))];
    case 'INVALID_DOC_NO':
      return [reasons.invalidDocNo(docPrefix)];
    case 'PRODUCT_NOT_ORDERED':
      return [reasons.productNotOrdered(textOrNull(facts.product) ?? '')];
    case 'QTY_MISMATCH': {
      const [product, excess] = [textOrNull(facts.product) ?? '', Number(facts.percent)];
      const [ordered, instructed, difference] = [facts.ordered, facts.instructed, facts.difference].map(Number);
      const share = excess < 1 ? reasons.below1 : percent(excess);
      return [reasons.qtyMismatch(product, ordered ?? 0, instructed ?? 0, difference ?? 0, share)];
    }
    case 'SUSPECT_LINK':
      return [reasons.suspectLink(named(suspectLinkFacts(facts)?.rival, messages))];
    case 'REUSED_PO_NO': {
      const last = textOrNull(facts.lastDelivery);
      const what = facts.state === 'cancelled' ? reasons.reusedCancelled : reasons.reusedLongSince;
      return last === null ? [what] : [what, reasons.lastDelivery(last)];
    }
    case 'ALIAS_LINK':
      return [reasons.aliasLink(named(facts, messages))];
    case 'PROBABLE_MATCH':
      return probableMatchFacts(facts).ambiguous ? [reasons.probableMatch, reasons.ambiguous] : [reasons.probableMatch];
    case 'RESERVATION_CONFLICT':
      return [reasons.reservationConflict(named(facts.reservedFor, messages), named(facts.document, messages))];
    case 'CANCELLED_IN_FCMS':
      return [reasons.cancelledInFcms];
    case 'MISSING_IN_FCMS':
      return [reasons.missingInFcms(momentOrNull(facts.since))];
    case 'SOURCE_CHANGED':
      return [reasons.sourceChanged, ...changesIn(facts, messages)];
  }
};

/** Why a decision was not taken. */
export const describeRefusal = (refusal: ReviewRefusal, { pages, labels }: Messages): string => {
  const { refusals, refused } = pages;
  switch (refusal.reason) {
    case 'unusable': {
      const names = { customer: labels.customerCode, poNo: labels.poNo } as Readonly<Record<string, string>>;
      return refused.unusable(
        refusal.fields.map(({ field, value }) => `${names[field] ?? labels.product} ${value}`).join(', '),
      );
    }
    case 'target-cancelled':
      return refused.targetCancelled(`${refusal.customer} ${refusal.poNo}`);
    case 'no-such-document':
      return refused.noSuchDocument(refusal.docNo);
    default:
      return refusals[refusal.reason];
  }
};

/** Why a decision was not taken back. */
export const describeUndoRefusal = (refusal: UndoRefusal, { pages, labels }: Messages): string => {
  const { undoRefusals, undoRefused } = pages;
  switch (refusal.reason) {
    case 'too-late':
      return undoRefused.tooLate(refusal.at, undoDays);
    case 'built-on':
      return undoRefused.builtOn(refusal.by, refusal.at, labels.actions[refusal.action] ?? refusal.action);
    case 'documents-since':
      return undoRefused.documentsSince(refusal.docNos.join(', '));
    case 'number-taken':
      return undoRefused.numberTaken(`${refusal.customer} ${refusal.poNo}`);
    default:
      return undoRefusals[refusal.reason];
  }
};
