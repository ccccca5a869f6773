import type { Expectation } from './levels.ts';
import type { Numbering } from './Numbering.ts';
import type { CounterRun, NumberParts } from './NumberParts.ts';

/** Typical distances between taken values: up to 3, an order of its own is at hand everywhere; above 5,000, nowhere. */
const denseGap = 3;
const looseGap = 50;
const sparseGap = 5_000;
/** A value is in a series when the next taken one is at most so many typical gaps away. */
const gapsAway = 3;
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
  other: NumberParts,
  customerKey: string | null,
  numbering: Numbering,
): number[] => {
  const otherWidth = atOtherWidth(run);
  const taken = [
    ...numbering.around(customerKey, run.series, run.value),
    ...(otherWidth === null ? [] : numbering.around(customerKey, otherWidth, run.value)),
  ];
  const partner = other.runs.find(({ series }) => series === run.series || series === otherWidth)?.value;
  return taken.filter((value) => value !== run.value && value !== partner);
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** How far a series with these taken values expects `value` to be taken next. */
const expectationIn = (taken: readonly number[], value: number): Expectation => {
  const sorted = taken.toSorted((a, b) => a - b);
  const nearest = Math.min(...sorted.map((x) => Math.abs(x - value)));
  if (sorted.length < 2) return nearest <= denseGap ? 'loose' : nearest <= looseGap ? 'sparse' : 'no';
  const gaps = sorted
    .slice(1)
    .map((x, i) => ({ gap: x - (sorted[i] ?? 0), open: (sorted[i] ?? 0) < value && value < x }));
  const step = gaps.reduce((divisor, { gap }) => gcd(divisor, gap), 0);
  // Orders that count in tens leave no room between; four taken values are no chance.
  if (sorted.length >= 4 && step > 1 && (value - (sorted[0] ?? 0)) % step !== 0) return 'no';
  const closed = gaps.filter(({ open }) => !open).map(({ gap }) => gap);
  const typical =
    (closed.length === 0 ? gaps.map(({ gap }) => gap) : closed).sort((a, b) => a - b)[closed.length >> 1] ?? 0;
  if (nearest > gapsAway * typical + denseGap) return 'no';
  return typical <= denseGap ? 'dense' : typical <= looseGap ? 'loose' : typical <= sparseGap ? 'sparse' : 'no';
};

/**
 * How far the customer's other POs let one expect `number` to be an order of its own, leaving `other` (the number it is
 * compared with) aside. The run of digits around which most values are taken is the counter.
 */
export const expectationOf = (
  number: NumberParts,
  other: NumberParts,
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
