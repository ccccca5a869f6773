import type { Expectation } from './levels.ts';
import type { Numbering } from './Numbering.ts';
import type { CounterRun, NumberParts } from './NumberParts.ts';

/** Typical distances between taken values: up to 3, an order of its own is at hand everywhere; above 5,000, nowhere. */
const denseGap = 3;
const looseGap = 50;
const sparseGap = 5_000;
/** A value is in a series when the next taken one is at most so many usual gaps away. */
const gapsAway = 5;
/** The same for a series of few values: years, months. */
const gapsAwayOfFew = 2;
/** So many taken values show a series: that they all lie on one grid (tens, say) is then no chance. */
const enough = 5;
/** Around a change of width (9 to 10) both widths are looked at, where numbers are not padded. */
const aroundWidthChange = 16;

const atOtherWidth = (run: CounterRun): string | null => {
  const lowest = 10 ** (run.width - 1);
  if (run.value >= lowest && run.value < lowest + aroundWidthChange && run.width > 1) {
    return run.series.replace(`<${run.width}>`, `<${run.width - 1}>`);
  }
  return run.value > lowest * 10 - aroundWidthChange
    ? run.series.replace(`<${run.width}>`, `<${run.width + 1}>`)
    : null;
};

/** The taken values around the run, the two numbers that are compared left out: it is the others that tell. */
const takenAround = (
  run: CounterRun,
  other: NumberParts | null,
  customerKey: string | null,
  numbering: Numbering,
): number[] => {
  const otherWidth = atOtherWidth(run);
  const partner = other?.runs.find(({ series }) => series === run.series || series === otherWidth)?.value;
  const here = numbering.around(customerKey, run.series, run.value);
  const taken =
    otherWidth === null
      ? here
      : [...here, ...numbering.around(customerKey, otherWidth, run.value)].sort((a, b) => a - b);
  return taken.filter((value) => value !== run.value && value !== partner);
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const gapsOf = (ascending: readonly number[]): number[] => ascending.slice(1).map((x, i) => x - (ascending[i] ?? 0));

const median = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;

/**
 * The usual distance between taken values, in steps. Each side of `value` speaks for itself and the denser one counts: one
 * side may be the open end of the series, with nothing but slips behind it.
 */
const typicalGap = (taken: readonly number[], value: number, step: number): number => {
  const below = median(gapsOf(taken.filter((x) => x < value)));
  const above = median(gapsOf(taken.filter((x) => x > value)));
  const usual = below === null || above === null ? (below ?? above) : Math.min(below, above);
  // One taken value on either side: they are as far apart as they are.
  return (usual ?? gapsOf(taken)[0] ?? 0) / step;
};

/** How far a series with these taken values, ascending, expects `value` to be taken too. */
const expectationIn = (taken: readonly number[], value: number): Expectation => {
  const nearest = Math.min(...taken.map((x) => Math.abs(x - value)));
  if (taken.length < 2) return nearest <= denseGap ? 'loose' : nearest <= looseGap ? 'sparse' : 'no';
  const allSteps = taken.length < enough ? 1 : gapsOf(taken).reduce(gcd, 0);
  const step = Math.max(1, allSteps);
  if ((value - (taken[0] ?? 0)) % step !== 0) return 'no';
  const typical = typicalGap(taken, value, step);
  const reach = taken.length < enough ? gapsAwayOfFew * typical : gapsAway * typical + denseGap;
  if (nearest / step > reach) return 'no';
  return typical <= denseGap ? 'dense' : typical <= looseGap ? 'loose' : typical <= sparseGap ? 'sparse' : 'no';
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
  let counter: readonly number[] = [];
  let value = 0;
  for (const run of number.runs) {
    const taken = takenAround(run, other, customerKey, numbering);
    if (taken.length > counter.length) {
      counter = taken;
      value = run.value;
    }
  }
  return counter.length === 0 ? 'no' : expectationIn(counter, value);
};
