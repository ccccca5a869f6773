import { countedMs, type NotCounting, whenCounted } from './countingTime.ts';
import type { Reservation } from './Reservation.ts';

const msOfHour = 3_600_000;

/** When a number's hours are up, as far as is known. A change of the site's holidays never shortens a promise. */
export const heldUntil = (
  { countedFrom, hours, expiresAt }: Pick<Reservation, 'countedFrom' | 'hours' | 'expiresAt'>,
  not: NotCounting,
): Date => {
  const up = whenCounted(countedFrom, hours * msOfHour, not);
  return up > expiresAt ? up : expiresAt;
};

/** The hours that a number is still held for, of the time that counts; 0 when they are up. */
export const hoursLeft = ({ countedFrom, hours }: Reservation, at: Date, not: NotCounting): number =>
  Math.max(0, hours - countedMs(countedFrom, at, not) / msOfHour);
