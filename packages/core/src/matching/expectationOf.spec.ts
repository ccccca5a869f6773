import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facts, features, posArb } from '../testing/matchExamples.ts';
import { createNumbering } from './createNumbering.ts';
import { expectationAsWritten, expectationOf, standingOf, stepsBetween } from './expectationOf.ts';
import { matchFeatures } from './MatchFeatures.ts';
import { readNumberParts } from './NumberParts.ts';

const numberingOf = (keys: readonly string[]) => {
  const numbering = createNumbering();
  for (const poKey of keys) numbering.add(features({ poKey }));
  return numbering;
};

const expected = (key: string, keys: readonly string[], other: string | null = null) =>
  expectationOf(
    standingOf(readNumberParts(key), 'KDKK', numberingOf(keys)),
    other === null ? null : readNumberParts(other),
  );

const count = (from: number, to: number, format: (n: number) => string, step = 1): string[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => format(from + i * step));
const pad = (n: number, width: number): string => String(n).padStart(width, '0');
const yearly = (year: number) => (n: number) => `ABC-${year}-${pad(n, 3)}`;

describe('what a customer’s other POs let one expect', () => {
  const dense = count(1, 40, yearly(2024));

  it.each(['ABC-2024-041', 'ABC-2024-044'])('the next numbers of a dense series: %s', (next) => {
    expect(expected(next, dense)).toBe('dense');
  });

  it('a number left out in the series', () => {
    expect(
      expected(
        'ABC-2024-020',
        dense.filter((key) => key !== 'ABC-2024-020'),
      ),
    ).toBe('dense');
  });

  it.each(['ABC-2024-0117', 'ABC-2042-017', 'ABC-2024-417', 'AB-2024-041', 'ABC-2024-17'])('not %s', (odd) => {
    expect(expected(odd, dense)).toBe('no');
  });

  it('the first number of a new year or month, but not of a year far away', () => {
    expect(expected('ABC-2025-001', dense)).not.toBe('no');
    expect(expected('ABC-2052-001', dense)).toBe('no');
    const months = ['24-09-001', '24-10-001', '24-11-001', '24-11-002'];
    expect(expected('24-12-001', months)).not.toBe('no');
    expect(expected('24-21-001', months)).toBe('no');
  });

  it('the next day after the end of a month, where numbers are dates', () => {
    const days = count(1, 30, (n) => `2406${pad(n, 2)}-01`);
    expect(expected('240701-02', days)).not.toBe('no');
    expect(expected('240071-02', days)).toBe('no');
  });

  it('numbers that step by ten only on their grid', () => {
    const tens = count(10, 400, (n) => `H/2024/${pad(n, 5)}`, 10);
    expect(expected('H/2024/00410', tens)).toBe('dense');
    expect(expected('H/2024/00405', tens)).toBe('no');
  });

  it('less of numbers that lie farther apart', () => {
    expect(
      expected(
        '4500002031',
        count(4500000000, 4500002000, String, 10).map((x, i) => String(Number(x) + (i % 3))),
      ),
    ).toBe('loose');
    expect(
      expected(
        '4500042000',
        count(4500000000, 4500040000, String, 977).map((x, i) => String(Number(x) + (i % 5))),
      ),
    ).toBe('sparse');
    expect(expected('81230456', ['10293847', '56473829', '91827364', '33445566', '72615243'])).toBe('no');
  });

  it('10 after 9 where numbers are not padded', () => {
    expect(
      expected(
        'PO-10',
        count(1, 9, (n) => `PO-${n}`),
      ),
    ).toBe('dense');
  });

  it('nothing of a customer of whom nothing is known', () => {
    expect(expected('ABC-2024-001', [])).toBe('no');
  });

  it('a number whatever its way of writing, unless another PO has it', () => {
    expect(expected('ABC2024041', dense)).toBe('dense');
    expect(expected('ABC2024040', dense)).toBe('no');
    expect(expectationAsWritten(standingOf(readNumberParts('ABC2024041'), 'KDKK', numberingOf(dense)), null)).toBe(
      'no',
    );
  });

  it('leaves aside the number itself and the one it is compared with', () => {
    expect(expected('ABC-2024-002', ['ABC-2024-001', 'ABC-2024-002'], 'ABC-2024-001')).toBe('no');
  });
});

describe('steps between two numbers', () => {
  const steps = (a: string, b: string, keys: readonly string[]) => {
    const numbering = numberingOf(keys);
    return stepsBetween(
      standingOf(readNumberParts(a), 'KDKK', numbering),
      standingOf(readNumberParts(b), 'KDKK', numbering),
    );
  };

  it('are counted as the customer steps', () => {
    const hundreds = count(4500000000, 4500009000, String, 100);
    expect(steps('4500004050', '4500004350', hundreds)).toBe(3);
    expect(steps('ABC-2024-017', 'ABC-2024-057', count(1, 60, yearly(2024)))).toBe(40);
  });

  it('are unknown where the numbers differ otherwise, or are drawn and not counted', () => {
    expect(steps('ABC-2024-017', 'ABX-2024-017', count(1, 60, yearly(2024)))).toBeNull();
    expect(steps('57138011', '54138011', ['10293847', '56473829', '91827364', '33445566', '72615243'])).toBeNull();
  });
});

describe('numbering', () => {
  it('is a function of the set of POs: neither order nor POs that came and went show', () => {
    fc.assert(
      fc.property(
        posArb().chain((pos) => fc.tuple(fc.constant(pos), fc.shuffledSubarray(pos, { minLength: pos.length }))),
        posArb(6),
        fc.integer({ min: 0, max: 50 }),
        ([pos, shuffled], passing, value) => {
          const [one, other] = [createNumbering(), createNumbering()];
          for (const po of pos) one.add(matchFeatures(po));
          for (const po of passing) other.add(matchFeatures(po));
          for (const po of shuffled) other.add(matchFeatures(po));
          for (const po of passing) other.remove(matchFeatures(po));
          for (const { customerKey, poKey } of [...pos, ...passing, facts()]) {
            for (const { series } of poKey === null ? [] : readNumberParts(poKey).runs) {
              expect(other.around(customerKey, series, value)).toEqual(one.around(customerKey, series, value));
            }
          }
        },
      ),
    );
  });

  it('does not change when a PO that it never had is taken out', () => {
    const numbering = numberingOf(['PO-1']);
    numbering.remove(features({ poKey: 'PO-2' }));
    numbering.remove(features({ poKey: 'XX-2' }));
    expect(numbering.around('KDKK', 'PO-<1>', 1)).toEqual([{ value: 1, pos: 1 }]);
  });
});
