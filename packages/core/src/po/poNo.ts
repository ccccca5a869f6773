import { shown } from '../text/shown.ts';
import { text } from '../text/text.ts';
import { untilStable } from '../text/untilStable.ts';
import { readCircledNumber } from './circledNumber.ts';
import { unifyDashes } from './dashes.ts';
import { beforeDeliveryMark, isYearOrMonth } from './deliveryMark.ts';
import { createPlaceholderTest } from './placeholders.ts';

/** A customer's PO number, taken apart. */
export interface PoNumber {
  /** As it is shown: without its delivery mark, otherwise as typed. Null when it says "no number". */
  readonly poNo: string | null;
  /** For identity: ignores case, width, spaces and dash variants. Null exactly when `poNo` is. */
  readonly poKey: string | null;
  /** The delivery mark as typed, `(2차)`, `②`, `분납2`; null when there is none. */
  readonly mark: string | null;
}

const none: PoNumber = { poNo: null, poKey: null, mark: null };
const whiteSpace = /[\s\u0085]+/g;
const ascii = /^[ -~]*$/;

/** The shortest beginning of `x` whose `text` is `head`; `head` itself when no beginning is (marks that compose across it). */
const beginningThatReads = (x: string, head: string): string => {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((text(x.slice(0, middle)) ?? '').length < head.length) low = middle + 1;
    else high = middle;
  }
  for (let end = low; end <= Math.min(x.length, low + 4); end += 1) {
    if (text(x.slice(0, end)) === head) return shown(x.slice(0, end)) ?? head;
  }
  return head;
};

const leadingSeparators = /^[\s\-_/#.,:~\u2010-\u2015\u2212\u207B\u2043\u2500\u2501\u30FC\uFF70\u3161\u4E00]+/;

const keyOfNumber = (number: string): string | null =>
  untilStable((current) => {
    const plain = text(readCircledNumber(current));
    return plain === null ? null : unifyDashes(plain.toUpperCase().replace(whiteSpace, ''));
  }, number);

/**
 * Reads PO numbers as a site's clerks type them. A delivery mark at the end is not part of the number, unless what is
 * left holds no digit or is merely a year or month; a number that is only a placeholder counts as none.
 */
export const createPoNumberReader = (
  placeholdersOfTheSite: readonly string[] = [],
): ((x: string | null) => PoNumber) => {
  const isPlaceholder = createPlaceholderTest(placeholdersOfTheSite);

  /** The number without one mark; itself when the mark stays or there is none; null when nothing but a placeholder is left. */
  const withoutMark = (number: string): string | null => {
    const read = text(readCircledNumber(number));
    const head = read === null ? null : beforeDeliveryMark(read);
    if (head === null) return number;
    const key = head === '' ? null : keyOfNumber(head);
    if (key === null || isPlaceholder(key)) return null;
    if (!/\p{Nd}/u.test(key) || isYearOrMonth(key)) return number;
    return beginningThatReads(number, head);
  };

  const read = (x: string | null): PoNumber => {
    const typed = shown(x);
    if (typed === null) return none;
    if (ascii.test(typed)) {
      const key = typed.toUpperCase().replaceAll(' ', '');
      return isPlaceholder(key) ? none : { poNo: typed, poKey: key, mark: null };
    }
    const poNo = untilStable(withoutMark, typed);
    const key = poNo === null ? null : keyOfNumber(poNo);
    if (poNo === null || key === null || isPlaceholder(key)) return none;
    const mark = poNo.length < typed.length ? typed.slice(poNo.length).replace(leadingSeparators, '') : null;
    // A key may itself read as another number, once case and spaces are gone; then that number's key is meant.
    const stable = key === typed ? key : read(key).poKey;
    return stable === null ? none : { poNo, poKey: stable, mark };
  };
  return read;
};

const usual = createPoNumberReader();

/** `shown` without the delivery mark; null when that is no number (see `createPoNumberReader` for a site's own words). */
export const poNo = (x: string | null): string | null => usual(x).poNo;

/** The key by which two PO numbers are the same number; null when there is none. */
export const poKey = (x: string | null): string | null => usual(x).poKey;

/** How keys begin that begin so; null when that says nothing. Unlike a key it may be any text, a mark or a placeholder. */
export const poKeyPrefix = (x: string): string | null => {
  const typed = shown(x);
  return typed === null ? null : keyOfNumber(typed);
};
