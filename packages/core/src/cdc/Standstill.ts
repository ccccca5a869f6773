import type { CdcObservation } from './CdcObservation.ts';
import { staleAfterMinutes } from './cdcState.ts';

/**
 * A time in which nothing came from FCMS, so long that its data may have been stale: remembered, because a reserved
 * number's hours do not count while it was.
 */
export interface Standstill {
  /** When a look last found a change, or of the first look. */
  readonly from: Date;
  /** The last look that found none. */
  readonly lastLookAt: Date;
  /** The look that found a change again. */
  readonly to: Date;
}

/** The standstill that a look has ended; null when it found nothing new, or the one before was not long ago. */
export const standstillEnded = (before: CdcObservation | null, after: CdcObservation): Standstill | null => {
  if (before === null || before.counter === after.counter) return null;
  const from = before.changedAt ?? before.firstAt;
  if (before.lastAt.getTime() - from.getTime() < staleAfterMinutes * 60_000) return null;
  return { from, lastLookAt: before.lastAt, to: after.lastAt };
};
