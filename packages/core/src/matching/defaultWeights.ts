import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12000, 12000, 12000, 12000],
    separators: [10000, 9000, 8000, 7000],
    affix: [9000, 8000, 7000, 6000],
    lookAlike: [9000, 8000, 7000, 6000],
    zeros: [8500, 7500, 6500, 5000],
    century: [9000, 8000, 7000, 6000],
    suffix: [8000, 7000, 6000, 4000],
    cut: [6000, 5000, 4000, 3000],
    swapped: [7000, 5000, 2000, 500],
    doubled: [8000, 5000, 1000, 0],
    missing: [7000, 4000, 1000, 0],
    letter: [7000, 4000, 1000, 0],
    digit: [6000, 3000, 0, -1000],
    twoChanges: [3000, 1500, 0, -1000],
    step: [-500, -1000, -2000, -3000],
    unknown: [0, 0, 0, 0],
    other: [-4500, -4500, -4500, -4500],
  },
  customer: { same: 0, sameName: -500, unknown: -1500, otherName: -4000, different: -9000 },
  product: { same: 900, unknown: 0, different: -3000 },
  quantity: { same: 1500, near: 0, part: -200, unknown: 0, far: -1500 },
  delivery: { sameDay: 2000, days3: 1000, days7: 0, days21: -1000, unknown: 0, far: -2500 },
  ordered: { sameDay: 1500, days3: 1000, days14: 0, days45: -700, unknown: 0, far: -3000 },
  need: { all: 700, some: 300, unknown: 0, none: -2500 },
  none: 6000,
};
