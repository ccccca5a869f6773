import type { Priority, TokenScope } from '@cynow/po-core';
import { words } from './words.ts';

/** Until when a review of this priority should be done. */
const dueBy: Record<Priority, string> = {
  critical: '당일 처리',
  high: '1주 이내',
  medium: '2주 이내',
  low: '순서대로',
};

const scopes: Record<TokenScope, string> = { read: '조회', write: '입력·검토', admin: '관리자' };

/** What things are called: one word for one thing. */
export const labels = {
  ...words,
  actions: words.actions as Readonly<Record<string, string>>,
  dueBy,
  scopes,
  poNoLong: 'PO번호(고객 발주번호)',
  customer: '고객',
  customerCode: '고객코드',
  product: '제품코드',
  productName: '품명',
  packing: '포장',
  qty: '수량(병)',
  receivedOn: '수주일',
  deliveryOn: '납기',
  docNo: '이동서번호',
  delivery: '회차',
  effectiveOn: '기준일',
  memo: '메모',
  actor: '처리자',
  actedAt: '처리일시',
  review: '검토',
  instructed: '지시',
  filled: '충전',
  warehoused: '입고',
  warehousedHelp: '창고입고(창입). 입하(빈 용기 도착)가 아닙니다.',
  shipped: '출하',
  stage: '단계',
  origin: '등록 구분',
  cancelledPo: '취소한 수주',
  cancelledInFcms: 'FCMS에서 취소됨',
  unknownQty: '수량 모름',
  atLeast: (n: string) => `${n} 이상`,
  none: '없음',
};
