import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12000, 12000, 12000, 12000],
    separators: [10487, 10487, 10212, 7014],
    affix: [12000, 11700, 10832, 7008],
    lookAlike: [10640, 10640, 8754, 6000],
    zeros: [9030, 9030, 9030, 8822],
    century: [12000, 9920, 7074, 6000],
    suffix: [9864, 8322, 8220, 4000],
    cutFront: [7910, 7356, 4317, 3311],
    cutEnd: [4411, 4411, 2914, -1020],
    swapped: [7646, 6737, 2473, 890],
    doubled: [7498, 6349, 3955, 0],
    missing: [6010, 5774, 4908, -6],
    letter: [10737, 4526, 2147, 0],
    highDigit: [6499, 5143, 1698, -489],
    digit: [2624, 2214, -280, -1973],
    twoChanges: [55, -708, -2326, -2326],
    unknown: [0, 0, 0, 0],
    other: [-2326, -2326, -2326, -2326],
    step: [0, -99, -99, -2227],
  },
  customer: {
    same: 0,
    sameName: -464,
    unknown: -2021,
    otherName: -4609,
    different: -9000,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1315,
  },
  quantity: {
    same: 348,
    near: -429,
    part: -1026,
    unknown: 0,
    far: -1655,
  },
  delivery: {
    sameDay: 0,
    days3: -2136,
    days7: -2305,
    days21: -2305,
    unknown: 0,
    far: -3874,
  },
  ordered: {
    sameDay: 4235,
    days3: 3296,
    days14: 2555,
    days45: 2555,
    unknown: 0,
    far: -5914,
  },
  need: {
    all: 2186,
    some: 381,
    unknown: 0,
    none: -2674,
  },
  none: {
    no: 4994,
    sparse: 5823,
    loose: 6225,
    dense: 6853,
    unnumbered: 7000,
  },
};
