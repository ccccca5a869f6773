import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12064, 12064, 12064, 12064],
    separators: [11136, 11136, 11136, 7066],
    affix: [11095, 11095, 11095, 7016],
    lookAlike: [10214, 9272, 9038, 6000],
    zeros: [8964, 8108, 8108, 8108],
    century: [10800, 10204, 9102, 6000],
    suffix: [11207, 11207, 11207, 7135],
    cutFront: [7891, 7707, 7707, 7707],
    cutEnd: [4172, 4172, 2445, -1000],
    swapped: [7345, 3310, 1949, 0],
    doubled: [6253, 6253, 4635, -500],
    missing: [5985, 5459, 5459, -500],
    letter: [10500, 4522, 2147, 0],
    highDigit: [6765, 5293, 619, -2500],
    digit: [2775, 964, 352, -2500],
    twoChanges: [-670, -2559, -2895, -2895],
    unknown: [0, 0, 0, 0],
    other: [-2895, -2895, -2895, -2895],
    step: [-1100, -1100, -1888, -2682],
  },
  customer: {
    same: 4583,
    sameName: 4583,
    unknown: 0,
    otherName: -7037,
    different: -20000,
  },
  product: {
    same: 0,
    unknown: 0,
    different: -1686,
  },
  quantity: {
    same: 0,
    near: -1066,
    part: -1275,
    unknown: 0,
    far: -1804,
  },
  delivery: {
    sameDay: 0,
    days3: -1758,
    days7: -2362,
    days21: -2362,
    unknown: 0,
    far: -2821,
  },
  ordered: {
    sameDay: 4553,
    days3: 2958,
    days14: 404,
    days45: -471,
    unknown: 0,
    far: -2717,
  },
  need: {
    all: 2309,
    some: 493,
    unknown: 0,
    none: -2402,
  },
  none: {
    no: 7985,
    sparse: 7985,
    loose: 9280,
    dense: 10155,
    unnumbered: 10050,
  },
};
