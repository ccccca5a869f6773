import { describe, expect, it } from 'vitest';
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
