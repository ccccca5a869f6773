import { addDays, type Day } from '../document/days.ts';

/** Which documents a run checks, by effective date, both ends inclusive; documents without one are in every window. */
export interface Window {
  readonly since: Day | null;
  readonly until: Day | null;
}

/** The `days` Asia/Seoul days that end today, and anything dated later. */
export const lastDays = (today: Day, days: number): Window => ({ since: addDays(today, 1 - days), until: null });

/** Whether a document of this effective date is in the window. */
export const inWindow = ({ since, until }: Window, effectiveOn: Day | null): boolean =>
  effectiveOn === null || ((since === null || effectiveOn >= since) && (until === null || effectiveOn <= until));
