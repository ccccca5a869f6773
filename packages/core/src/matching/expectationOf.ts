import { type Expectation, expectations } from './levels.ts';
import type { Numbering, Taken } from './Numbering.ts';
import type { CounterRun, NumberParts } from './NumberParts.ts';

/** Usual distances between taken values: up to 3, an order of its own is at hand everywhere; above 5,000, nowhere. */
const denseGap = 3;
const looseGap = 50;
const sparseGap = 5_000;
/** A value is in a series when the next taken one is at most so many usual gaps away. */
const gapsAway = 5;
/** The same for a series of few values: years, months. */
const gapsAwayOfFew = 2;
/** So many taken values show a series: that they all lie on one grid (tens, say) is then no chance. */
const enough = 5;
/** So many values on one side of a place say how far apart they usually are. */
const enoughOfSide = 3;
/** Around a change of width (9 to 10) both widths are looked at, where numbers are not padded. */
const aroundWidthChange = 16;

const continuedBy = (run: CounterRun): string | null => {
  const lowest = 10 ** (run.width - 1);
  if (run.width > 1 && run.value >= lowest && run.value < lowest + aroundWidthChange) {
    return run.series.replace(`<${run.width}>`, `<${run.width - 1}>`);
  }
  return run.value > lowest * 10 - aroundWidthChange
    ? run.series.replace(`<${run.width}>`, `<${run.width + 1}>`)
    : null;
};

/** A series in which a number stands, and what is taken around it, ascending. */
interface Reading {
  readonly series: string;
  readonly value: number;
  /** Another series that continues this one: unpadded, 10 follows 9. */
  readonly continued: string | null;
  readonly taken: readonly Taken[];
}

/** What the numbering of a customer knows around a number, before it is compared with another. */
export interface Standing {
  readonly number: NumberParts;
  /** Whether a PO with the very number is among those at hand. */
  readonly held: boolean;
  /** Each run from left to right, as a counter and, where it can be one, as a date. */
  readonly runs: readonly (readonly Reading[])[];
  /** Its last run in the short form. */
  readonly short: Reading | null;
}

/** Looks up what the customer's POs have taken around a number. */
export const standingOf = (number: NumberParts, customerKey: string | null, numbering: Numbering): Standing => {
  const around = (series: string, value: number, continued: string | null): Reading => {
    const here = numbering.around(customerKey, series, value);
    const taken =
      continued === null
        ? here
        : [...here, ...numbering.around(customerKey, continued, value)].sort((x, y) => x.value - y.value);
    return { series, value, continued, taken };
  };
  const runs = number.runs.map((run) => {
    const asCounter = around(run.series, run.value, continuedBy(run));
    return run.calendar === null ? [asCounter] : [asCounter, around(run.calendar.series, run.calendar.value, null)];
  });
  const last = runs.at(-1)?.[0];
  const shortRun = number.shortRuns.at(-1);
  return {
    number,
    // Behind the last run there is no digit, so that its series and value are the whole number.
    held: last?.taken.some(({ value }) => value === last.value) ?? false,
    runs,
    short: shortRun === undefined ? null : around(shortRun.series, shortRun.value, null),
  };
};

/** The value that a number has in the series of a reading. */
const valueIn = (number: NumberParts, { series, continued }: Reading): number | undefined => {
  for (const run of number.runs) {
    if (run.series === series || run.series === continued) return run.value;
    if (run.calendar?.series === series) return run.calendar.value;
  }
  for (const run of number.shortRuns) if (run.series === series) return run.value;
  return undefined;
};

/** Values that POs have besides the number itself and `other`: it is the rest that tells. */
const takenByOthers = (reading: Reading, held: boolean, other: NumberParts | null): number[] => {
  const partner = other === null ? undefined : valueIn(other, reading);
  const values: number[] = [];
  for (const { value, pos } of reading.taken) {
    const own = held && value === reading.value ? 1 : 0;
    if (pos - own - (value === partner ? 1 : 0) > 0) values.push(value);
  }
  return values;
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const gapsOf = (ascending: readonly number[]): number[] => ascending.slice(1).map((x, i) => x - (ascending[i] ?? 0));

const median = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;

/**
 * The usual distance between taken values. Each side of `value` speaks for itself and the denser one counts: one side may
 * be the open end of the series, with nothing but slips behind it.
 */
const usualGap = (taken: readonly number[], value: number): number => {
  const sides = [taken.filter((x) => x < value), taken.filter((x) => x > value)];
  const telling = sides.filter(({ length }) => length >= enoughOfSide);
  const usual = telling.map((side) => median(gapsOf(side)) ?? 0);
  if (usual.length > 0) return Math.min(...usual);
  // One taken value on either side: they are as far apart as they are.
  return median(sides.flatMap(gapsOf)) ?? median(gapsOf(taken)) ?? 0;
};

/** How far a series with these taken values, ascending, expects `value` to be taken too; `last`: no run follows. */
const expectationIn = (taken: readonly number[], value: number, last: boolean): Expectation => {
  if (taken.length === 0) return 'no';
  const nearest = Math.min(...taken.map((x) => Math.abs(x - value)));
  // One value says little; years and months, which stand before the counter, follow closely.
  if (taken.length === 1) return nearest <= denseGap ? 'loose' : last && nearest <= looseGap ? 'sparse' : 'no';
  const step = taken.length < enough ? 1 : Math.max(1, gapsOf(taken).reduce(gcd, 0));
  if ((value - (taken[0] ?? 0)) % step !== 0) return 'no';
  const usual = usualGap(taken, value) / step;
  const reach = taken.length < enough ? gapsAwayOfFew * usual : gapsAway * usual + denseGap;
  if (nearest / step > reach) return 'no';
  return usual <= denseGap ? 'dense' : usual <= looseGap ? 'loose' : usual <= sparseGap ? 'sparse' : 'no';
};

const stronger = (a: Expectation, b: Expectation): Expectation =>
  expectations.indexOf(a) >= expectations.indexOf(b) ? a : b;

/**
 * How far the customer's other POs let one expect a number, written as it is, to be an order of its own, leaving `other`, the
 * number it is compared with, aside. Read from the left, the first run of digits that no other PO has is what would be new
 * about it: a new year, a new project, or the next of a counter.
 */
export const expectationAsWritten = ({ runs, held }: Standing, other: NumberParts | null): Expectation => {
  for (const [i, readings] of runs.entries()) {
    const last = i === runs.length - 1;
    const expected = readings.map((reading) => {
      const taken = takenByOthers(reading, held, other);
      const known = taken.includes(reading.value);
      return {
        known,
        expectation: expectationIn(known ? taken.filter((x) => x !== reading.value) : taken, reading.value, last),
      };
    });
    if (!last && expected.some(({ known }) => known)) continue;
    return expected.map(({ expectation }) => expectation).reduce(stronger);
  }
  return 'no';
};

/**
 * The same, whatever the way of writing: an odd separator or label does not make a number less expected. Where another PO
 * has the number in another writing, this one is not expected at all.
 */
export const expectationOf = (standing: Standing, other: NumberParts | null): Expectation => {
  const asWritten = expectationAsWritten(standing, other);
  if (standing.short === null || asWritten === 'dense') return asWritten;
  const taken = takenByOthers(standing.short, standing.held, other);
  const { value } = standing.short;
  return taken.includes(value) ? asWritten : stronger(asWritten, expectationIn(taken, value, true));
};

/**
 * How many of the customer's usual steps lie between two numbers that differ in one run of digits only; null where they
 * differ otherwise, or too few other POs show how the customer steps.
 */
export const stepsBetween = (a: Standing, b: Standing): number | null => {
  for (const [i, [first]] of a.runs.entries()) {
    const [second] = b.runs[i] ?? [];
    if (first === undefined || second === undefined || first.series !== second.series) continue;
    if (first.value === second.value) continue;
    const usual = [first, second].flatMap(({ taken, value }) => {
      const others = taken.map((one) => one.value).filter((x) => x !== first.value && x !== second.value);
      return others.length < enoughOfSide ? [] : [usualGap(others, value)];
    });
    const least = Math.min(...usual);
    // Numbers that lie farther apart are drawn, not counted.
    return least > sparseGap ? null : Math.abs(first.value - second.value) / least;
  }
  return null;
};
