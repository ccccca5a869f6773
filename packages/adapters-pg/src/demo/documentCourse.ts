import type { Prng } from './createPrng.ts';
import type { DocumentPlan } from './DocumentPlan.ts';
import { dayOf, secondsPerDay } from './wallClock.ts';

/** When a document's cylinders pass the stages, in seconds of the Seoul wall clock. Planned; what lies after `until` is not reached. */
export interface DocumentCourse {
  readonly selectedAt: number;
  readonly filledAt: number;
  readonly analysisAt: number;
  readonly analysedAt: number;
  readonly warehousedAt: number;
  readonly linkedAt: number;
  readonly shippedAt: number;
  /** Filled by another company: move codes 30 and 31 in place of 22. */
  readonly filledOutside: boolean;
  /** Nothing happens after this: the present, or the moment at which the document got stuck or was cancelled. */
  readonly until: number;
}

const hour = 3600;

/** Plans the way of a document through the plant so that it is delivered about when it is due. */
export const documentCourse = (document: DocumentPlan, now: number, prng: Prng): DocumentCourse => {
  const fillingDay = Math.max(dayOf(document.enteredAt) + 1, document.dueOn - prng.int(2, 6));
  const minutes = (low: number, high: number): number => prng.int(low, high) * 60;
  const selectedAt = (fillingDay - 1) * secondsPerDay + 18.5 * hour + minutes(0, 60);
  const filledAt = fillingDay * secondsPerDay + 9 * hour + minutes(0, 400);
  const analysisAt = (fillingDay + 1) * secondsPerDay + 9 * hour + minutes(0, 180);
  const analysedAt = analysisAt + minutes(180, 300);
  const warehousedAt = analysedAt + minutes(30, 120);
  const linkedAt = Math.max(document.dueOn * secondsPerDay + 8 * hour, warehousedAt + hour) + minutes(0, 60);
  const shippedAt = linkedAt + minutes(120, 360);

  const reached = () => {
    if (document.cancelled) return prng.chance(0.6) ? selectedAt - 1 : filledAt - 1;
    if (prng.chance(0.02)) return prng.pick([selectedAt, filledAt, analysedAt, warehousedAt]);
    return now;
  };
  const until = Math.min(now, reached());
  const filledOutside = prng.chance(0.03);
  return { selectedAt, filledAt, analysisAt, analysedAt, warehousedAt, linkedAt, shippedAt, filledOutside, until };
};
