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

/** A series in which a number stands, with the series that continues it: unpadded, 10 follows 9. */
interface Reading {
  readonly series: string;
  readonly value: number;
  readonly continued: string | null;
}

const continuedBy = (run: CounterRun): string | null => {
  const lowest = 10 ** (run.width - 1);
  if (run.width > 1 && run.value >= lowest && run.value < lowest + aroundWidthChange) {
    return run.series.replace(`<${run.width}>`, `<${run.width - 1}>`);
  }
  return run.value > lowest * 10 - aroundWidthChange
    ? run.series.replace(`<${run.width}>`, `<${run.width + 1}>`)
    : null;
};

/** The run as a counter and, where it can be one, as a date. */
const readingsOf = (run: CounterRun): Reading[] => [
  { series: run.series, value: run.value, continued: continuedBy(run) },
  ...(run.calendar === null ? [] : [{ ...run.calendar, continued: null }]),
];

/** The numbers, besides `number` itself, that are left aside: it is the other POs that tell. */
interface Aside {
  /** Whether a PO with the number itself is among those at hand. */
  readonly held: boolean;
  readonly other: NumberParts | null;
}

/** The value that a number has in a series or the one that continues it. */
const valueIn = (number: NumberParts, series: string, continued: string | null): number | undefined => {
  for (const run of number.runs) {
    if (run.series === series || run.series === continued) return run.value;
    if (run.calendar?.series === series) return run.calendar.value;
  }
  for (const run of number.shortRuns) if (run.series === series) return run.value;
  return undefined;
};

/** What other POs have taken around a reading, ascending. */
const takenAround = (
  { series, value, continued }: Reading,
  { held, other }: Aside,
  customerKey: string | null,
  numbering: Numbering,
): Taken[] => {
  const here = numbering.around(customerKey, series, value);
  const taken =
    continued === null
      ? here
      : [...here, ...numbering.around(customerKey, continued, value)].sort((a, b) => a.value - b.value);
  const partner = other === null ? undefined : valueIn(other, series, continued);
  const left: Taken[] = [];
  for (const one of taken) {
    const pos = one.pos - (held && one.value === value ? 1 : 0) - (one.value === partner ? 1 : 0);
    if (pos > 0) left.push({ value: one.value, pos });
  }
  return left;
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

/** How far a series with these taken values, ascending, expects `value` to be taken too. */
const expectationIn = (taken: readonly number[], value: number): Expectation => {
  if (taken.length === 0) return 'no';
  const nearest = Math.min(...taken.map((x) => Math.abs(x - value)));
  if (taken.length === 1) return nearest <= denseGap ? 'loose' : nearest <= looseGap ? 'sparse' : 'no';
  const step = taken.length < enough ? 1 : Math.max(1, gapsOf(taken).reduce(gcd, 0));
  if ((value - (taken[0] ?? 0)) % step !== 0) return 'no';
  const usual = usualGap(taken, value) / step;
  const reach = taken.length < enough ? gapsAwayOfFew * usual : gapsAway * usual + denseGap;
  if (nearest / step > reach) return 'no';
  return usual <= denseGap ? 'dense' : usual <= looseGap ? 'loose' : usual <= sparseGap ? 'sparse' : 'no';
};

/** Whether a PO with the very number is among those at hand. */
const isHeld = (number: NumberParts, customerKey: string | null, numbering: Numbering): boolean => {
  const last = number.runs.at(-1);
  // Behind the last run there is no digit, so that its series and value are the whole number.
  return (
    last !== undefined &&
    numbering.around(customerKey, last.series, last.value).some(({ value }) => value === last.value)
  );
};

const stronger = (a: Expectation, b: Expectation): Expectation =>
  expectations.indexOf(a) >= expectations.indexOf(b) ? a : b;

/**
 * How far the customer's other POs let one expect `number`, written as it is, to be an order of its own, leaving `other`, the
 * number it is compared with, aside. Read from the left, the first run of digits that no other PO has is what would be new
 * about it: a new year, a new project, or the next of a counter.
 */
export const expectationAsWritten = (
  number: NumberParts,
  other: NumberParts | null,
  customerKey: string | null,
  numbering: Numbering,
): Expectation => {
  const aside = { held: isHeld(number, customerKey, numbering), other };
  const last = number.runs.at(-1);
  for (const run of number.runs) {
    const readings = readingsOf(run).map((reading) => ({
      value: reading.value,
      taken: takenAround(reading, aside, customerKey, numbering),
    }));
    const known = readings.some(({ taken, value }) => taken.some((one) => one.value === value));
    if (known && run !== last) continue;
    return readings
      .map(({ taken, value }) => {
        const others = taken.map((one) => one.value).filter((x) => x !== value);
        return expectationIn(others, value);
      })
      .reduce(stronger);
  }
  return 'no';
};

/**
 * The same, whatever the way of writing: an odd separator or label does not make a number less expected. Where another PO
 * has the number in another writing, this one is not expected at all.
 */
export const expectationOf = (
  number: NumberParts,
  other: NumberParts | null,
  customerKey: string | null,
  numbering: Numbering,
): Expectation => {
  const asWritten = expectationAsWritten(number, other, customerKey, numbering);
  const run = number.shortRuns.at(-1);
  if (run === undefined || asWritten === 'dense') return asWritten;
  const aside = { held: isHeld(number, customerKey, numbering), other };
  const taken = takenAround({ ...run, continued: null }, aside, customerKey, numbering).map(({ value }) => value);
  return taken.includes(run.value) ? asWritten : stronger(asWritten, expectationIn(taken, run.value));
};

/**
 * How many of the customer's usual steps lie between two numbers that differ in one run of digits only; null where they
 * differ otherwise, or too few other POs show how the customer steps.
 */
export const stepsBetween = (
  a: NumberParts,
  b: NumberParts,
  customerKey: string | null,
  numbering: Numbering,
): number | null => {
  const at = a.runs.findIndex(({ series, value }, i) => series === b.runs[i]?.series && value !== b.runs[i]?.value);
  const [x, y] = [a.runs[at], b.runs[at]];
  if (x === undefined || y === undefined) return null;
  const usual = [x, y].flatMap((run) => {
    const taken = numbering
      .around(customerKey, run.series, run.value)
      .map(({ value }) => value)
      .filter((value) => value !== x.value && value !== y.value);
    return taken.length < enoughOfSide ? [] : [usualGap(taken, run.value)];
  });
  const least = Math.min(...usual);
  // Numbers that lie farther apart are drawn, not counted.
  return least > sparseGap ? null : Math.abs(x.value - y.value) / least;
};
