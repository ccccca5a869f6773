import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12785, 12785, 12785, 12785],
    separators: [12100, 10358, 10358, 7063],
    affix: [12750, 12102, 11869, 7008],
    lookAlike: [10475, 8739, 8739, 6000],
    zeros: [9108, 8888, 8888, 8822],
    century: [12197, 9920, 9787, 6000],
    suffix: [12125, 11049, 11049, 4173],
    cutFront: [8251, 7642, 7520, 3311],
    cutEnd: [4656, 4656, 4656, -1020],
    swapped: [7498, 6214, 2806, 738],
    doubled: [7147, 6826, 4675, 0],
    missing: [6010, 4640, 3636, -6],
    letter: [10125, 4522, 2147, 0],
    highDigit: [7285, 5171, 877, -2006],
    digit: [3442, 2215, 2215, -229],
    twoChanges: [889, -490, -2006, -2006],
    unknown: [0, 0, 0, 0],
    other: [-2006, -2006, -2006, -2006],
    step: [0, 0, -899, -1923],
  },
  customer: {
    same: 0,
    sameName: 0,
    unknown: -3683,
    otherName: -8627,
    different: -9000,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1259,
  },
  quantity: {
    same: 0,
    near: -1221,
    part: -1569,
    unknown: 0,
    far: -2426,
  },
  delivery: {
    sameDay: 0,
    days3: -2220,
    days7: -2684,
    days21: -2684,
    unknown: 0,
    far: -4631,
  },
  ordered: {
    sameDay: 4656,
    days3: 3661,
    days14: 2898,
    days45: 2898,
    unknown: 0,
    far: -6103,
  },
  need: {
    all: 2389,
    some: 35,
    unknown: 0,
    none: -2390,
  },
  none: {
    no: 4664,
    sparse: 4664,
    loose: 6519,
    dense: 6809,
    unnumbered: 7000,
  },
};
