import type { CdcObservation } from '../cdc/CdcObservation.ts';
import type { Standstill } from '../cdc/Standstill.ts';

/** Looks at the source's change counter, and remembers what earlier looks showed. */
export interface CdcMonitor {
  /** What is remembered; null before the first look. */
  remembered(): Promise<CdcObservation | null>;
  /** One more look. It is remembered when `keep`, with the standstill that it ended; otherwise nothing is written. */
  look(at: Date, keep: boolean): Promise<CdcObservation>;
  /** The remembered standstills that ended after `since`, oldest first. */
  standstills(since: Date): Promise<readonly Standstill[]>;
}
