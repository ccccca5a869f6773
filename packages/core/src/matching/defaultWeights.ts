import type { Weights } from './Weights.ts';

/**
 * The weights in force, in thousandths of a nat. Written by `npm run calibrate -- --write` from generated documents whose
 * order is known (docs/matching.md, Weights). They must be legal (`legalWeights`).
 */
export const defaultWeights: Weights = {
  number: {
    same: [12322, 12322, 12322, 12322],
    separators: [11387, 11387, 11387, 7549],
    affix: [11316, 11100, 10637, 7031],
    lookAlike: [9333, 9333, 7902, 6138],
    zeros: [8087, 8087, 8087, 8087],
    century: [10468, 10324, 8994, 6296],
    suffix: [10935, 10935, 10935, 7966],
    cutFront: [7392, 7392, 7127, 7097],
    cutEnd: [2951, 2951, 2951, 0],
    swapped: [7006, 3648, 1103, 0],
    doubled: [5460, 5460, 3880, -502],
    missing: [5040, 4510, 3856, -523],
    letter: [9228, 4522, 2147, 0],
    highDigit: [6148, 4094, 211, -1100],
    digit: [2716, 1165, 146, -1859],
    twoChanges: [-735, -2680, -4203, -4203],
    unknown: [0, 0, 0, 0],
    other: [-4203, -4203, -4203, -4203],
    step: [-1100, -1100, -2294, -3771],
  },
  customer: {
    same: 5424,
    sameName: 5424,
    unknown: 0,
    otherName: -7471,
    different: -20000,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1149,
  },
  quantity: {
    same: 0,
    near: -1181,
    part: -1487,
    unknown: 0,
    far: -1800,
  },
  delivery: {
    sameDay: 1501,
    days3: -63,
    days7: -523,
    days21: -523,
    unknown: 0,
    far: -523,
  },
  ordered: {
    sameDay: 3435,
    days3: 2065,
    days14: -542,
    days45: -2222,
    unknown: 0,
    far: -4401,
  },
  need: {
    all: 2128,
    some: 539,
    unknown: 0,
    none: -2392,
  },
  none: {
    no: 9446,
    sparse: 9476,
    loose: 10620,
    dense: 11371,
    unnumbered: 10050,
  },
};
