import type { MatchFeatures } from './MatchFeatures.ts';

/** The keys by which a PO is found, and those by which a document looks for POs. They meet in one that both have. */
export interface BlockingKeys {
  /** At most `mostHeldKeys`. */
  readonly held: readonly string[];
  readonly sought: readonly string[];
}

/** How many keys a PO is held under at most. */
export const mostHeldKeys = 24;

/**
 * A key with more POs than this is too common to tell anything: it is passed over, for everybody. The rule depends on
 * the set of POs alone.
 */
export const mostPosOfKey = 100;

/** From how far the end of a number slips are looked for one by one; slips before it leave the end as it is. */
const slipsFromEnd = 5;
const endLength = 4;
/** Days of a block of dates. */
const blockDays = 14;

/** The number with one of its last characters left out, each in turn: two numbers that are one slip apart share one. */
const withoutOne = (short: string): string[] =>
  Array.from({ length: Math.min(slipsFromEnd, short.length) }, (_, i) => short.length - 1 - i).map(
    (at) => short.slice(0, at) + short.slice(at + 1),
  );

/** The number in the forms that do not depend on how it is written, and one slip around each. */
const numberKeys = ({ number }: MatchFeatures): string[] => {
  if (number === null) return [];
  const lastRun = number.runs.at(-1);
  return [
    ...[number.short, ...withoutOne(number.short)].map((x) => `n ${x}`),
    ...[number.trimmed, ...(number.stem === null ? [] : [number.stem.trimmed])].map((x) => `z ${x}`),
    ...(number.short.length >= endLength ? [`e ${number.short.slice(-endLength)}`] : []),
    ...(lastRun === undefined ? [] : [`v ${lastRun.value}`]),
  ];
};

/** Forms of the number that are enough to look for across customers, where one is not known. */
const wholeNumberKeys = ({ number }: MatchFeatures): string[] =>
  number === null ? [] : [`n ${number.short}`, `z ${number.trimmed}`];

const productsOf = ({ lines }: MatchFeatures): string[] =>
  [...new Set(lines.map(({ productKey }) => productKey))].filter((product) => product !== null).slice(0, 3);

/** Product and time of ordering; `reach`: also the block that a date is close to. */
const contentKeys = (po: MatchFeatures, reach: number): string[] => {
  const days = [...po.orderedOn.slice(0, 2), ...po.orderedOn.slice(-1)];
  const blocks = days.flatMap((day) => [day - reach, day + reach].map((near) => Math.floor(near / blockDays)));
  return productsOf(po).flatMap((product) => blocks.map((block) => `c ${block} ${product}`));
};

/** Each once. A cut between the halves of a character leaves text that no store can hold: what is left is marked instead. */
const unique = (keys: readonly string[]): string[] => [...new Set(keys.map((key) => key.toWellFormed()))];

/**
 * The blocking keys of a PO or document. Customers that differ never meet; one that is not known meets all, by the whole
 * number. White space cannot stand in keys of customers or numbers, so the parts stay apart.
 */
export const blockingKeys = (po: MatchFeatures): BlockingKeys => {
  const whole = wholeNumberKeys(po);
  if (po.customerKey === null) {
    const keys = whole.flatMap((key) => [`* ${key}`, `? ${key}`]);
    return { held: unique(keys), sought: unique(whole.map((key) => `* ${key}`)) };
  }
  const own = (key: string): string => `= ${po.customerKey} ${key}`;
  const numbers = numberKeys(po).map(own);
  return {
    held: unique([...whole.map((key) => `* ${key}`), ...numbers, ...contentKeys(po, 0).map(own)]).slice(
      0,
      mostHeldKeys,
    ),
    sought: unique([...whole.map((key) => `? ${key}`), ...numbers, ...contentKeys(po, blockDays / 2).map(own)]),
  };
};
