import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { shown } from './shown.ts';

/** First and last of each range of control and invisible characters. */
const removed = [
  [0x0000, 0x0008],
  [0x000e, 0x001f],
  [0x007f, 0x0084],
  [0x0086, 0x009f],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
] as const;

const isRemoved = (unit: number): boolean => removed.some(([first, last]) => unit >= first && unit <= last);

const isWhiteSpace = (unit: number): boolean => unit === 0x85 || /\s/.test(String.fromCharCode(unit));

describe('shown', () => {
  it('removes control and invisible characters, makes white space one space, and keeps every other character', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const x = `a${String.fromCharCode(unit)}b`;
      const expected = isRemoved(unit) ? 'ab' : isWhiteSpace(unit) ? 'a b' : x;
      if (shown(x) !== expected)
        expect({ unit: unit.toString(16), shown: shown(x) }).toEqual({ unit, shown: expected });
    }
    expect(isWhiteSpace(0x3000) && isWhiteSpace(0x00a0) && isWhiteSpace(0x2028)).toBe(true);
  });

  it.each([
    ['FP25000668  ', 'FP25000668'],
    ['\u3000KDKK\u3000\u3000', 'KDKK'],
    ['47L   CGA330', '47L CGA330'],
    ['a\u200b \u200b b', 'a b'],
    ['\ufeff관동\t\n화학\u0085', '관동 화학'],
    ['a \u0007', 'a'],
    ['ＰＯ－００１', 'ＰＯ－００１'],
    ["O'Hara <b>%", "O'Hara <b>%"],
    ['😀', '😀'],
  ])('shows %j as %j', (x, expected) => {
    expect(shown(x)).toBe(expected);
  });

  it.each([null, '', ' ', '\u3000', '\u0085', '\u200b', '\u0000 \ufeff\t'])('shows nothing of %j', (x) => {
    expect(shown(x)).toBeNull();
  });

  it('is idempotent and total', () => {
    fc.assert(
      fc.property(hostileText(), (x) => {
        expect(shown(shown(x))).toBe(shown(x));
      }),
      tries(5),
    );
  });
});
