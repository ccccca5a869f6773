import { type Facts, type ReasonCode, reasonCodes } from '@cynow/po-core';
import { describe, expect, it } from 'vitest';
import { messagesIn } from '../messages/messages.ts';
import { describeReason } from './describeReason.ts';

const [ko, en] = [messagesIn('ko'), messagesIn('en')];

const candidate = (poNo: string, score: number) => ({ id: poNo, customer: 'KDKK', poNo, score, evidence: [] });

const examples: readonly (readonly [ReasonCode, Facts, string, string])[] = [
  [
    'MISSING_CUSTOMER',
    { customer: 'UNKNOWN' },
    'FCMS 주문에 고객코드가 비어 있습니다.',
    'The FCMS order has no customer code.',
  ],
  [
    'MISSING_PO_NO',
    { poNo: 'FCMS-FP25000001', raw: null },
    '고객 발주번호가 비어 있어 임시 번호(FCMS-이동서번호)로 저장했습니다.',
    "The customer's order no. is empty; saved under a stand-in (FCMS-document no.).",
  ],
  [
    'MISSING_PO_NO',
    { poNo: 'FCMS-FP25000001', raw: '구두' },
    '고객 발주번호가 번호가 아니어서(FCMS 값 "구두") 임시 번호(FCMS-이동서번호)로 저장했습니다.',
    'The customer\'s order no. is no number (FCMS says "구두"); saved under a stand-in (FCMS-document no.).',
  ],
  [
    'MISSING_PRODUCT',
    { product: 'UNKNOWN' },
    'FCMS 주문에 제품코드가 비어 있습니다.',
    'The FCMS order has no product code.',
  ],
  [
    'INVALID_QTY',
    { qty: null, raw: '0.5' },
    '수량이 비어 있거나 0 이하, 소수, 또는 너무 큰 값입니다: FCMS 값 "0.5"',
    'The quantity is empty, 0 or less, a fraction, or far too large: FCMS says "0.5"',
  ],
  [
    'INVALID_DOC_NO',
    { docNo: 'x1' },
    'FP + 연도 2자리 + 숫자 형식이 아닙니다: x1',
    'Not of the form FP, two digits of the year, digits: x1',
  ],
  [
    'PRODUCT_NOT_ORDERED',
    { product: 'KF009' },
    '이 PO에 등록되지 않은 제품이 지시되었습니다: KF009',
    'A product was instructed that this PO does not have: KF009',
  ],
  [
    'QTY_MISMATCH',
    { product: 'KF001', ordered: 100, instructed: 120, difference: 20, percent: 20 },
    '지시수량 합계가 수주수량보다 많습니다: KF001 수주 100병, 지시 120병(+20병, 20%)',
    'More is instructed than ordered: KF001 ordered 100, instructed 120 (+20, 20%)',
  ],
  [
    'QTY_MISMATCH',
    { product: 'KF001', ordered: 3000, instructed: 3001, difference: 1, percent: 1 / 30 },
    '지시수량 합계가 수주수량보다 많습니다: KF001 수주 3,000병, 지시 3,001병(+1병, 1% 미만)',
    'More is instructed than ordered: KF001 ordered 3,000, instructed 3,001 (+1, below 1%)',
  ],
  [
    'SUSPECT_LINK',
    { rival: { id: 'x', customer: 'KDKK', poNo: 'ABC-2' }, evidence: [] },
    '번호는 같지만 제품·수량·날짜가 다른 PO와 더 잘 맞습니다: KDKK ABC-2',
    'The number is the same, but product, quantity and dates fit another PO better: KDKK ABC-2',
  ],
  [
    'REUSED_PO_NO',
    { lastDelivery: '2024-11-01', state: 'open' },
    '180일 넘게 납품이 없던 PO의 번호입니다: 마지막 납품 2024-11-01',
    'The number of a PO without a delivery for more than 180 days, last delivered 2024-11-01',
  ],
  [
    'REUSED_PO_NO',
    { lastDelivery: null, state: 'cancelled' },
    '취소한 PO의 번호입니다.',
    'The number of a cancelled PO.',
  ],
  [
    'ALIAS_LINK',
    { customer: 'KDKK', poNo: 'ABC-1', decision: 'x' },
    '전에 바로잡은 번호와 같습니다: KDKK ABC-1. 같은 수주인지 확인하십시오.',
    'The same as a number that was corrected: KDKK ABC-1. Check that it is the same order.',
  ],
  [
    'PROBABLE_MATCH',
    { candidates: [candidate('ABC-1', 0.917)], none: 0.083, ambiguous: false },
    '이미 등록된 PO와 같은 주문일 수 있습니다: KDKK ABC-1 (92%)',
    'Probably the same order as an existing PO: KDKK ABC-1 (92%)',
  ],
  [
    'PROBABLE_MATCH',
    { candidates: [candidate('ABC-1', 0.5), candidate('ABC-2', 0.4)], none: 0.1, ambiguous: true },
    '이미 등록된 PO와 같은 주문일 수 있습니다: KDKK ABC-1 (50%) 외 1건 (어느 쪽인지 뚜렷하지 않음)',
    'Probably the same order as an existing PO: KDKK ABC-1 (50%) and 1 more (not clear which)',
  ],
  [
    'RESERVATION_CONFLICT',
    { reservedFor: { customer: 'KDKK', poNo: 'ABC-1' }, document: { customer: 'SAM', poNo: null } },
    '다른 PO를 위해 예약한 번호로 입력되었습니다: 예약 KDKK ABC-1, 이동서 SAM 번호 없음',
    'Entered under a number reserved for another PO: reserved for KDKK ABC-1, document SAM no number',
  ],
  ['CANCELLED_IN_FCMS', {}, '저장한 뒤 FCMS에서 취소되었습니다.', 'Cancelled in FCMS after it was saved.'],
  [
    'MISSING_IN_FCMS',
    { since: '2025-11-20T00:05:00.000Z' },
    '저장한 뒤 FCMS에서 이 이동서가 보이지 않습니다: 2025-11-20 09:05부터',
    'FCMS has not shown this document any more since 2025-11-20 09:05',
  ],
  [
    'SOURCE_CHANGED',
    { qty: ['10', '12'], customer: [null, 'KDKK'], cancelled: [true, false] },
    'FCMS 내용이 바뀌었습니다: 고객코드 없음 → KDKK, 수량 10 → 12, 취소 예 → 아니요',
    'Changed in FCMS: customer code nothing → KDKK, quantity 10 → 12, cancelled yes → no',
  ],
];

describe('a reason in a sentence', () => {
  it.each(examples)('%s with %j', (code, facts, korean, english) => {
    expect(describeReason({ code, facts }, ko, 'FP')).toBe(korean);
    expect(describeReason({ code, facts }, en, 'FP')).toBe(english);
  });

  it('is there for every reason', () => {
    expect(new Set(examples.map(([code]) => code))).toEqual(new Set(reasonCodes));
  });

  it.each(reasonCodes)('is there although the facts are not what they should be: %s', (code) => {
    for (const messages of [ko, en]) {
      const sentence = describeReason({ code, facts: {} }, messages, 'FP');
      expect(sentence).not.toMatch(/undefined|null|\[object/);
      expect(sentence.length).toBeGreaterThan(5);
    }
  });
});
