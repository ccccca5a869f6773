import type { OrphanState, WaitingBecause } from '@cynow/po-core';
import { number, range, time } from '../format.ts';
import { labels } from './labels.ts';

const because: Record<WaitingBecause, (run: string | null) => string> = {
  'no-run-yet': () => '아직 역수입을 실행하지 않았습니다. 실행: cynow-po backfill --dry-run',
  running: (run) => `실행 중인 역수입이 아직 처리하지 않았습니다: ${run ?? ''}`,
  stopped: (run) => `역수입이 여기까지 오기 전에 중단되었습니다. 이어서 실행: cynow-po backfill --resume ${run ?? ''}`,
  limit: (run) => `최대 처리 건수에 먼저 도달했습니다(실행 ${run ?? ''}). 다음 역수입에서 처리합니다.`,
  failed: (run) => `저장하지 못했습니다(실행 ${run ?? ''}). 다음 역수입에서 다시 처리합니다.`,
  undone: (run) => `역수입을 되돌렸습니다(실행 ${run ?? ''}). 다음 역수입에서 처리합니다.`,
  'arrived-later': () => '마지막 역수입 뒤에 들어왔습니다. 다음 역수입에서 처리합니다.',
};

export const reports = {
  where: {
    recorded: (customer: string, poNo: string, delivery: string) =>
      `${customer} ${poNo}${delivery === '' ? '' : ` ${delivery}`}`,
    recordedBy: (run: string, at: Date) => `실행 ${run}, 기록 ${time(at)}`,
    recordedCancelled: '기록한 뒤 FCMS에서 취소되었습니다.',
    gone: 'FCMS에서 이 이동서가 보이지 않습니다.',
    needsReview: (reasons: string) => `검토 필요: ${reasons}`,
    cancelled: 'FCMS에서 취소되어 가져오지 않았습니다.',
    waiting: (why: WaitingBecause, run: string | null, error: string | null) =>
      `대기 — ${because[why](run)}${error === null ? '' : ` 오류: ${error}`}`,
    outside: (day: string) =>
      `어느 역수입의 기간에도 들지 않습니다(기준일 ${day}). 실행: cynow-po backfill --since ${day} --dry-run`,
    orphan: (state: OrphanState) => `주문 없는 이동서 — ${labels.orphanStates[state]}`,
    notInFcms: 'FCMS에 없는 번호입니다. 번호를 확인하십시오.',
  },
  stats: {
    title: '=== 수주 현황 ===',
    pos: 'PO',
    total: '전체',
    needsReview: '검토 필요',
    backfilled: labels.backfilled,
    manual: labels.manual,
    byPriority: '우선순위별 검토',
    byReason: '사유별 검토',
    documents: '이동서',
    recorded: '기록됨',
    cancelled: '취소됨',
    orphans: '주문 없는 이동서',
    progress: '진행',
    byStage: '단계별 PO',
    reservations: '예약번호',
    createdPerDay: (since: string) => `날짜별 새 PO (${since} ~)`,
    lastRuns: '최근 역수입',
    noRuns: '아직 없습니다.',
    cdc: (state: string, lastChangeAt: Date | null) =>
      `FCMS 동기화: ${state}${lastChangeAt === null ? '' : ` (마지막 변경 ${time(lastChangeAt)})`}`,
    asOf: (at: Date) => `기준 시각: ${time(at)}`,
    count: (n: number) => `${number(n)}건`,
  },
  runs: {
    columns: {
      id: '실행',
      state: '상태',
      startedAt: '시작',
      window: '기간',
      limit: '최대 처리',
      checked: '확인',
      created: '생성',
      skipped: '건너뜀',
      needsReview: '검토 필요',
      failed: '실패',
      actor: '처리자',
    },
    none: '역수입을 실행한 적이 없습니다.',
    noneEarlier: '그보다 앞선 실행이 없습니다.',
    next: (command: string) => `다음: ${command}`,
    window: (since: string | null, until: string | null) =>
      since === null && until === null ? '전체' : range(since, until),
    noLimit: '제한 없음',
    notFound: (id: string) => ({ what: `그런 실행이 없습니다: ${id}`, next: '실행 목록: cynow-po runs list' }),
    error: '오류',
    resumeIfDead: (id: string) => `프로세스가 살아 있지 않으면 이어서 실행: cynow-po backfill --resume ${id}`,
    resume: (id: string) => `이어서 실행: cynow-po backfill --resume ${id}`,
    missing: (n: number) => `시작할 때 FCMS에 없던 이동서: ${number(n)}건`,
    decisions: '처리한 이동서',
    noDecisions: '없습니다.',
  },
};
