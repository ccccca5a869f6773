import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { tries } from '../testing/tries.ts';
import { type Content, contentChanges, contentFields, contentHash } from './contentHash.ts';

const content: Content = {
  poNo: 'PO-001',
  customer: 'KDKK',
  product: 'KF001',
  qty: '30',
  effectiveOn: '2025-11-20',
  deliveryOn: '2025-11-27',
  cancelled: false,
};

const contentArb = (): fc.Arbitrary<Content> => {
  const text = fc.option(fc.oneof(fc.constantFrom('A', 'B', '', 'null', '"', ','), hostileText()));
  const day = fc.option(fc.constantFrom('2025-11-20', '2025-11-21'));
  return fc.record({
    poNo: text,
    customer: text,
    product: text,
    qty: fc.option(fc.constantFrom('1', '2', '2.5')),
    effectiveOn: day,
    deliveryOn: day,
    cancelled: fc.boolean(),
  });
};

describe('the content hash', () => {
  it('is 22 characters that an address may hold', () => {
    expect(contentHash(content)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('stays the same from release to release: it is stored', () => {
    expect(contentHash(content)).toBe('ASQIpW3UScIjBdzhab0XFl');
  });

  it.each([
    ['poNo', 'PO-0012'],
    ['customer', 'SAM'],
    ['product', null],
    ['qty', '31'],
    ['effectiveOn', '2025-11-21'],
    ['deliveryOn', null],
    ['cancelled', true],
  ] as const)('changes with %s', (field, value) => {
    const changed = { ...content, [field]: value };
    expect(contentHash(changed)).not.toBe(contentHash(content));
    expect(contentChanges(content, changed)).toEqual({ [field]: [content[field], value] });
  });

  it('is equal exactly when the content is', () => {
    fc.assert(
      fc.property(contentArb(), contentArb(), (a, b) => {
        const same = contentFields.every((field) => a[field] === b[field]);
        // Lone surrogates, which no database gives, are one character in UTF-8.
        fc.pre([a, b].every((each) => JSON.stringify(each).isWellFormed()));
        expect(contentHash(a) === contentHash(b)).toBe(same);
        expect(contentHash({ ...a })).toBe(contentHash(a));
        expect(Object.keys(contentChanges(a, b))).toEqual(contentFields.filter((field) => a[field] !== b[field]));
      }),
      tries(3),
    );
  });

  it('never mixes up two fields', () => {
    const swapped: Content = { ...content, customer: content.product, product: content.customer };
    expect(contentHash(swapped)).not.toBe(contentHash(content));
    expect(contentHash({ ...content, poNo: null })).not.toBe(contentHash({ ...content, poNo: 'null' }));
  });
});
