import { describe, expect, it } from 'vitest';
import { readCircledNumber } from './circledNumber.ts';
import { poNo } from './poNo.ts';

const from = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String.fromCharCode(first + i));

const series: readonly (readonly [string, readonly string[], number])[] = [
  ['circled', from(0x2460, 20), 1],
  ['circled above twenty', from(0x3251, 15), 21],
  ['circled above thirty-five', from(0x32b1, 15), 36],
  ['parenthesised', from(0x2474, 20), 1],
  ['negative circled', from(0x2776, 10), 1],
  ['negative circled above ten', from(0x24eb, 10), 11],
  ['double circled', from(0x24f5, 10), 1],
  ['sans-serif circled', from(0x2780, 10), 1],
  ['negative sans-serif circled', from(0x278a, 10), 1],
  ['parenthesised ideographs', from(0x3220, 10), 1],
  ['circled ideographs', from(0x3280, 10), 1],
];

describe('a number character at the end', () => {
  it.each(series)('is read as a delivery: %s', (_name, characters, first) => {
    characters.forEach((character, i) => {
      expect(readCircledNumber(`PO-001${character}`)).toBe(`PO-001(${first + i}차)`);
      expect(poNo(`PO-001${character}`)).toBe('PO-001');
    });
  });

  it('is read as what Unicode says it is', () => {
    for (const character of series.flatMap(([, characters]) => characters)) {
      const plain = character.normalize('NFKC').replace(/[()]/g, '');
      if (/^\d+$/.test(plain)) expect(readCircledNumber(character)).toBe(`(${plain}차)`);
    }
  });

  it('is read once, and only at the end', () => {
    expect(readCircledNumber('①②')).toBe('①(2차)');
    expect(readCircledNumber('②PO')).toBe('②PO');
    expect(readCircledNumber('')).toBe('');
  });

  it.each(['⓪', '⓿', '²', '₂', '２', '⒉', 'Ⅱ', '½'])('is not %s', (character) => {
    expect(readCircledNumber(`PO-001${character}`)).toBe(`PO-001${character}`);
  });
});
