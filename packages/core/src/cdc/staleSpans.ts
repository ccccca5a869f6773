import type { CdcObservation } from './CdcObservation.ts';
import { type CdcSettings, staleAfterMinutes } from './cdcState.ts';
import type { Standstill } from './Standstill.ts';
import { whenWorked } from './workingHours.ts';

/** A span of time, without its end. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * When FCMS's data was stale: from the 60th working minute without a change, if a look then or later still found none, to
 * the look that found one, or to the last look. Between looks that all found changes nobody knows of a standstill, and
 * none is assumed.
 */
export const staleSpans = (
  settings: CdcSettings,
  past: readonly Standstill[],
  observation: CdcObservation | null,
): readonly Span[] => {
  if (!settings.watch) return [];
  const current: readonly Standstill[] =
    observation === null
      ? []
      : [
          {
            from: observation.changedAt ?? observation.firstAt,
            lastLookAt: observation.lastAt,
            to: observation.lastAt,
          },
        ];
  return [...past, ...current].flatMap(({ from, lastLookAt, to }) => {
    const stale = whenWorked(settings.workingHours, from, lastLookAt, staleAfterMinutes);
    return stale === null || stale >= to ? [] : [{ from: stale, to }];
  });
};
