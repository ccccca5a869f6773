import type { AuditAction, Content, Link, Priority, ReasonCode, ReservationState, Role, Stage } from '@cynow/po-core';

/** What a reason is called in tags and tables. */
const reasons: Record<ReasonCode, string> = {
  MISSING_CUSTOMER: '고객코드 없음',
  MISSING_PO_NO: 'PO번호 없음',
  MISSING_PRODUCT: '제품코드 없음',
  INVALID_QTY: '수량 오류',
  INVALID_DOC_NO: '이동서번호 형식 오류',
  PRODUCT_NOT_ORDERED: '수주에 없는 제품',
  QTY_MISMATCH: '수주수량 초과',
  SUSPECT_LINK: '연결 의심',
  REUSED_PO_NO: '번호 재사용 의심',
  ALIAS_LINK: '바로잡은 번호로 연결',
  PROBABLE_MATCH: '중복 의심',
  RESERVATION_CONFLICT: '다른 PO의 예약번호',
  CANCELLED_IN_FCMS: 'FCMS에서 취소됨',
  MISSING_IN_FCMS: 'FCMS에 없음',
  SOURCE_CHANGED: 'FCMS 내용 변경',
};

const priorities: Record<Priority, string> = { critical: '긴급', high: '높음', medium: '보통', low: '낮음' };

const links: Record<Link, string> = { new: '신규', exact: 'PO번호 일치', reserved: '예약번호 일치' };

const stages: Record<Stage, string> = {
  waiting: '대기',
  instructed: '지시',
  filled: '충전',
  warehoused: '입고',
  shipped: '출하',
  completed: '완료',
};

const reservations: Record<ReservationState, string> = {
  RESERVED: '미입력',
  MATCHED: '매칭 완료',
  MISMATCH: '번호 불일치',
  EXPIRED: '만료',
  RELEASED: '해제',
};

const roles: Record<Role, string> = { viewer: '조회', editor: '입력·검토', admin: '관리자' };

const actions: Record<AuditAction, string> = {
  correct: '바로잡기',
  merge: '합치기',
  'move-document': '이동서 옮기기',
  'accept-qty': 'FCMS 수량 적용',
  keep: '현상 유지',
  'cancel-po': '수주 취소',
  reopen: '다시 검토',
  'alias-always': '바로잡은 번호 항상 연결',
  'alias-other': '바로잡은 번호는 다른 수주',
  'change-po': '수주 수정',
  'edit-memo': '메모 수정',
  'enter-po': '수주 등록',
  undo: '되돌리기',
  'undo-run': 'FCMS 가져오기 되돌리기',
  'request-run': 'FCMS 가져오기 요청',
  'cancel-run': 'FCMS 가져오기 중단',
  reserve: '번호 예약',
  release: '예약 해제',
  extend: '예약 연장',
  match: '직접 매칭',
  unmatch: '매칭 취소',
  'attach-orphan': 'PO에 연결',
  'make-po': '수주로 등록',
  'ignore-orphan': '제외',
  'set-flag': '기능 스위치 변경',
  'add-user': '사용자 추가',
  'set-password': '비밀번호 설정',
  'change-user': '사용자 변경',
  'disable-user': '사용자 사용 중지',
  'sign-out-everywhere': '모든 곳에서 로그아웃',
  'create-token': '토큰 발급',
  'revoke-token': '토큰 폐기',
};

/** What FCMS says of a document. */
const content: Record<keyof Content, string> = {
  poNo: 'PO번호',
  customer: '고객코드',
  product: '제품코드',
  qty: '수량',
  effectiveOn: '기준일',
  deliveryOn: '납기일',
  cancelled: '취소',
};

/** What the codes of the domain are called, on pages as on the command line. */
export const words = {
  reasons,
  priorities,
  links,
  stages,
  reservations,
  roles,
  actions,
  content,
  poNo: 'PO번호',
  ordered: '수주',
  rate: '출하율',
  numberless: '번호 없음',
  manual: '직접 등록',
  backfilled: 'FCMS 가져옴',
  nth: (n: number) => `${n}회차`,
};
