import type { CdcState, Mismatch, ReservationState } from '@cynow/po-core';
import { type Explanation, number, time } from '../format.ts';
import { labels } from './labels.ts';

const at = (cdc: CdcState, lastChangeAt: Date | null): string =>
  `FCMS 동기화: ${labels.cdcStates[cdc]}${lastChangeAt === null ? '' : `(마지막 변경 ${time(lastChangeAt)})`}`;

const mismatches: Record<Mismatch, (document: string) => string> = {
  conflict: (document) => `이동서 ${document}의 고객이나 PO번호가 이 PO와 다릅니다.`,
  'other-po': (document) => `이동서 ${document} — 다른 PO에 연결되어 있습니다.`,
  'other-number': (document) => `다른 번호로 입력된 것 같습니다: ${document}`,
};

export const reserving = {
  /** The long form: a number is a promise inside CYNOW until it is in FCMS. */
  state: (state: ReservationState) => (state === 'RESERVED' ? '예약됨(FCMS 미입력)' : labels.reservations[state]),
  reserved: (customer: string, poNo: string, n: number) => `번호를 예약했습니다: ${customer} ${poNo}, ${number(n)}건`,
  promise: 'FCMS 미입력: FCMS에 입력하기 전에 잡아 둔 번호입니다. 이동서를 이 번호로 입력하십시오.',
  heldFor: (hours: number, expiresAt: Date) => `${number(hours)}시간 남음(${time(expiresAt)}까지)`,
  released: (docNo: string) => `예약을 해제했습니다: ${docNo}`,
  extended: (docNo: string) => `예약을 연장했습니다: ${docNo}`,
  undone: (docNo: string) => `되돌렸습니다: ${docNo}`,
  matched: (docNo: string, document: string) => `직접 매칭했습니다: 예약번호 ${docNo} — 이동서 ${document}`,
  unmatched: (docNo: string) => `매칭을 취소했습니다: ${docNo}`,
  unknownCdc: 'FCMS 동기화 상태를 알 수 없습니다. FCMS에서 이미 쓴 번호가 아닌지 확인하십시오.',
  behind: (cdc: CdcState, lastChangeAt: Date | null) =>
    `${at(cdc, lastChangeAt)}. FCMS에서 이미 쓴 번호가 아닌지 확인하십시오.`,
  mismatch: (mismatch: Mismatch, document: string) => mismatches[mismatch](document),
  notFresh: (cdc: CdcState, lastChangeAt: Date | null): Explanation => ({
    what: 'FCMS 자료가 최신이 아니어서 번호를 예약하지 않았습니다.',
    why: at(cdc, lastChangeAt),
    next: '동기화가 다시 된 뒤 실행하십시오. 그래도 예약하려면: --accept-stale',
  }),
  rehearsal: (schema: string): Explanation => ({
    what: `연습용 스키마에서는 번호를 발급하지 않습니다: ${schema}`,
    why: '번호가 두 갈래로 나가면 FCMS에서 겹칩니다.',
    next: '실제로 쓰는 스키마에서 실행하십시오(PO_SCHEMA).',
  }),
  noSuchPo: (customer: string, poNo: string): Explanation => ({
    what: `그런 PO가 없습니다: ${customer} ${poNo}`,
    next: '고객코드와 PO번호를 확인하십시오. 새 PO는 먼저 등록합니다: cynow-po import',
  }),
  poCancelled: (customer: string, poNo: string): Explanation => ({
    what: `취소한 수주에는 번호를 예약하지 않습니다: ${customer} ${poNo}`,
    next: '수주를 다시 연 뒤 실행하십시오.',
  }),
  exhausted: (year: number, greatest: number): Explanation => ({
    what: `${2000 + year}년의 번호가 남지 않았습니다.`,
    why: `마지막 번호 ${number(greatest)}, 한 해의 끝 번호 ${number(999_999)}`,
    next: '잘못 입력한 번호가 없는지 확인하십시오: cynow-po doctor',
  }),
  notReserved: (docNo: string): Explanation => ({
    what: `예약한 번호가 아닙니다: ${docNo}`,
    next: '번호를 확인하십시오.',
  }),
  notPossible: (docNo: string, state: ReservationState, byHand: boolean): Explanation => ({
    what: `예약번호 ${docNo}: 지금은 할 수 없습니다.`,
    why: `상태: ${labels.reservations[state]}${byHand ? '(직접 매칭)' : ''}`,
    ...(byHand && { next: `매칭 취소: cynow-po match --unmatch ${docNo}` }),
  }),
  notOne: (numbers: readonly string[]): Explanation =>
    numbers.length === 0
      ? { what: '이동서를 기다리는 예약번호가 없습니다.', next: '예약번호를 적으십시오: --number' }
      : {
          what: `이동서를 기다리는 예약번호가 여럿입니다: ${numbers.join(', ')}`,
          next: '그 가운데 하나를 적으십시오: --number',
        },
  notOnThePo: (document: string, customer: string, poNo: string): Explanation => ({
    what: `이동서 ${document} — 그 PO의 유효한 이동서가 아닙니다: ${customer} ${poNo}`,
    next: `이동서를 먼저 그 PO에 연결하십시오. 확인: cynow-po where ${document}`,
  }),
  fulfilsAnother: (document: string, other: string): Explanation => ({
    what: `이동서 ${document} — 다른 예약번호와 이미 매칭되어 있습니다: ${other}`,
  }),
  oneThing: '하나만 고르십시오: --customer와 --po, --release, --extend, --undo',
  bothNeeded: '--customer와 --po를 함께 적으십시오.',
  notAPoNo: (poNo: string) => `--po: PO번호가 필요합니다(입력값 "${poNo}").`,
  notADocNo: (docNo: string) => `이동서번호가 필요합니다(입력값 "${docNo}").`,
  byHandOnly: (option: string) => `${option}: --by-hand와 함께 씁니다.`,
  match: {
    title: '=== 매칭 ===',
    changed: (state: string, docNo: string, po: string, remark: string) =>
      `   [${state}] ${docNo} → ${po}${remark === '' ? '' : ` — ${remark}`}`,
    noPo: '없어진 PO',
    done: '✅ 처리 완료',
    stopped: '⚠️ 중단됨 — 여기까지 저장했습니다. 다시 실행하면 나머지를 처리합니다.',
    unknownCdc: 'FCMS 동기화 상태를 알 수 없습니다. 최근 이동서가 빠져 있을 수 있습니다.',
    stale: (lastChangeAt: Date | null) =>
      `FCMS 동기화가 멈춰 있습니다${lastChangeAt === null ? '' : `(마지막 자료 ${time(lastChangeAt)})`}. 최근 이동서가 빠져 있을 수 있습니다.`,
    waits: '동기화 중지 시간대입니다. 매칭은 다음 실행에서 합니다.',
    reservations: (n: number) => `예약번호: ${number(n)}건 바뀜`,
    orphans: (found: number, open: number) => `주문 없는 이동서: 새로 ${number(found)}건, 현재 ${number(open)}건`,
    matches: (opened: number, closed: number) => `중복 의심: 새로 ${number(opened)}건, 해소 ${number(closed)}건`,
    missing: (n: number) => `FCMS에 없는 이동서: ${number(n)}건`,
  },
};
