import { compareCodePoints } from '../text/compareCodePoints.ts';

/** Where something stands in a list by time: its moment, and of the same moment its address. */
interface Place {
  readonly at: Date;
  readonly id: string;
}

const compare = (a: Place, b: Place): number => b.at.getTime() - a.at.getTime() || compareCodePoints(b.id, a.id);

/** At most `limit`, the newest first, only what comes behind `after` when it is given. */
export const newestFirst = <T>(
  all: Iterable<T>,
  placeOf: (one: T) => Place,
  limit: number,
  after: Place | null,
): readonly T[] =>
  [...all]
    .filter((one) => after === null || compare(after, placeOf(one)) < 0)
    .sort((a, b) => compare(placeOf(a), placeOf(b)))
    .slice(0, limit);
