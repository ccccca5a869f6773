import { customerKey, poKey, productKey } from '@cynow/po-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from './createPrng.ts';
import { deliveryMarks } from './deliveryMarks.ts';
import { demoCustomers } from './demoCustomers.ts';
import { demoProducts } from './demoProducts.ts';
import { clip, mistype, respell } from './typedText.ts';

const poNo = fc
  .record({
    customer: fc.constantFrom(...demoCustomers),
    year: fc.integer({ min: 2003, max: 2030 }),
    month: fc.integer({ min: 1, max: 12 }),
    count: fc.integer({ min: 1, max: 99_999 }),
  })
  .map(({ customer, year, month, count }) => customer.poNo(year, month, () => count));
const mark = fc.constantFrom(...Object.values(deliveryMarks).flat());
const delivery = fc.integer({ min: 1, max: 30 });
const ordinal = fc.integer({ min: 0, max: 100 });

describe('what clerks type', () => {
  it('means the same number in other characters, with any mark of a delivery', () => {
    fc.assert(
      fc.property(poNo, ordinal, mark, delivery, fc.string(), (number, way, write, k, label) => {
        const typed = respell(number, way, createPrng(label)) + write(k, 30);
        expect(poKey(typed)).toBe(poKey(number));
        expect(Array.from(typed).length).toBeLessThanOrEqual(40);
      }),
      { numRuns: 1000 },
    );
  });

  it('means the same customer and product in other characters', () => {
    const codes = [...demoCustomers.map(({ code }) => code), ...demoProducts.map(({ code }) => code)];
    fc.assert(
      fc.property(fc.constantFrom(...codes), ordinal, fc.string(), (code, way, label) => {
        const typed = respell(code, way, createPrng(label));
        expect([customerKey(typed), productKey(typed)]).toEqual([code, code]);
        expect(Array.from(typed).length).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('means another number when it is mistyped', () => {
    fc.assert(
      fc.property(poNo, ordinal, fc.string(), (number, way, label) => {
        expect(poKey(mistype(number, way, createPrng(label)))).not.toBe(poKey(number));
      }),
      { numRuns: 1000 },
    );
  });

  it('is cut by characters, not by halves of them', () => {
    expect(clip('🏭🏭🏭', 2)).toBe('🏭🏭');
    expect(clip('가나다', 3)).toBe('가나다');
  });
});
