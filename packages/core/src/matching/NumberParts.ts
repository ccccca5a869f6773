import { isDay } from '../document/days.ts';

/** A run of digits of a PO number, seen as a counter: what stands around it, its width, and its value. */
export interface CounterRun {
  /**
   * What stands before it, its width, and the shape of what follows, every digit as 9: `PO-<4>-999`, `PO-2024-<3>`. Equal
   * for the orders of one series.
   */
  readonly series: string;
  readonly value: number;
  readonly width: number;
  /** The run read as a date, where it can be one: it counts in days or months, and 240701 follows 240630. */
  readonly calendar: { readonly series: string; readonly value: number } | null;
}

/**
 * A `poKey` in the forms in which numbers are compared. Each form forgets one more of the things that clerks change
 * without meaning another order.
 */
export interface NumberParts {
  readonly key: string;
  /** Without a label in front (`PO`, `NO.`, `#`) and without separators. */
  readonly plain: string;
  /** `plain`, with letters that look like digits read as these. */
  readonly folded: string;
  /** `folded`, years without their century. */
  readonly short: string;
  /** `short`, the runs kept apart and without leading zeros. */
  readonly trimmed: string;
  /** What is left without a short suffix (`-2`, `/02`, `#2`, `(2)`, `-A`); null where there is none. */
  readonly stem: NumberParts | null;
  /** Its runs of digits as counters, from left to right: the last `maxRuns`. */
  readonly runs: readonly CounterRun[];
  /** The same of `short`: how it counts, whatever the way of writing. */
  readonly shortRuns: readonly CounterRun[];
}

/** What clerks put in front of a number, O typed as zero included. `POS-1` bears no label: a name goes on behind it. */
const label =
  /^(?:(?:P[./]?[O0]\.?|N[O0]\.?|ORDER|#|発注番号|発注書|発注|注文番号|注文書|注文|발주번호|발주서|발주|주문번호|주문서|주문)[-_/#.,:~]*)+(?=[^A-Z]|[OILBSZ][0-9])/u;
const notSeparator = /[\p{L}\p{N}]+/gu;
const lookAlike: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', B: '8', S: '5', Z: '2' };
const runOf = /[0-9]+|[^0-9]+/g;
const century = /^20(?=[0-4][0-9])/;
const suffix = /^(.*[0-9].*?)[-_/#.~(]+([0-9]{1,2}|[A-Z])\)?$/u;
const maxRuns = 3;
/** Longer runs do not fit a double. */
const maxWidth = 15;

/** Whether a letter is taken for a digit: O, I, L, B, S, Z. */
export const looksLikeDigit = (letter: string): boolean => lookAlike[letter] !== undefined;

const fold = (x: string): string => x.replace(/[OILBSZ]/g, (letter) => lookAlike[letter] ?? letter);
const words = (x: string): string[] => x.match(notSeparator) ?? [];

const amongDigits = /(?<=[0-9])[OILBSZ]+(?=[0-9]|$)/g;

/**
 * The runs of digits and of letters, in order, letters that look like digits read as these. A letter in front of digits
 * stays a run of its own: `B2024` is `8` and `2024`.
 */
const piecesOf = (core: string): string[] =>
  words(core)
    .flatMap((word) => word.replace(amongDigits, fold).match(runOf) ?? [])
    .map(fold);

const shortOf = (core: string): string =>
  piecesOf(core)
    .map((piece) => piece.replace(century, ''))
    .join('');

const trimmedOf = (core: string): string =>
  piecesOf(core)
    .map((piece) => piece.replace(century, '').replace(/^0+(?=[0-9])/, ''))
    .join('.');

/** Days since 1970 of YYMMDD or YYYYMMDD, months since 2000 of YYMM; null where the digits are no date. */
const dateOf = (digits: string): { readonly unit: string; readonly value: number } | null => {
  if (digits.length === 4) {
    const [year, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
    return month >= 1 && month <= 12 ? { unit: 'month', value: 12 * year + month } : null;
  }
  if (digits.length !== 6 && digits.length !== 8) return null;
  const full = digits.length === 6 ? `20${digits}` : digits;
  const day = `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6)}`;
  return full.startsWith('20') && isDay(day)
    ? { unit: 'day', value: Date.parse(`${day}T00:00:00Z`) / 86_400_000 }
    : null;
};

const runsOf = (key: string): CounterRun[] =>
  [...key.matchAll(/[0-9]+/g)]
    .filter(([digits]) => digits.length <= maxWidth)
    .slice(-maxRuns)
    .map(({ 0: digits, index }) => {
      const shape = key.slice(index + digits.length).replace(/[0-9]/g, '9');
      const seriesWith = (sign: string): string => `${key.slice(0, index)}<${sign}>${shape}`;
      const date = dateOf(digits);
      return {
        series: seriesWith(String(digits.length)),
        value: Number(digits),
        width: digits.length,
        calendar: date === null ? null : { series: seriesWith(`${digits.length}${date.unit}`), value: date.value },
      };
    });

/** Whether the text is nothing but a label and separators, such as clerks put in front of a number. */
export const isLabel = (x: string): boolean => x !== '' && label.exec(`${x}0`)?.[0] === x;

/** A number without its label; one that is nothing but a label is left as it is. */
const coreOf = (key: string): string => {
  const withoutLabel = key.replace(label, '');
  return words(withoutLabel).length === 0 ? key : withoutLabel;
};

const shortRunsOf = (short: string): CounterRun[] => runsOf(short).map((run) => ({ ...run, series: `~${run.series}` }));

/** The counters of a PO number alone: a part of `readNumberParts`, for numbers that nothing is compared with. */
export const readCounters = (key: string): Pick<NumberParts, 'runs' | 'shortRuns'> => ({
  runs: runsOf(key),
  shortRuns: shortRunsOf(shortOf(coreOf(key))),
});

/** Takes a PO number apart for comparing. `key` is a `poKey`: upper case, no white space, one kind of dash. */
export const readNumberParts = (key: string): NumberParts => {
  const core = coreOf(key);
  const plain = words(core).join('');
  const short = shortOf(core);
  const stem = suffix.exec(core)?.[1];
  return {
    key,
    plain,
    folded: fold(plain),
    short,
    trimmed: trimmedOf(core),
    stem: stem === undefined ? null : readNumberParts(stem),
    runs: runsOf(key),
    shortRuns: shortRunsOf(short),
  };
};

/** The series in which a number stands, and its value in each: what a `Numbering` keeps of it. */
export const countersOf = (
  number: Pick<NumberParts, 'runs' | 'shortRuns'>,
): readonly { readonly series: string; readonly value: number }[] => [
  ...number.runs.flatMap((run) => (run.calendar === null ? [run] : [run, run.calendar])),
  ...number.shortRuns,
];
