import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [11109, 11109, 11109, 11109],
    separators: [10962, 10962, 10912, 7064],
    affix: [11109, 11109, 11109, 7011],
    lookAlike: [10398, 8979, 8863, 6000],
    zeros: [8706, 8502, 8498, 8498],
    century: [11109, 10025, 9135, 6000],
    suffix: [11106, 11106, 10534, 5925],
    cutFront: [7785, 7759, 7502, 6443],
    cutEnd: [4335, 4335, 4112, -1020],
    swapped: [7343, 4052, 2164, 2164],
    doubled: [6202, 6202, 4608, 0],
    missing: [5597, 5310, 5310, -6],
    letter: [10591, 4522, 2147, 0],
    highDigit: [6733, 5590, 803, -1101],
    digit: [2747, 1391, 639, 0],
    twoChanges: [-143, -1680, -2623, -2623],
    unknown: [0, 0, 0, 0],
    other: [-2623, -2623, -2623, -2623],
    step: [0, -618, -1594, -2400],
  },
  customer: {
    same: 0,
    sameName: 0,
    unknown: -3405,
    otherName: -9132,
    different: -9132,
  },
  product: {
    same: 233,
    unknown: 0,
    different: -1384,
  },
  quantity: {
    same: 150,
    near: -921,
    part: -1116,
    unknown: 0,
    far: -1765,
  },
  delivery: {
    sameDay: 0,
    days3: -1945,
    days7: -2380,
    days21: -2380,
    unknown: 0,
    far: -2683,
  },
  ordered: {
    sameDay: 5429,
    days3: 3875,
    days14: 1325,
    days45: 326,
    unknown: 0,
    far: -1885,
  },
  need: {
    all: 2173,
    some: 417,
    unknown: 0,
    none: -2482,
  },
  none: {
    no: 4519,
    sparse: 4931,
    loose: 6120,
    dense: 6963,
    unnumbered: 7000,
  },
};
