import { number, range, time } from '../format.ts';

export const backfill = {
  title: '=== FCMS 데이터 역수입 시작 ===',
  target: (database: string, host: string, port: number, schema: string) =>
    `- 대상: ${database} @ ${host}:${port}, 스키마 ${schema}`,
  window: (days: number | null, since: string | null, until: string | null) => {
    if (days !== null) return `- 기간: 최근 ${number(days)}일 (${range(since, until)})`;
    return `- 기간: ${since === null && until === null ? '전체' : range(since, until)}`;
  },
  limit: (limit: number | null) => `- 최대 처리: ${limit === null ? '제한 없음' : `${number(limit)}건`}`,
  dryRun: (dryRun: boolean) => `- Dry Run: ${dryRun ? '예' : '아니요'}`,
  reading: '1️⃣ FCMS 주문 데이터 조회 중...',
  listed: (n: number) => `   ✓ ${number(n)}건 조회`,
  deciding: '2️⃣ PO 생성/매칭 처리 중...',
  indexing: (n: number) => `   기존 PO ${number(n)}건을 후보로 찾을 수 있게 준비합니다(처음 한 번).`,
  about: (reason: string, po: string) => `${reason}: ${po}`,
  more: (n: number) => `   … 외 ${number(n)}건 (--report로 전체 보기)`,
  done: '✅ 처리 완료',
  stopped: '⚠️ 중단됨',
  checked: (n: number) => `총 확인: ${number(n)}건`,
  checkedOf: (n: number, now: number, before: number) =>
    `총 확인: ${number(n)}건 (이번 처리 ${number(now)}, 이미 처리됨 ${number(before)})`,
  created: (n: number, newPo: number, attached: number, refreshed: number) =>
    `  ✓ 생성: ${number(n)}건 (신규 ${number(newPo)}, 연결 ${number(attached)}, 갱신 ${number(refreshed)})`,
  skipped: (n: number) => `  - 건너뜀: ${number(n)}건`,
  needsReview: (n: number) => `  ⚠ 검토필요: ${number(n)}건`,
  failed: (n: number) => `  ✗ 실패: ${number(n)}건`,
  reworked: (opened: number, closed: number) => `다시 계산: 새 검토 ${number(opened)}건, 해소 ${number(closed)}건`,
  orphans: (found: number, open: number) => `주문 없는 이동서: 새로 ${number(found)}건, 현재 ${number(open)}건`,
  missing: (n: number) => `FCMS에 없음: ${number(n)}건`,
  missingSince: (since: Date) => `${time(since)}부터`,
  moreMissing: (n: number) => `   … 외 ${number(n)}건`,
  dryRunEnd: '⚠️ Dry Run 모드: 실제 저장되지 않음',
  resumeWith: (id: string) => `여기까지 저장했습니다. 이어서 실행: cynow-po backfill --resume ${id}`,
  nothingKept: '중단했습니다. Dry Run이므로 저장된 것이 없습니다.',
  someFailed: (n: number, id: string) =>
    `${number(n)}건을 저장하지 못했습니다. 나머지는 저장되었습니다. 목록: cynow-po runs show ${id}`,
  resuming: (id: string) => `이어서 실행: ${id}`,
  waiting: '다른 역수입이 실행 중이면 끝날 때까지 기다립니다.',
  reportWritten: (path: string) => `처리 내용을 저장했습니다: ${path}`,
  paused: '동기화 중지 시간대 — 최근 주문이 빠져 있을 수 있습니다.',
  stale: (lastChangeAt: Date | null) =>
    `FCMS 동기화가 멈춰 있습니다(마지막 자료 ${lastChangeAt === null ? '알 수 없음' : time(lastChangeAt)}). 최근 주문이 빠져 있을 수 있습니다.`,
  unknownFreshness: 'FCMS 동기화 상태를 알 수 없습니다. 주문 없는 이동서도 함께 기록합니다.',
  busy: (holder: { actor: string; host: string; pid: number; startedAt: Date; runId: string } | null) =>
    holder === null
      ? { what: '다른 역수입이 실행 중입니다.', next: '끝날 때까지 기다려 실행: --wait' }
      : {
          what: `다른 역수입이 실행 중입니다: ${holder.actor}, ${time(holder.startedAt)}부터`,
          why: `실행 ${holder.runId}, ${holder.host}의 프로세스 ${holder.pid}`,
          next: '끝날 때까지 기다려 실행: --wait',
        },
  notFound: (id: string) => ({
    what: `그런 실행이 없습니다: ${id}`,
    next: '실행 목록: cynow-po runs list',
  }),
  notResumable: (id: string, state: string) => ({
    what: `이어서 실행할 수 없습니다: ${id}`,
    why: `상태가 '${state}'입니다. 중단된 실행만 이어서 실행합니다.`,
    next: '실행 목록: cynow-po runs list',
  }),
  manyMissing: (missing: number, recorded: number, accepted: number | null) => ({
    what: `기록한 이동서 ${number(recorded)}건 가운데 ${number(missing)}건이 FCMS에서 한꺼번에 보이지 않아 실행하지 않았습니다.`,
    why: `FCMS 자료를 다시 싣는 중일 수 있습니다. 아무것도 표시하지 않았습니다.${
      accepted === null ? '' : ` --accept-missing의 ${number(accepted)}건과도 다릅니다.`
    }`,
    next: `그대로면 24시간 뒤의 실행부터 계속합니다. 실제로 지운 것이면: cynow-po backfill --accept-missing ${missing}`,
  }),
  undone: (id: string) => ({
    what: `되돌린 실행은 이어서 실행할 수 없습니다: ${id}`,
    next: '새로 실행: cynow-po backfill',
  }),
  takenOver: (id: string) => ({
    what: `다른 프로세스가 이 역수입을 이어받아 중단했습니다: ${id}`,
    next: '상태 확인: cynow-po runs list',
  }),
  notIndexed: (n: number) => ({
    what: `아직 모의 실행을 할 수 없습니다. 후보로 찾을 수 없는 PO가 ${number(n)}건 있습니다.`,
    why: '모의 실행은 아무것도 저장하지 않으므로 준비하지 못합니다. 이대로 하면 실제 실행과 결과가 달라집니다.',
    next: '한 번 실행해 준비하기: cynow-po match',
  }),
  comparing: '모의 실행의 결과와 같은지 먼저 비교합니다.',
  likeSame: (n: number) => `모의 실행과 같습니다(${number(n)}건). 실제로 실행합니다.`,
  likeDiffers: (path: string, n: number) => ({
    what: `모의 실행과 결과가 달라 실행하지 않았습니다: ${path}`,
    why: `FCMS나 PO의 내용이 바뀌었습니다. 다른 곳 ${number(n)}건`,
    next: '다시 확인: cynow-po backfill --dry-run --report 파일',
  }),
  likeDiffersLate: (path: string, id: string) => ({
    what: `실행 중에 모의 실행과 결과가 달라져 중단했습니다: ${path}`,
    why: '그 앞까지는 저장되었습니다. FCMS나 PO의 내용이 바뀌었습니다.',
    next: `내용 확인: cynow-po runs show ${id}, 다시 확인: cynow-po backfill --dry-run --report 파일`,
  }),
  likeWas: (text: string) => `  모의 실행: ${text}`,
  likeIs: (text: string) => `  지금:      ${text}`,
  likeNothing: '없음',
  likeMore: (n: number) => `  … 외 ${number(n)}건`,
  likeUnusable: (
    path: string,
    why: 'not-a-report' | 'not-a-dry-run' | 'not-complete' | 'other-schema' | 'unreadable',
  ) => ({
    what: `--like에 쓸 수 없는 파일입니다: ${path}`,
    why: {
      'not-a-report': 'backfill --report로 만든 파일이 아닙니다.',
      'not-a-dry-run': '모의 실행(--dry-run)의 파일이 아닙니다.',
      'not-complete': '끝까지 실행하지 않은 모의 실행입니다.',
      'other-schema': '다른 스키마에서 실행한 파일입니다.',
      unreadable: '파일을 읽을 수 없습니다.',
    }[why],
    next: '만들기: cynow-po backfill --dry-run --report 파일',
  }),
};
