import { describe, expect, it } from 'vitest';
import type { Content } from '../document/contentHash.ts';
import { contentHash } from '../document/contentHash.ts';
import { basisOf, type QtySums } from './basisOf.ts';
import type { ReasonCode } from './Reason.ts';

const content: Content = {
  poNo: 'PO-001',
  customer: 'KDKK',
  product: 'KF001',
  qty: '10',
  effectiveOn: '2025-11-20',
  deliveryOn: null,
  cancelled: false,
};
const sums: QtySums = { instructed: 10, ordered: 30 };

const changes = {
  poNo: { poNo: 'PO-002' },
  customer: { customer: 'AAA' },
  product: { product: 'KF002' },
  qty: { qty: '11' },
  effectiveOn: { effectiveOn: '2025-11-21' },
  deliveryOn: { deliveryOn: '2025-12-01' },
  cancelled: { cancelled: true },
} as const;

const basis = (code: ReasonCode, changed: Partial<Content> = {}, now: QtySums = sums): string => {
  const is = { ...content, ...changed };
  return basisOf(code, { content: is, hash: contentHash(is) }, now);
};

const naming = ['poNo', 'customer'];
const product = ['product'];
const everything = Object.keys(changes);

describe('what a resolved reason is about', () => {
  it.each<readonly [ReasonCode, readonly string[]]>([
    ['MISSING_CUSTOMER', naming],
    ['MISSING_PO_NO', naming],
    ['RESERVATION_CONFLICT', naming],
    ['REUSED_PO_NO', naming],
    ['ALIAS_LINK', naming],
    ['PROBABLE_MATCH', naming],
    ['MISSING_PRODUCT', product],
    ['PRODUCT_NOT_ORDERED', product],
    ['INVALID_QTY', ['qty']],
    ['SUSPECT_LINK', everything.filter((field) => field !== 'cancelled')],
    ['SOURCE_CHANGED', everything],
    ['CANCELLED_IN_FCMS', ['cancelled']],
    ['INVALID_DOC_NO', []],
    ['QTY_MISMATCH', []],
  ])('of %s is %j of the document', (code, fields) => {
    const told = Object.entries(changes).filter(([, changed]) => basis(code, changed) !== basis(code));
    expect(told.map(([field]) => field).sort()).toEqual([...fields].sort());
  });

  it('of QTY_MISMATCH is the running sum and the ordered quantity', () => {
    expect(basis('QTY_MISMATCH', {}, { ...sums, instructed: 11 })).not.toBe(basis('QTY_MISMATCH'));
    expect(basis('QTY_MISMATCH', {}, { ...sums, ordered: 31 })).not.toBe(basis('QTY_MISMATCH'));
    expect(basis('INVALID_QTY', {}, { instructed: 1, ordered: null })).toBe(basis('INVALID_QTY'));
  });
});
