import type { Action, CdcState, OrphanState, Outcome, RunState } from '@cynow/po-core';
import { words } from '@cynow/po-http/words';

const { reasons, priorities, links, stages, reservations, ordered, rate, numberless, manual, backfilled, poNo } =
  words.ko;

export const labels = {
  ...{ reasons, priorities, links, stages, reservations, ordered, rate, numberless, manual, backfilled, poNo },
  delivery: words.ko.nth,
  outcomes: { created: '생성', skipped: '건너뜀', 'needs-review': '검토필요' } satisfies Record<Outcome, string>,
  actions: { 'new-po': '신규', attached: '연결', refreshed: '갱신', none: '변경 없음' } satisfies Record<
    Action,
    string
  >,
  skipped: { ALREADY_RECORDED: '이미 처리된 이동서', CANCELLED: '취소된 이동서' },
  failed: '실패',
  runStates: {
    running: '실행 중',
    completed: '완료',
    interrupted: '중단됨',
    failed: '오류로 중단',
  } satisfies Record<RunState, string>,
  orphanStates: {
    seen: '대기',
    open: '미처리',
    resolved: '자동 해소',
    attached: 'PO에 연결됨',
    'made-po': '수주로 등록됨',
    ignored: '제외됨',
  } satisfies Record<OrphanState, string>,
  cdcStates: {
    live: '동기화 중',
    quiet: '변경 없음',
    paused: '일시 중지',
    stale: '멈춤',
    unknown: '알 수 없음',
  } satisfies Record<CdcState, string>,
  customer: '고객코드',
  docNo: '이동서번호',
  deliveryHead: '회차',
  reasonsHead: '검토',
  outcomeHead: '처리',
};
