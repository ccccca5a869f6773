import type { AuditAction, Content } from '@cynow/po-core';
import { number, time } from '../format.ts';

const fields: Record<keyof Content, string> = {
  poNo: 'PO번호',
  customer: '고객코드',
  product: '제품코드',
  qty: '수량',
  effectiveOn: '기준일',
  deliveryOn: '납기일',
  cancelled: '취소',
};

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
  'enter-po': '수주 등록',
  'change-po': '수주 수정',
  'edit-memo': '메모 수정',
  undo: '되돌리기',
  'undo-run': '역수입 되돌리기',
  'request-run': '역수입 요청',
  'cancel-run': '역수입 중단',
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

const raw = (value: string | null): string => (value === null ? 'FCMS 값 없음' : `FCMS 값 "${value}"`);

/** Reviews: what is told of them, and of what people decide. */
export const reviews = {
  /** Each reason in a sentence, with what it is founded on. */
  reasons: {
    missingCustomer: 'FCMS 주문에 고객코드가 비어 있습니다.',
    missingPoNo: (value: string | null) =>
      value === null
        ? '고객 발주번호가 비어 있어 임시 번호(FCMS-이동서번호)로 저장했습니다.'
        : `고객 발주번호가 번호가 아니어서(${raw(value)}) 임시 번호(FCMS-이동서번호)로 저장했습니다.`,
    missingProduct: 'FCMS 주문에 제품코드가 비어 있습니다.',
    invalidQty: (value: string | null) => `수량이 비어 있거나 0 이하, 소수, 또는 너무 큰 값입니다: ${raw(value)}`,
    invalidDocNo: (prefix: string, docNo: string) => `${prefix} + 연도 2자리 + 숫자 형식이 아닙니다: ${docNo}`,
    productNotOrdered: (product: string) => `이 PO에 등록되지 않은 제품이 지시되었습니다: ${product}`,
    qtyMismatch: (product: string, ordered: number, instructed: number, difference: number, percent: number) =>
      `지시수량 합계가 수주수량보다 많습니다: ${product} 수주 ${number(ordered)}병, 지시 ${number(instructed)}병(+${number(difference)}병, ${percent < 1 ? '1% 미만' : `${number(Math.floor(percent))}%`})`,
    suspectLink: (rival: string) => `번호는 같지만 제품·수량·날짜가 다른 PO와 더 잘 맞습니다: ${rival}`,
    reusedCancelled: (last: string | null) => `취소한 PO의 번호입니다${last === null ? '.' : `: 마지막 납품 ${last}`}`,
    reusedLongSince: (last: string | null) =>
      `180일 넘게 납품이 없던 PO의 번호입니다${last === null ? '.' : `: 마지막 납품 ${last}`}`,
    aliasLink: (alias: string) => `전에 바로잡은 번호와 같습니다: ${alias}. 같은 수주인지 확인하십시오.`,
    probableMatch: (best: string | null, others: number, ambiguous: boolean) =>
      `이미 등록된 PO와 같은 주문일 수 있습니다${best === null ? '.' : `: ${best}${others === 0 ? '' : ` 외 ${number(others)}건`}${ambiguous ? ' (어느 쪽인지 뚜렷하지 않음)' : ''}`}`,
    candidate: (po: string, percent: number) => `${po} (${percent}%)`,
    reservationConflict: (reservedFor: string, document: string) =>
      `다른 PO를 위해 예약한 번호로 입력되었습니다: 예약 ${reservedFor}, 이동서 ${document}`,
    cancelledInFcms: '저장한 뒤 FCMS에서 취소되었습니다.',
    missingInFcms: (since: Date | null) =>
      `저장한 뒤 FCMS에서 이 이동서가 보이지 않습니다${since === null ? '.' : `: ${time(since)}부터`}`,
    sourceChanged: (changes: readonly string[]) =>
      `FCMS 내용이 바뀌었습니다${changes.length === 0 ? '.' : `: ${changes.join(', ')}`}`,
    change: (field: keyof Content, before: string, after: string) => `${fields[field]} ${before} → ${after}`,
    nothing: '없음',
    yes: '예',
    no: '아니요',
  },
  list: {
    none: '검토할 건이 없습니다.',
    noneOfFilter: '조건에 맞는 검토가 없습니다.',
    since: (at: Date) => `${time(at)}부터`,
    more: (command: string) => `   … 전체 보기: ${command}`,
    next: (command: string) => `다음: ${command}`,
    badCursor: (text: string) => `--after: review list가 알려 준 값이 필요합니다(입력값 "${text}").`,
    notANumber: (option: string, text: string) => `${option}: PO번호가 아닙니다(입력값 "${text}").`,
  },
  /** A PO as it is named: customer and number. */
  po: (customer: string, name: string | null, poNo: string) => `${customer}${name === null ? '' : ` ${name}`} ${poNo}`,
  show: {
    cancelled: '취소한 수주',
    by: { alias: '바로잡기 전의 번호로 찾았습니다.', merged: '합친 PO의 주소로 찾았습니다.' },
    waiting: (priority: string, since: Date) => `검토 대기: ${priority}, ${time(since)}부터`,
    reviewed: '검토 완료',
    nothingOpen: '검토할 사유 없음',
    receivedOn: '수주일',
    memo: '메모',
    made: '등록',
    version: '버전',
    items: '품목',
    itemColumns: { product: '제품코드', qty: '수량(병)', deliveryOn: '납기일' },
    progress: '진행',
    deliveries: '회차',
    noDeliveries: '이동서가 없습니다.',
    document: {
      cancelled: 'FCMS에서 취소됨',
      effectiveOn: '기준일',
      deliveryOn: '납기일',
      mark: '분납 표기',
      qty: (n: number | null) => (n === null ? '수량 모름' : `${number(n)}병`),
    },
    corrected: (product: string, insteadOf: string | null) => `제품코드 바로잡음: ${insteadOf ?? '없음'} → ${product}`,
    resolvedBy: (action: AuditAction, actor: string, at: Date, note: string | null) =>
      `${actions[action]}, ${actor}, ${time(at)}${note === null ? '' : ` "${note}"`}`,
    candidates: '후보 PO',
    for: '일치 근거',
    against: '다른 점',
    features: {
      number: 'PO번호',
      customer: '고객',
      product: '제품',
      quantity: '수량',
      delivery: '납기일',
      ordered: '수주일',
      need: '남은 수량',
    } as Readonly<Record<string, string>>,
    noneOfThem: (percent: number) => `해당 없음(아직 등록되지 않은 수주) (${percent}%)`,
    aliases: '바로잡기 전의 번호',
    always: '항상 이 PO에 연결',
    reservations: '예약번호',
    history: '변경 이력',
    undone: '되돌림',
    resolve: (target: string) => `처리: cynow-po review resolve ${target} …`,
  },
  actions,
  find: {
    notFound: (typed: string) => ({
      what: `그런 PO가 없습니다: ${typed}`,
      next: '이동서번호, 또는 고객코드와 PO번호를 적으십시오: cynow-po review show KDKK ABC-2024-001',
    }),
    ambiguous: (typed: string, pos: string) => ({
      what: `여러 고객이 쓰는 번호입니다: ${typed}`,
      why: pos,
      next: '고객코드도 함께 적으십시오.',
    }),
  },
  resolve: {
    noDecision: {
      what: '무엇을 할지 적으십시오.',
      next: '도움말: cynow-po review resolve --help',
    },
    oneDecision: (one: string, other: string) => `한 번에 하나만 할 수 있습니다: ${one}, ${other}`,
    needs: (option: string, other: string) => `${option}: 함께 필요한 옵션 ${other}`,
    noPo: {
      what: '어느 PO인지 적으십시오.',
      next: '이동서번호, 또는 고객코드와 PO번호. 조건에 맞는 모두: --all',
    },
    allOrOne: '--all은 PO를 적지 않고 씁니다.',
    filterNeedsAll: (option: string) => `${option}: 함께 필요한 옵션 --all`,
    notInBulk: (option: string) => `${option}: PO 하나에만 쓸 수 있습니다.`,
    noCandidate: (n: number, there: number) => ({
      what: `${n}번 후보가 없습니다. 후보 ${there}건`,
      next: '후보 보기: cynow-po review show',
    }),
    bulk: (count: number, action: string, filter: string) =>
      `검토 ${number(count)}건: ${action}${filter === '' ? ' (조건 없음, 모두)' : ` (조건: ${filter})`}`,
    ask: '모두 처리하려면 y를 입력하십시오: ',
    yes: /^(y|yes|예|네)$/i,
    needsYes: (count: number) => ({
      what: `검토 ${number(count)}건을 처리하지 않았습니다.`,
      why: '확인할 사람이 없는 곳에서 실행했습니다.',
      next: '같은 명령에 --yes를 붙이십시오.',
    }),
    declined: '처리하지 않았습니다.',
    done: '처리했습니다.',
    merged: (po: string) => `합쳤습니다: ${po}`,
    tookAlias: (po: string) => `이 번호는 전에 바로잡은 번호였습니다. 이제 그 연결은 없습니다: ${po}`,
    left: (reasons: string) => `남은 검토 사유: ${reasons}`,
    nothingLeft: '남은 검토 사유가 없습니다.',
    undo: (id: string) => `되돌리기: cynow-po review undo ${id}`,
    undoBatch: (id: string) => `모두 되돌리기: cynow-po review undo --batch ${id}`,
    counts: (done: number, refused: number) => `처리 ${number(done)}건, 거절 ${number(refused)}건`,
    stopped: (done: number, left: number) =>
      `중단했습니다. 처리 ${number(done)}건, 남은 ${number(left)}건은 그대로입니다.`,
  },
  refusals: {
    'not-found': '그런 PO가 없습니다.',
    changed: (version: number) => ({
      what: '다른 사용자가 먼저 수정했습니다. 바뀐 내용을 확인한 뒤 다시 처리하십시오.',
      next: `지금 버전: ${version}. 확인: cynow-po review show`,
    }),
    'nothing-open': '이렇게 처리할 검토 사유가 없습니다.',
    'no-change': '이미 그렇게 되어 있습니다.',
    'note-missing': '메모를 적으십시오.',
    unusable: (field: string) => `값이 없음을 뜻하는 말이라 쓸 수 없습니다: ${field}`,
    'not-manual': '직접 등록한 PO가 아니어서 수주수량이 이미 지시수량의 합계입니다.',
    'same-po': '같은 PO입니다.',
    'target-cancelled': (po: string) => `취소한 수주입니다: ${po}. 먼저 다시 검토하십시오: --reopen`,
    'no-such-document': (docNo: string) => `이 PO에 없는 이동서입니다: ${docNo}`,
  },
  undo: {
    oneOfBoth: '되돌릴 처리의 번호, 또는 --batch 하나를 적으십시오.',
    done: '되돌렸습니다.',
    doneMany: (done: number, refused: number) => `되돌림 ${number(done)}건, 거절 ${number(refused)}건`,
    nothing: (id: string) => ({ what: `그런 처리가 없습니다: ${id}`, next: '변경 이력: cynow-po review show' }),
    refused: {
      'not-found': '그런 처리가 없습니다.',
      'not-undoable': (action: AuditAction) => `되돌릴 수 없는 처리입니다: ${actions[action]}`,
      'already-undone': '이미 되돌렸습니다.',
      'too-late': (at: Date, days: number) => `${days}일이 지나 되돌릴 수 없습니다: ${time(at)}`,
      'built-on': (actor: string, at: Date, action: AuditAction, id: string) =>
        `이후에 처리한 내용이 있어 되돌릴 수 없습니다: ${actor}, ${time(at)}, ${actions[action]} ${id}`,
      'documents-since': (docNos: string) => `이후에 들어온 이동서가 있어 되돌릴 수 없습니다: ${docNos}`,
      'number-taken': (po: string) => `다른 PO가 이 번호를 쓰고 있어 되돌릴 수 없습니다: ${po}`,
      'memo-gone': '그때 적은 메모가 그대로 남아 있지 않아 되돌릴 수 없습니다.',
    },
  },
};
