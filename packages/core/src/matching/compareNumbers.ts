import type { NumberLevel } from './levels.ts';
import { isLabel, looksLikeDigit, type NumberParts } from './NumberParts.ts';
import { withinTwoEdits } from './withinTwoEdits.ts';

/** Below this length, one character is too much of a number to be taken for a slip. */
const shortestForEdits = 4;
const shortestForTwoEdits = 7;
/** Digits that fit a double. */
const counter = /^[0-9]{1,15}$/;
const endsWhole = /[\p{L}\p{N})\]]$/u;
/** What is left of a cut number must tell at least this much: its end tells more than its beginning. */
const shortestTail = 3;
const shortestHead = 5;
/** Counters that differ by no more are neighbours in a series. */
export const longestStep = 9;

const isDigit = (x: string, at: number): boolean => {
  const unit = x.charCodeAt(at);
  return unit >= 48 && unit <= 57;
};

const sameForm = (a: NumberParts, b: NumberParts): NumberLevel => {
  if (a.folded !== b.folded) return 'century';
  if (a.plain !== b.plain) return 'lookAlike';
  // A label and changed separators together count as a label.
  return a.key.replace(/[^\p{L}\p{N}]/gu, '') === b.key.replace(/[^\p{L}\p{N}]/gu, '') ? 'separators' : 'affix';
};

const swappedDigits = (a: string, b: string): boolean => {
  let at = 0;
  while (a[at] === b[at] && at < a.length) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
};

/**
 * Whether the numbers are the same but for one run of digits, which counts on by a little. Leading zeros are left out of
 * account, as in `trimmed`.
 */
const neighboursInSeries = (a: NumberParts, b: NumberParts): boolean => {
  const [x, y] = [a.trimmed, b.trimmed];
  const shorter = Math.min(x.length, y.length);
  if (Math.abs(x.length - y.length) > 1) return false;
  let start = 0;
  while (start < shorter && x.charCodeAt(start) === y.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && x.charCodeAt(x.length - 1 - end) === y.charCodeAt(y.length - 1 - end)) end += 1;
  // From what differs to the whole run of digits.
  while (start > 0 && isDigit(x, start - 1)) start -= 1;
  while (end > 0 && isDigit(x, x.length - end)) end -= 1;
  const [one, other] = [x.slice(start, x.length - end), y.slice(start, y.length - end)];
  if (!counter.test(one) || !counter.test(other) || Math.abs(Number(one) - Number(other)) > longestStep) return false;
  // 9 and 10 are neighbours where numbers are not padded; of 0 and 08 a digit is gone.
  return (a.key.length === b.key.length || one.length !== other.length) && !swappedDigits(a.key, b.key);
};

/** Another digit: of the units a step, of the tens a slip or a step, before that or in an earlier run rather a slip. */
const otherDigit = (number: string, at: number): NumberLevel => {
  const after = /^[0-9]*/.exec(number.slice(at + 1))?.[0].length ?? 0;
  if (after === 0) return 'step';
  return after === 1 && !/[0-9]/.test(number.slice(at + 2)) ? 'digit' : 'highDigit';
};

/** Another letter; of a letter that reads as a digit, that digit is not the other one: it is one slip more. */
const otherLetter = (a: string, b: string, at: number): NumberLevel => {
  const digit = isDigit(a, at) ? a[at] : isDigit(b, at) ? b[at] : undefined;
  const letter = isDigit(a, at) ? b[at] : a[at];
  return digit !== undefined && letter !== undefined && looksLikeDigit(letter) ? 'twoChanges' : 'letter';
};

/** What one slip made of the one number to get the other; null when it takes more than one. */
const oneSlip = (a: string, b: string): NumberLevel | null => {
  const shorter = Math.min(a.length, b.length);
  if (shorter < shortestForEdits || Math.abs(a.length - b.length) > 1) return null;
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end += 1;
  const left = Math.max(a.length, b.length) - start - end;
  if (a.length !== b.length) {
    if (left !== 1) return null;
    const longer = a.length > b.length ? a : b;
    // The last character: a number whose end was cut off, unless it repeats.
    if (start === shorter && longer[start] !== longer[start - 1]) return null;
    return longer[start] === longer[start - 1] || longer[start] === longer[start + 1] ? 'doubled' : 'missing';
  }
  if (left === 2) return a[start] === b[start + 1] && a[start + 1] === b[start] ? 'swapped' : null;
  if (left !== 1) return null;
  return isDigit(a, start) && isDigit(b, start) ? otherDigit(a, start) : otherLetter(a, b, start);
};

const digitsIn = (x: string): number => x.length - x.replace(/[0-9]/g, '').length;

/** Whether one number is the end of the other, or its beginning, which tells less. */
const cutFrom = (a: string, b: string): NumberLevel | null => {
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  if (shorter.length < shortestTail || longer.length === shorter.length) return null;
  const atEnd = longer.endsWith(shorter);
  const atStart = shorter.length >= shortestHead && longer.startsWith(shorter);
  if ((!atEnd && !atStart) || digitsIn(shorter) < 2) return null;
  return atEnd ? 'cutFront' : 'cutEnd';
};

/** Whether one number is the other with a suffix. `24-` is no whole number that `24-2` adds to: its end was cut off. */
const isSuffixed = (a: NumberParts, b: NumberParts): boolean =>
  (a.stem?.trimmed === b.trimmed && endsWhole.test(b.key)) || (b.stem?.trimmed === a.trimmed && endsWhole.test(a.key));

const isLabelled = (a: string, b: string): boolean => {
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  return longer.endsWith(shorter) && isLabel(longer.slice(0, longer.length - shorter.length));
};

/** How two PO numbers relate, whoever their customers are. Symmetric. */
export const compareNumbers = (a: NumberParts, b: NumberParts): NumberLevel => {
  if (a.key === b.key) return 'same';
  if (a.short === b.short || a.folded === b.folded) return sameForm(a, b);
  if (neighboursInSeries(a, b)) return 'step';
  if (isLabelled(a.key, b.key)) return 'affix';
  if (a.trimmed === b.trimmed) return 'zeros';
  if (isSuffixed(a, b)) return 'suffix';
  const slip = oneSlip(a.key, b.key);
  if (slip !== null) return slip;
  const cut = cutFrom(a.key, b.key);
  if (cut !== null) return cut;
  // The way of writing differs as well.
  const besides = oneSlip(a.folded, b.folded) ?? oneSlip(a.short, b.short);
  if (besides !== null) return besides === 'step' ? 'step' : 'twoChanges';
  const cutBesides = cutFrom(a.short, b.short);
  if (cutBesides !== null) return cutBesides;
  const long = Math.min(a.folded.length, b.folded.length) >= shortestForTwoEdits;
  return long && withinTwoEdits(a.folded, b.folded) ? 'twoChanges' : 'other';
};
