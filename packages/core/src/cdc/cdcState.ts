import type { CdcObservation } from './CdcObservation.ts';
import { isWorking, type WorkingHours, workingMinutes } from './workingHours.ts';

/**
 * How fresh FCMS's data is: `live`; `quiet`, no change, outside working hours; `paused`, inside the nightly pause;
 * `stale`, no change for 60 minutes of working hours; `unknown`, not watched or looked at fewer than twice.
 */
export type CdcState = 'live' | 'quiet' | 'paused' | 'stale' | 'unknown';

/** A daily pause of the replication, in minutes of the Asia/Seoul day; it may reach over midnight. */
export interface DailyPause {
  readonly from: number;
  readonly to: number;
}

export interface CdcSettings {
  /** Whether the source is watched at all (`PO_CDC`). */
  readonly watch: boolean;
  readonly pause: DailyPause | null;
  readonly workingHours: WorkingHours;
}

/** The state, and since when nothing has changed. */
export interface CdcFreshness {
  readonly state: CdcState;
  readonly lastChangeAt: Date | null;
}

/** Minutes of working hours without a change after which the data is stale. */
export const staleAfterMinutes = 60;

const minuteOfSeoulDay = (at: Date): number => Math.floor(at.getTime() / 60_000 + 9 * 60) % (24 * 60);

/** Whether the instant lies in the daily pause. */
export const inPause = ({ from, to }: DailyPause, at: Date): boolean => {
  const minute = minuteOfSeoulDay(at);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
};

/** How fresh the source is at this instant, from what looks at its change counter have shown. */
export const cdcFreshness = (observation: CdcObservation | null, settings: CdcSettings, at: Date): CdcFreshness => {
  const lastChangeAt = observation?.changedAt ?? null;
  const state = (): CdcState => {
    if (!settings.watch) return 'unknown';
    if (settings.pause !== null && inPause(settings.pause, at)) return 'paused';
    if (observation === null || observation.firstAt.getTime() === observation.lastAt.getTime()) return 'unknown';
    const since = observation.changedAt ?? observation.firstAt;
    if (workingMinutes(settings.workingHours, since, at, staleAfterMinutes) >= staleAfterMinutes) return 'stale';
    const recent = at.getTime() - since.getTime() < staleAfterMinutes * 60_000;
    return recent || isWorking(settings.workingHours, at) ? 'live' : 'quiet';
  };
  return { state: state(), lastChangeAt };
};
