import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [10987, 10987, 10987, 10987],
    separators: [10987, 10987, 10987, 7065],
    affix: [10987, 10987, 10987, 7014],
    lookAlike: [10241, 9161, 8970, 6000],
    zeros: [9012, 8153, 8153, 8153],
    century: [10965, 10133, 9218, 6000],
    suffix: [10987, 10987, 10987, 6736],
    cutFront: [8123, 7804, 7804, 7804],
    cutEnd: [4379, 4379, 3031, 0],
    swapped: [7636, 3740, 2249, 2249],
    doubled: [6299, 6299, 4778, 0],
    missing: [6237, 5538, 5538, 0],
    letter: [10629, 4522, 2147, 0],
    highDigit: [7080, 5555, 941, -515],
    digit: [3133, 1312, 649, 0],
    twoChanges: [-186, -2083, -2419, -2419],
    unknown: [0, 0, 0, 0],
    other: [-2419, -2419, -2419, -2419],
    step: [0, -376, -1439, -2238],
  },
  customer: {
    same: 0,
    sameName: 0,
    unknown: -3050,
    otherName: -9202,
    different: -9202,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1676,
  },
  quantity: {
    same: 0,
    near: -1014,
    part: -1233,
    unknown: 0,
    far: -1778,
  },
  delivery: {
    sameDay: 0,
    days3: -1794,
    days7: -2364,
    days21: -2364,
    unknown: 0,
    far: -2785,
  },
  ordered: {
    sameDay: 5164,
    days3: 3620,
    days14: 1209,
    days45: 322,
    unknown: 0,
    far: -1888,
  },
  need: {
    all: 2236,
    some: 431,
    unknown: 0,
    none: -2345,
  },
  none: {
    no: 4527,
    sparse: 4527,
    loose: 5761,
    dense: 6622,
    unnumbered: 7000,
  },
};
