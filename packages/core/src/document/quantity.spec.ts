import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { canonicalDecimal, quantity } from './quantity.ts';

describe('canonicalDecimal', () => {
  it.each([
    ['30', '30'],
    ['30.0', '30'],
    ['3e1', '30'],
    ['3.0E+1', '30'],
    ['300e-1', '30'],
    ['+30', '30'],
    ['0030', '30'],
    [' 30 ', '30'],
    ['2.50', '2.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-3.10', '-3.1'],
    ['0', '0'],
    ['-0.00', '0'],
    ['0e5', '0'],
    ['1e-3', '0.001'],
    ['12345678901234567890.5', '12345678901234567890.5'],
  ])('%s is %s', (raw, canonical) => {
    expect(canonicalDecimal(raw)).toBe(canonical);
  });

  it.each(['NaN', 'Infinity', 'three', '1,000', 'e5', '.', '-', '1e', '１０', '--1', '1 0'])(
    'leaves %s, which is no number, as it is',
    (raw) => {
      expect(canonicalDecimal(raw)).toBe(raw);
    },
  );

  it.each([null, '', '  '])('%j is none', (raw) => {
    expect(canonicalDecimal(raw)).toBeNull();
  });

  it('is idempotent and total', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText(), fc.stringMatching(/^[-+]?\d*\.?\d*([eE][-+]?\d{1,3})?$/)), (x) => {
        expect(canonicalDecimal(canonicalDecimal(x))).toBe(canonicalDecimal(x));
      }),
      tries(5),
    );
  });

  it('gives equal numbers one spelling and others another', () => {
    const digits = fc.tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }));
    const spell = ([unscaled, scale]: readonly [bigint, number], zeros: number, exponent: number): string => {
      const magnitude = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
      const plain = `${magnitude.slice(0, magnitude.length - scale)}.${magnitude.slice(magnitude.length - scale)}`;
      const shifted = exponent === 0 ? plain : `${plain}${'0'.repeat(zeros)}e0`;
      return `${unscaled < 0n ? '-' : ''}${'0'.repeat(zeros)}${shifted}`;
    };
    const scaled = ([unscaled, scale]: readonly [bigint, number]): bigint => unscaled * 10n ** BigInt(6 - scale);
    fc.assert(
      fc.property(digits, digits, fc.nat(3), fc.nat(1), (a, b, zeros, exponent) => {
        expect(canonicalDecimal(spell(a, zeros, exponent))).toBe(canonicalDecimal(spell(a, 0, 0)));
        expect(canonicalDecimal(spell(a, 0, 0)) === canonicalDecimal(spell(b, zeros, exponent))).toBe(
          scaled(a) === scaled(b),
        );
        expect(canonicalDecimal(`${a[0]}e${-a[1]}`)).toBe(canonicalDecimal(spell(a, zeros, 0)));
        expect(canonicalDecimal(`${a[0]}e${a[1]}`)).toBe((a[0] * 10n ** BigInt(a[1])).toString());
      }),
      tries(3),
    );
  });
});

describe('a quantity', () => {
  it.each([
    ['1', 1],
    ['30', 30],
    ['1000000', 1_000_000],
  ])('of %s is believed', (canonical, cylinders) => {
    expect(quantity(canonical)).toBe(cylinders);
  });

  it.each([null, '0', '-1', '2.5', '0.5', '1000001', '9999999', '99999999999', 'NaN', 'three'])(
    'of %s is not believed',
    (canonical) => {
      expect(quantity(canonical)).toBeNull();
    },
  );
});
