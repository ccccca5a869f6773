import type { CdcObservation } from '../cdc/CdcObservation.ts';

/** Looks at the source's change counter, and remembers what earlier looks showed. */
export interface CdcMonitor {
  /** What is remembered; null before the first look. */
  remembered(): Promise<CdcObservation | null>;
  /** One more look. It is remembered when `keep`; otherwise nothing is written. */
  look(at: Date, keep: boolean): Promise<CdcObservation>;
}
