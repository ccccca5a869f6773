import { number, time } from '../format.ts';

/** What a reason says on the page, with the figures that it is founded on. */
export const reasons = {
  missingCustomer: 'FCMS 주문에 고객코드가 비어 있습니다.',
  missingPoNo: (raw: string | null) =>
    `고객 발주번호가 ${raw === null ? '비어 있어' : `번호가 아니어서(FCMS 값 "${raw}")`} 임시 번호(FCMS-이동서번호)로 저장했습니다.`,
  missingProduct: 'FCMS 주문에 제품코드가 비어 있습니다.',
  invalidQty: (raw: string | null) =>
    `수량이 비어 있거나 0 이하, 소수, 또는 너무 큰 값입니다${raw === null ? '.' : `: FCMS 값 "${raw}"`}`,
  invalidDocNo: (prefix: string) => `${prefix} + 연도 2자리 + 숫자 형식이 아닙니다.`,
  productNotOrdered: (product: string) => `이 PO에 등록되지 않은 제품이 지시되었습니다: ${product}`,
  qtyMismatch: (product: string, ordered: number, instructed: number, difference: number, percent: string) =>
    `지시수량 합계가 수주수량보다 많습니다: ${product} 수주 ${number(ordered)}병, 지시 ${number(instructed)}병(+${number(difference)}병, ${percent}).`,
  below1: '1% 미만',
  suspectLink: (rival: string) => `번호는 같지만 제품·수량·날짜가 다른 PO와 더 잘 맞습니다: ${rival}`,
  reusedCancelled: '취소한 PO의 번호입니다.',
  reusedLongSince: '180일 넘게 납품이 없던 PO의 번호입니다.',
  lastDelivery: (day: string) => `마지막 납품 ${day}`,
  aliasLink: (alias: string) => `전에 바로잡은 번호와 같습니다: ${alias}. 같은 수주인지 확인하십시오.`,
  probableMatch: '이미 등록된 PO와 같은 주문일 수 있습니다.',
  ambiguous: '어느 쪽인지 뚜렷하지 않습니다.',
  reservationConflict: (reservedFor: string, document: string) =>
    `다른 PO를 위해 예약한 번호로 입력되었습니다: 예약 ${reservedFor}, 이동서 ${document}`,
  cancelledInFcms: '저장한 뒤 FCMS에서 취소되었습니다.',
  missingInFcms: (since: Date | null) =>
    `저장한 뒤 FCMS에서 이 이동서가 보이지 않습니다${since === null ? '.' : `: ${time(since)}부터`}`,
  sourceChanged: '검토한 뒤, 또는 직접 등록한 PO의 FCMS 내용이 바뀌었습니다. 변경 전과 후를 확인하십시오.',
  change: (field: string, before: string, after: string) => `${field} ${before} → ${after}`,
  yes: '예',
  no: '아니요',
};
