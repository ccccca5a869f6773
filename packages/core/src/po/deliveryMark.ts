import { dash, letterDash } from './dashes.ts';

const unit = '(?:회차|차|次|회|回)(?: ?(?:분납|분|납품|출하|입고))?';
const one = '[1-9][0-9]?';
const pair = `${one} ?[/,~] ?${one}`;
const part = '(?:분납|분할|分納|分割)';

/** What stands inside or outside brackets, for n as given. */
const body = (n: string): string => `(?:(?:[제第] ?)?(?:${n}) ?${unit}|${part} ?(?:${n})(?: ?${unit})?)`;
const bracketed = (n: string): string =>
  `(?:\\( ?${body(n)} ?\\)|\\[ ?${body(n)} ?\\]|【 ?${body(n)} ?】|${part} ?(?:\\( ?(?:${n})(?: ?${unit})? ?\\)|\\[ ?(?:${n})(?: ?${unit})? ?\\]))`;

const inBrackets = new RegExp(`${bracketed(`${pair}|${one}`)}$`, 'u');
const pairAfterSpace = new RegExp(`(?<=^| )${body(pair)}$`, 'u');
const plain = new RegExp(`(?:[제第] ?${one} ?${unit}|${part} ?${one}(?: ?${unit})?|(?<![0-9])${one} ?${unit})$`, 'u');

const separators = new RegExp(`[ \\-_/#.,:~${dash}]+$`);
const letterDashesAfterCode = new RegExp(`(?:(?<=[A-Za-z0-9\\-${dash}] ?)|(?<=^))[${letterDash}]+$`);

/** The text without the separators and dash look-alikes at its end. */
const withoutTrailingSeparators = (x: string): string => {
  let current = x;
  for (;;) {
    const next = current.replace(separators, '').replace(letterDashesAfterCode, '');
    if (next === current) return current;
    current = next;
  }
};

const endsInOneOrTwoDigits = /(?:^|[^0-9])[0-9]{1,2}$/;

/**
 * What stands before the delivery mark at the end of a PO number (NFKC text), separators taken off; null when there is
 * no mark. `X-12/2차` has none: it may as well be "12 of 2".
 */
export const beforeDeliveryMark = (nfkc: string): string | null => {
  const free = inBrackets.exec(nfkc) ?? pairAfterSpace.exec(nfkc);
  const match = free ?? plain.exec(nfkc);
  if (match === null) return null;
  const before = nfkc.slice(0, match.index);
  const head = withoutTrailingSeparators(before);
  const ambiguous = free === null && /[/,~]/.test(before.slice(head.length)) && endsInOneOrTwoDigits.test(head);
  return ambiguous ? null : head;
};

const year = '(?:(?:19|20)?[0-9]{2}|2100)';
const twoDigitMonth = '(?:0[1-9]|1[0-2])';
const anyMonth = '(?:0?[1-9]|1[0-2])';
const yearOrMonth = new RegExp(
  `^(?:${year}[년年]?|${anyMonth}[월月]|${year}${twoDigitMonth}[월月]?|${year}(?:[년年]|[-/._])${anyMonth}[월月]?)$`,
);

/** Whether a key is merely a year, a month or both, so that a mark behind it is what tells orders apart. */
export const isYearOrMonth = (key: string): boolean => yearOrMonth.test(key);
