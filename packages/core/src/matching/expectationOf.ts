import { type Expectation, expectations } from './levels.ts';
import type { Numbering } from './Numbering.ts';
import { type CounterRun, countersOf, type NumberParts } from './NumberParts.ts';

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

/** The taken values around a reading, ascending. The number itself and `other` are left out: it is the rest that tells. */
const takenAround = (
  { series, value, continued }: Reading,
  other: NumberParts | null,
  customerKey: string | null,
  numbering: Numbering,
): number[] => {
  const here = numbering.around(customerKey, series, value);
  const taken =
    continued === null ? here : [...here, ...numbering.around(customerKey, continued, value)].sort((a, b) => a - b);
  const inSameSeries = (counter: { readonly series: string }): boolean =>
    counter.series === series || counter.series === continued;
  const partner = other === null ? undefined : countersOf(other).find(inSameSeries)?.value;
  return taken.filter((x) => x !== value && x !== partner);
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

/**
 * How far the customer's other POs let one expect `number` to be an order of its own, leaving `other`, the number it
 * is compared with, aside. The run of digits around which most values are taken is the counter.
 */
export const expectationOf = (
  number: NumberParts,
  other: NumberParts | null,
  customerKey: string | null,
  numbering: Numbering,
): Expectation => {
  let most = 0;
  let strongest = 0;
  for (const run of number.runs) {
    const readings = readingsOf(run).map((reading) => ({
      value: reading.value,
      taken: takenAround(reading, other, customerKey, numbering),
    }));
    const size = Math.max(...readings.map(({ taken }) => taken.length));
    if (size <= most) continue;
    most = size;
    strongest = Math.max(...readings.map(({ taken, value }) => expectations.indexOf(expectationIn(taken, value))));
  }
  return expectations[strongest] ?? 'no';
};
