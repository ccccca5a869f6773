/** The last sequence of a year. */
const lastSequence = 999_999;

/** How far a sequence may lie above all others before it is taken for a typing error. */
const farAbove = 10_000;

/** What the sequences of a year show. */
export interface SequencesRead {
  /** The greatest that counts; 0 when there is none. */
  readonly greatest: number;
  /** Those that lie too far above all others, and do not count; greatest first. */
  readonly typingErrors: readonly number[];
}

/**
 * The greatest sequence of a year that counts: of those in FCMS, each alone more than 10,000 above all the others is a
 * typing error. Numbers that we reserved always count. `reserved`: the greatest ever reserved; null when there is none.
 */
export const readSequences = (inFcms: readonly number[], reserved: number | null): SequencesRead => {
  const known = new Set(inFcms);
  if (reserved !== null) known.add(reserved);
  const ordered = [...known].sort((a, b) => b - a);
  let place = 0;
  const isFarAbove = (): boolean => {
    const [sequence, next] = [ordered[place], ordered[place + 1]];
    return sequence !== undefined && next !== undefined && sequence !== reserved && sequence - next > farAbove;
  };
  while (isFarAbove()) place += 1;
  return { greatest: ordered[place] ?? 0, typingErrors: ordered.slice(0, place) };
};

/** Whether sequences up to `leftOut` cannot change which is the greatest that counts. `ordered`: greatest first, each once. */
export const settlesGreatest = (ordered: readonly number[], leftOut: number): boolean =>
  ordered.some(
    (sequence, i) => sequence >= leftOut && sequence - (ordered[i + 1] ?? Number.NEGATIVE_INFINITY) <= farAbove,
  );

/** A document number as FCMS shows it: `FP`, 25 and 669 → `FP25000669`. */
export const documentNumberOf = (prefix: string, year: number, sequence: number): string =>
  `${prefix}${String(year).padStart(2, '0')}${String(sequence).padStart(6, '0')}`;

/** The next sequences after the greatest; null when the year has not so many left. */
export const nextSequences = (greatest: number, count: number): readonly number[] | null =>
  greatest + count > lastSequence ? null : Array.from({ length: count }, (_, i) => greatest + 1 + i);
