import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poKeyArb } from '../testing/matchExamples.ts';
import { tries } from '../testing/tries.ts';
import { compareNumbers } from './compareNumbers.ts';
import type { NumberLevel } from './levels.ts';
import { readNumberParts } from './NumberParts.ts';

const compare = (a: string, b: string): NumberLevel => compareNumbers(readNumberParts(a), readNumberParts(b));

describe('what clerks do to PO numbers', () => {
  it.each<[string, string, NumberLevel]>([
    ['ABC-2024-001', 'ABC-2024-001', 'same'],
    ['ABC-2024-001', 'ABC2024001', 'separators'],
    ['ABC-2024-001', 'ABC/2024/001', 'separators'],
    ['ABC-2024-001', 'ABC_2024-001', 'separators'],
    ['B/2024/13500', 'B202413500', 'separators'],
    ['ABC-2024-001', 'PO-ABC-2024-001', 'affix'],
    ['ABC-2024-001', 'P/OABC-2024-001', 'affix'],
    ['2024-001', 'NO.2024-001', 'affix'],
    ['PO-2024-001', '#2024-001', 'affix'],
    ['PO-2024-001', '2024-001', 'affix'],
    ['注文書NO.1041', '1041', 'affix'],
    ['PO240017', 'P0240017', 'affix'],
    ['ABC-2024-001', 'ABC-2O24-001', 'lookAlike'],
    ['ABC-2024-001', 'ABC-2024-OO1', 'lookAlike'],
    ['ABC-2024-011', 'ABC-2024-0I1', 'lookAlike'],
    ['ABC-2024-111', 'ABC-2024-L11', 'lookAlike'],
    ['ABC-2024-018', 'A8C-2024-018', 'lookAlike'],
    ['ABC-2024-015', 'ABC-2024-01S', 'lookAlike'],
    ['ABC-2024-012', 'ABC-Z024-012', 'lookAlike'],
    ['ABC-2024-001', 'ABC-2024-1', 'zeros'],
    ['ZT001041', 'ZT1041', 'zeros'],
    ['ABC-2024-001', 'ABC-24-001', 'century'],
    ['24-001', '2024-001', 'century'],
    ['ABC-2024-001', 'ABC24001', 'century'],
    ['ABC-2024-001', 'ABC-2024-001-2', 'suffix'],
    ['ABC-2024-001', 'ABC-2024-001_02', 'suffix'],
    ['ABC-2024-001', 'ABC-2024-001#2', 'suffix'],
    ['ABC-2024-001', 'ABC-2024-001/2', 'suffix'],
    ['ABC-2024-001', 'ABC-2024-001(2)', 'suffix'],
    ['ABC-2024-001', 'ABC-2024-001-A', 'suffix'],
    ['ABC-2024-001', '2024-001', 'cutFront'],
    ['ABC-2024-001', '001', 'cutFront'],
    ['PO240667', '40667', 'cutFront'],
    ['ABC-2024-017', 'ABC-2024-01', 'cutEnd'],
    ['240613-05', '240613-', 'cutEnd'],
    ['ABC-2024-001', 'ABC-2042-001', 'swapped'],
    ['ABC-2024-012', 'ABC-2024-021', 'swapped'],
    ['ABC-2024-001', 'BAC-2024-001', 'swapped'],
    ['ABC-2024-017', 'ABC-2024-0117', 'doubled'],
    ['ABC-2024-017', 'ABC-204-017', 'missing'],
    ['ABC-2024-017', 'AC-2024-017', 'missing'],
    ['ABC-2024-017', 'AXC-2024-017', 'letter'],
    ['ABC-2024-017', 'ABC-5024-017', 'highDigit'],
    ['PO250203', 'PO256203', 'highDigit'],
    ['ABC-2024-017', 'ABC-2024-087', 'digit'],
    ['ABC-2024-017', 'ABX-2042-017', 'twoChanges'],
    ['ABC-2024-017', 'ABC2042017', 'twoChanges'],
  ])('%s → %s: %s', (ordered, typed, level) => {
    expect(compare(ordered, typed)).toBe(level);
  });
});

describe('numbers of a series', () => {
  it.each([
    ['PO-2024-001', 'PO-2024-002'],
    ['PO-2024-009', 'PO-2024-010'],
    ['PO-2024-019', 'PO-2024-022'],
    ['PO-99', 'PO-100'],
    ['PO-9', 'PO-10'],
    ['24-11-003', '24-12-003'],
    ['ABC2024001', 'ABC-2024-002'],
    ['4500012344', '4500012347'],
  ])('%s and %s are a step apart', (one, next) => {
    expect(compare(one, next)).toBe('step');
  });

  it('are other numbers when they are far apart, and so are numbers of different make', () => {
    expect(compare('PO-2024-017', 'PO-2024-145')).toBe('other');
    expect(compare('PO-2024-017', 'XW/24/3345')).toBe('other');
    expect(compare('017', '018')).toBe('step');
    expect(compare('01', 'PO-2024-001')).toBe('other');
  });
});

describe('compareNumbers', () => {
  it('is symmetric and total, and says "same" of equal numbers only', () => {
    fc.assert(
      fc.property(
        fc.oneof(poKeyArb(), fc.string({ unit: 'binary', minLength: 1 })),
        fc.oneof(poKeyArb(), fc.string({ unit: 'binary', minLength: 1 })),
        (a, b) => {
          expect(compare(a, b)).toBe(compare(b, a));
          expect(compare(a, b) === 'same').toBe(a === b);
        },
      ),
      tries(10),
    );
  });

  it('takes time in proportion to the length', () => {
    const long = `PO-${'12'.repeat(20_000)}`;
    expect(compare(long, `${long}3`)).toBe('cutEnd');
    expect(compare(`#`.repeat(40_000), `NO.`.repeat(20_000))).toBe('other');
  });
});
