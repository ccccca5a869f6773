import type { DocumentTime } from './documentTimes.ts';
import { dateParts, dayOf } from './wallClock.ts';

/** Hands out document numbers, rising with time and starting again each year. */
export interface DocumentNumbers {
  next(time: DocumentTime): string;
  /** A number in another form than `FP` + year + sequence; `variant` chooses how. It uses up a sequence like any other. */
  malformed(time: DocumentTime, variant: number): string;
  /** As a clerk types it who hits one digit too high: 500,000 above the others of the year. */
  stray(time: DocumentTime): string;
}

const two = (year: number): string => String(year % 100).padStart(2, '0');
const six = (sequence: number): string => String(sequence).padStart(6, '0');

/** Each consumes a sequence of its own, so that no two are alike in any form. At most 12 characters. */
const malformations: readonly ((year: string, sequence: number) => string)[] = [
  (year, sequence) => `fp${year}${six(sequence)}`,
  (year, sequence) => `XX${year}${six(sequence)}`,
  (year, sequence) => `FP${year}-${six(sequence)}`,
  (year, sequence) => `ＦＰ${year}${six(sequence)}`,
  (year, sequence) => `TEST${year}${six(sequence)}`,
  (year, sequence) => `FP ${year}${six(sequence)}`,
  (year, sequence) => `${year}${six(sequence)}`,
];

export const createDocumentNumbers = (): DocumentNumbers => {
  let year: number | null = null;
  let sequence = 0;
  let old = false;

  const advance = (time: DocumentTime): void => {
    const date = dateParts(dayOf(time.at));
    // The first year has begun before the data does; later ones begin at 1.
    if (year === null) sequence = date.dayOfYear;
    else if (date.year > year) sequence = 0;
    else if (old && !time.old) sequence += 37;
    year = Math.max(year ?? 0, date.year);
    old = time.old;
    sequence += 1;
  };

  return {
    next: (time) => {
      advance(time);
      return `FP${two(year ?? 0)}${time.old ? String(sequence).padStart(4, '0') : six(sequence)}`;
    },
    malformed: (time, variant) => {
      advance(time);
      const write = malformations[variant % malformations.length];
      if (write === undefined) throw new RangeError(`malformed: no variant ${variant}`);
      return write(two(year ?? 0), sequence);
    },
    stray: (time) => {
      advance(time);
      return `FP${two(year ?? 0)}${six(sequence + 500_000)}`;
    },
  };
};
