/** What repeated looks at the source's change counter have shown. */
export interface CdcObservation {
  /** The sum of the tables' change counters at the last look, as text (it may exceed 2^53). */
  readonly counter: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** When a look last found another counter than the look before; null when none ever did. */
  readonly changedAt: Date | null;
}

/** The observation after one more look. */
export const observed = (before: CdcObservation | null, counter: string, at: Date): CdcObservation =>
  before === null
    ? { counter, firstAt: at, lastAt: at, changedAt: null }
    : { ...before, counter, lastAt: at, changedAt: counter === before.counter ? before.changedAt : at };
