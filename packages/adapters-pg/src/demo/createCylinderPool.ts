import { meanCylinders } from './createOpenOrders.ts';
import type { FcmsPlan } from './FcmsOptions.ts';

/** Moves of a cylinder under one document, on average and measured: cancelled and unfinished documents lower it. */
const movesPerRound = 8.1;

/** How many of a document's cylinders have their moves recorded, from 0 to 1, so that there are about as many as asked. */
export const recordedShare = (plan: FcmsPlan): number =>
  Math.min(1, plan.historiesPerDocument / (movesPerRound * meanCylinders));

/** The cylinders that go round between the plant and its customers. */
export interface CylinderPool {
  /** A cylinder that has rested since before this time and is busy until `until`. */
  take(before: number, until: number): Cylinder;
  /** The number of its next move, 1, 2, 3 … */
  nextMove(cylinder: Cylinder): number;
}

export interface Cylinder {
  readonly index: number;
  readonly cylinderNo: string;
  /** When its last round ended. */
  readonly restedSince: number;
}

const series = ['KA', 'SD-', 'JP', 'T'];
const numberOf = (index: number): string =>
  `${series[index % series.length]}${String(10_007 + index * 3).padStart(7, '0')}`;

/** Days that a round takes at most, from the arrival of the empty cylinder to its shipping, with some to spare. */
const roundDays = 120;

/**
 * As many cylinders as the plant needs to keep its documents going. Each comes round again and again, so that their
 * number depends on the documents of a day, and hardly on how many there are in all.
 */
export const createCylinderPool = (plan: FcmsPlan): CylinderPool => {
  const perDay = (plan.documents / plan.days) * recordedShare(plan) * meanCylinders;
  const size = 400 + Math.ceil(perDay * roundDays);
  const busyUntil = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const moves = new Uint32Array(size);
  let at = 0;

  return {
    take: (before, until) => {
      for (let tried = 0; tried < size; tried += 1) {
        const index = at;
        at = (at + 1) % size;
        const restedSince = busyUntil[index] ?? 0;
        if (restedSince >= before) continue;
        busyUntil[index] = until;
        return { index, cylinderNo: numberOf(index), restedSince };
      }
      throw new RangeError(`all ${size} cylinders of the demo data are under way: the pool is too small`);
    },
    nextMove: ({ index }) => {
      const move = (moves[index] ?? 0) + 1;
      moves[index] = move;
      return move;
    },
  };
};
