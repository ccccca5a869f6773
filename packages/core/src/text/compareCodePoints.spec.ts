import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { compareCodePoints } from './compareCodePoints.ts';

const points = (x: string): number[] => Array.from(x, (character) => character.codePointAt(0)!);

const naive = (a: string, b: string): number => {
  const [x, y] = [points(a), points(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
};

describe('compareCodePoints', () => {
  it('compares by code point, whatever the locale', () => {
    const sorted = [
      '',
      '0',
      '10',
      '9',
      'A',
      'B',
      'Z',
      'a',
      'á',
      'ㄱ',
      '가',
      '\ue000',
      'ｚ',
      '\uffff',
      '\u{10000}',
      '😀',
    ];
    expect([...sorted].reverse().sort(compareCodePoints)).toEqual(sorted);
  });

  it('agrees with the order of the code points themselves', () => {
    const wellFormed = hostileText().filter((x) => x.isWellFormed());
    fc.assert(
      fc.property(wellFormed, wellFormed, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(naive(a, b)));
        expect(Math.sign(compareCodePoints(b, a))).toBe(-Math.sign(naive(a, b)) + 0);
      }),
      tries(5),
    );
  });
});
