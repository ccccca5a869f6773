import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveDate } from '../document/days.ts';
import { manualPo } from '../testing/builders.ts';
import { manualPoSchema } from './ManualPo.ts';

const problems = (given: object): string[] => {
  const result = manualPoSchema.safeParse({ ...manualPo(), ...given });
  return result.success ? [] : result.error.issues.map(({ path }) => path.join('.'));
};

const item = { product: 'KF001', qty: 30 };

describe('a PO to enter', () => {
  it('needs a customer, a number and items; the rest may be left out or null', () => {
    expect(manualPoSchema.safeParse({ customer: 'KDKK', poNo: 'PO-1', items: [item] }).success).toBe(true);
    expect(
      problems({ customerName: null, receivedOn: null, memo: null, items: [{ ...item, deliveryOn: null }] }),
    ).toEqual([]);
    for (const field of ['customer', 'poNo', 'items']) expect(problems({ [field]: undefined })).toEqual([field]);
  });

  it.each(['', '   ', '\u3000\u200b', null, 1])('has no customer, number or product %j', (value) => {
    expect(problems({ customer: value })).toEqual(['customer']);
    expect(problems({ poNo: value })).toEqual(['poNo']);
    expect(problems({ items: [{ ...item, product: value }] })).toEqual(['items.0.product']);
  });

  it.each([0, -1, 1.5, 1_000_001, Number.NaN, '30', null, undefined])('has no quantity %j', (qty) => {
    expect(problems({ items: [item, { ...item, qty }] })).toEqual(['items.1.qty']);
  });

  it.each([1, 1_000_000])('may be for %s cylinders', (qty) => {
    expect(problems({ items: [{ ...item, qty }] })).toEqual([]);
  });

  it.each(['2025-02-30', '25-11-22', '2025-11-22 00:00:00', '', 20251122])('has no day %j', (day) => {
    expect(problems({ receivedOn: day })).toEqual(['receivedOn']);
    expect(problems({ items: [{ ...item, deliveryOn: day }] })).toEqual(['items.0.deliveryOn']);
  });

  it.each(['0001-01-01', '1989-12-31', '2101-01-01', '9999-12-31'])(
    'is of no day like %s, which nobody means',
    (day) => {
      const given = { receivedOn: day, items: [{ ...item, deliveryOn: day }] };
      expect(problems(given)).toEqual(['receivedOn', 'items.0.deliveryOn']);
    },
  );

  it('is of a day that a document would count for', () => {
    const anyDay = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    const close = fc.date({ min: new Date('1989-12-01'), max: new Date('2101-02-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.oneof(anyDay, close), (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(problems({ receivedOn: day })).toEqual(effectiveDate(day, null) === day ? [] : ['receivedOn']);
      }),
    );
  });

  it.each(['1990-01-01', '2100-12-31'])('may be of %s', (day) => {
    expect(problems({ receivedOn: day, items: [{ ...item, deliveryOn: day }] })).toEqual([]);
  });

  it('has from one to a thousand items', () => {
    expect(problems({ items: [] })).toEqual(['items']);
    expect(problems({ items: Array.from({ length: 1000 }, () => item) })).toEqual([]);
    expect(problems({ items: Array.from({ length: 1001 }, () => item) })).toEqual(['items']);
  });

  it('has no field that nobody knows', () => {
    expect(problems({ poNumber: 'PO-1' })).toEqual(['']);
    expect(problems({ items: [{ ...item, quantity: 1 }] })).toEqual(['items.0']);
  });

  it('has texts of a length that people write, and that are text', () => {
    const tooLong = 'x'.repeat(201);
    expect(problems({ customer: tooLong, customerName: tooLong, poNo: tooLong, memo: 'x'.repeat(4001) })).toEqual([
      'customer',
      'customerName',
      'poNo',
      'memo',
    ]);
    expect(problems({ poNo: 'PO\ud800' })).toEqual(['poNo']);
    expect(problems({ memo: '급함 😀 <b>' })).toEqual([]);
  });
});
