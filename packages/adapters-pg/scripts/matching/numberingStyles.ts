import type { Prng } from '../../src/demo/createPrng.ts';

/** Gives a customer's next order number on a day, `YYYY-MM-DD`. */
export type NextNumber = (day: string) => string;

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** Counts for each scope (a year, a month) by itself. */
const counters = (start: () => number, step: () => number): ((scope: string) => number) => {
  const last = new Map<string, number>();
  return (scope) => {
    const before = last.get(scope);
    const next = before === undefined ? start() : before + step();
    last.set(scope, next);
    return next;
  };
};

const letters = (prng: Prng, count: number): string =>
  Array.from({ length: count }, () => prng.pick([...'ABCDEFGHJKMNPRSTUVWXY'])).join('');

const one = (): number => 1;

/** Ways in which customers number their orders; each customer draws its own letters, widths, starts and steps. */
export const numberingStyles: Readonly<Record<string, (prng: Prng) => NextNumber>> = {
  'year and counter': (prng) => {
    const [prefix, width] = [letters(prng, prng.int(2, 3)), prng.int(3, 4)];
    const next = counters(one, one);
    return (day) => `${prefix}-${day.slice(0, 4)}-${pad(next(day.slice(0, 4)), width)}`;
  },
  'short year glued': (prng) => {
    const prefix = prng.pick(['PO', 'PO', letters(prng, 2)]);
    const width = prng.int(4, 5);
    const next = counters(one, one);
    return (day) => `${prefix}${day.slice(2, 4)}${pad(next(day.slice(0, 4)), width)}`;
  },
  'ten digits shared with others': (prng) => {
    const start = 4_500_000_000 + prng.int(0, 900_000);
    const spread = prng.pick([20, 100, 600]);
    const next = counters(
      () => start,
      () => prng.int(1, spread),
    );
    return () => String(next(''));
  },
  'year, month, counter': (prng) => {
    const next = counters(one, one);
    const width = prng.int(2, 3);
    return (day) => `${day.slice(2, 4)}-${day.slice(5, 7)}-${pad(next(day.slice(0, 7)), width)}`;
  },
  'steps of ten': (prng) => {
    const prefix = letters(prng, 1);
    const next = counters(
      () => 10,
      () => 10,
    );
    return (day) => `${prefix}/${day.slice(0, 4)}/${pad(next(day.slice(0, 4)), 5)}`;
  },
  'glued month': (prng) => {
    const prefix = letters(prng, 3);
    const next = counters(one, one);
    return (day) => `${prefix}${day.slice(2, 4)}${day.slice(5, 7)}-${pad(next(day.slice(0, 7)), 3)}`;
  },
  'six digits with gaps': (prng) => {
    const prefix = letters(prng, 2);
    const start = prng.int(1_000, 90_000);
    const next = counters(
      () => start,
      () => prng.int(1, 25),
    );
    return () => `${prefix}${pad(next(''), 6)}`;
  },
  'label and plain counter': (prng) => {
    const start = prng.int(300, 9_500);
    const next = counters(() => start, one);
    return () => `注文書No.${next('')}`;
  },
  'random digits': (prng) => () => String(prng.int(10_000_000, 99_999_999)),
  'day and counter': () => {
    const next = counters(one, one);
    return (day) => `${day.slice(2).replaceAll('-', '')}-${pad(next(day), 2)}`;
  },
  'counter before year': (prng) => {
    const prefix = letters(prng, 1);
    const next = counters(one, one);
    return (day) => `${prefix}${pad(next(day.slice(0, 4)), 5)}/${day.slice(2, 4)}`;
  },
  'projects and parts': (prng) => {
    const prefix = letters(prng, 2);
    const next = counters(one, one);
    const parts = counters(one, one);
    let project = '';
    return (day) => {
      if (project === '' || prng.chance(0.6)) project = `${day.slice(2, 4)}-${pad(next(day.slice(0, 4)), 3)}`;
      return `${prefix}${project}-${parts(project)}`;
    };
  },
};
