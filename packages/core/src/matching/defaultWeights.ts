import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12000, 12000, 12000, 12000],
    separators: [10648, 10239, 10239, 7014],
    affix: [12000, 11109, 10468, 7008],
    lookAlike: [10705, 9769, 8498, 6000],
    zeros: [9041, 9041, 9041, 7596],
    century: [11799, 9720, 7074, 6000],
    suffix: [8163, 7825, 7825, 4000],
    cut: [6671, 6671, 4273, 3311],
    swapped: [7427, 7427, 2645, 791],
    doubled: [8141, 6027, 4057, 0],
    missing: [5888, 5709, 5103, 0],
    letter: [9987, 4526, 2147, 0],
    highDigit: [6232, 5620, 1827, -930],
    digit: [3158, 2634, 114, -1626],
    twoChanges: [14, -1324, -2947, -2947],
    unknown: [0, 0, 0, 0],
    other: [-2947, -2947, -2947, -2947],
    step: [0, 0, 0, -1897],
  },
  customer: {
    same: 0,
    sameName: -472,
    unknown: -1755,
    otherName: -4516,
    different: -9000,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1416,
  },
  quantity: {
    same: 401,
    near: -523,
    part: -876,
    unknown: 0,
    far: -1549,
  },
  delivery: {
    sameDay: 322,
    days3: -1755,
    days7: -1991,
    days21: -1991,
    unknown: 0,
    far: -3479,
  },
  ordered: {
    sameDay: 3429,
    days3: 2482,
    days14: 1746,
    days45: 1746,
    unknown: 0,
    far: -5588,
  },
  need: {
    all: 2052,
    some: 354,
    unknown: 0,
    none: -2613,
  },
  none: {
    no: 4936,
    sparse: 5696,
    loose: 6127,
    dense: 6830,
    unnumbered: 7000,
  },
};
