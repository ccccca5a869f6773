import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12264, 12264, 12264, 12264],
    separators: [11782, 10375, 10375, 7041],
    affix: [12264, 11927, 11460, 7008],
    lookAlike: [10574, 9434, 8754, 6000],
    zeros: [9113, 8918, 8918, 8822],
    century: [12108, 9920, 8860, 6000],
    suffix: [11215, 10217, 10217, 4101],
    cutFront: [8376, 7682, 6766, 3311],
    cutEnd: [4480, 4480, 4110, -1020],
    swapped: [7593, 6178, 2869, 823],
    doubled: [7285, 6796, 3986, 0],
    missing: [6167, 4832, 4180, -6],
    letter: [10390, 4524, 2147, 0],
    highDigit: [7062, 5244, 1023, -1623],
    digit: [3510, 1629, 1629, -226],
    twoChanges: [456, -271, -1767, -1767],
    unknown: [0, 0, 0, 0],
    other: [-1767, -1767, -1767, -1767],
    step: [0, 0, -828, -1765],
  },
  customer: {
    same: 0,
    sameName: 0,
    unknown: -3030,
    otherName: -7148,
    different: -9000,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1262,
  },
  quantity: {
    same: 0,
    near: -1252,
    part: -1515,
    unknown: 0,
    far: -2336,
  },
  delivery: {
    sameDay: 0,
    days3: -2133,
    days7: -2571,
    days21: -2571,
    unknown: 0,
    far: -4504,
  },
  ordered: {
    sameDay: 4395,
    days3: 3386,
    days14: 2572,
    days45: 2572,
    unknown: 0,
    far: -5991,
  },
  need: {
    all: 2340,
    some: 14,
    unknown: 0,
    none: -2361,
  },
  none: {
    no: 4773,
    sparse: 4773,
    loose: 6415,
    dense: 6770,
    unnumbered: 7000,
  },
};
