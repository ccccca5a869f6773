import type { Weights } from './Weights.ts';

/**
 * The weights in force. First guesses, replaced by `npm run calibrate`; see docs/matching.md, Weights.
 */
export const defaultWeights: Weights = {
  number: {
    same: [12000, 12000, 12000, 12000],
    separators: [10847, 10847, 10286, 7014],
    affix: [11424, 10455, 10064, 7008],
    lookAlike: [10025, 8325, 8325, 6000],
    zeros: [8919, 8622, 8622, 7115],
    century: [11484, 9528, 7074, 6000],
    suffix: [8213, 8213, 7275, 4000],
    cut: [6422, 6422, 4273, 3311],
    swapped: [7243, 7243, 3101, 655],
    doubled: [7827, 6793, 2647, -24],
    missing: [5590, 5590, 4698, 0],
    letter: [6066, 4526, 2147, 0],
    digit: [4660, 4443, 191, -1575],
    twoChanges: [-498, -2635, -3257, -3257],
    unknown: [0, 0, 0, 0],
    other: [-3257, -3257, -3257, -3257],
    step: [0, 0, 0, -2011],
  },
  customer: {
    same: 0,
    sameName: -477,
    unknown: -1400,
    otherName: -4516,
    different: -9000,
  },
  product: {
    same: 79,
    unknown: 0,
    different: -1227,
  },
  quantity: {
    same: 912,
    near: -239,
    part: -855,
    unknown: 0,
    far: -1353,
  },
  delivery: {
    sameDay: 827,
    days3: -1196,
    days7: -1294,
    days21: -1294,
    unknown: 0,
    far: -3081,
  },
  ordered: {
    sameDay: 3074,
    days3: 2165,
    days14: 1664,
    days45: 1664,
    unknown: 0,
    far: -5366,
  },
  need: {
    all: 1615,
    some: 286,
    unknown: 0,
    none: -1975,
  },
  none: {
    no: 4871,
    sparse: 4871,
    loose: 6018,
    dense: 6675,
    unnumbered: 7000,
  },
};
