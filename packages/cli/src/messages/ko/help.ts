import type { CommandGroup, CommandName } from '../../commands/CommandName.ts';

/** What `--help` says of a command: itself, its arguments and options by name, examples. */
export interface CommandHelp {
  readonly describe: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  readonly examples: readonly (readonly [command: string, does: string])[];
}

const counted = (text: string) => ({ one: text, other: text });

export const help = {
  usage: '사용법: cynow-po <명령> [옵션]',
  help: '도움말',
  version: '버전',
  completion: '셸 자동 완성 스크립트를 출력합니다',
  globalGroup: '공통 옵션:',
  globals: {
    json: '결과를 JSON 값 하나로 출력합니다',
    lang: '언어: ko, en',
    plain: '그림 문자 없이 출력합니다(UTF-8이 아닌 콘솔)',
    output: '결과를 파일에 저장합니다',
    actor: '처리자로 기록할 이름',
    verbose: '오류의 자세한 내용까지 출력합니다',
    'no-color': '색 없이 출력합니다',
  },
  groups: {
    migrate: '우리 스키마를 설치하고 점검합니다',
    orphans: '주문 없는 이동서를 보고 처리합니다',
    runs: '역수입 실행의 기록을 봅니다',
    review: '검토 대기와 처리',
    config: '설정을 확인합니다',
  } satisfies Record<CommandGroup, string>,
  commands: {
    demo: {
      describe: '내장 PostgreSQL에 연습용 자료를 만들어 설치부터 역수입까지 보여 줍니다',
      arguments: {},
      options: {},
      examples: [['cynow-po demo', '설치된 것이 Node뿐이어도 됩니다']],
    },
    'migrate status': { describe: '적용한 단계와 적용할 단계를 봅니다', arguments: {}, options: {}, examples: [] },
    'migrate plan': { describe: '적용할 단계를 봅니다', arguments: {}, options: {}, examples: [] },
    'migrate sql': {
      describe: '실행할 SQL을 그대로 출력합니다',
      arguments: { n: '단계의 번호. 없으면 모두' },
      options: {},
      examples: [['cynow-po migrate sql 1', '1번 단계의 SQL']],
    },
    'migrate up': {
      describe: '적용할 단계를 모두 적용합니다. 우리 스키마 밖이 그대로임을 확인한 뒤에만 확정합니다',
      arguments: {},
      options: { rehearse: '모두 실행해 보고 되돌립니다' },
      examples: [['cynow-po migrate up --rehearse', '예행']],
    },
    'migrate zero': {
      describe: '설치한 것을 모두 삭제합니다',
      arguments: {},
      options: { confirm: '삭제할 대상: DB/스키마', 'without-backup': '백업 없이 삭제합니다' },
      examples: [['cynow-po migrate zero --confirm cycy_db/po --without-backup', 'cycy_db의 스키마 po를 비웁니다']],
    },
    doctor: {
      describe: '필요한 조건을 모두 점검하고 해결 방법을 알려 줍니다',
      arguments: {},
      options: {},
      examples: [['cynow-po doctor --json', '감시 프로그램용']],
    },
    backfill: {
      describe: 'FCMS 이동서로 PO를 만듭니다(역수입)',
      arguments: {},
      options: {
        'dry-run': '저장하지 않고 결과만 봅니다',
        days: '오늘까지의 일수(기본값 90)',
        since: '이 날짜부터',
        until: '이 날짜까지',
        limit: '최대 처리 건수(기본값 1000, --force에는 없음)',
        force: '이미 처리한 이동서도 다시 처리합니다(직접 등록하거나 검토한 PO 제외)',
        'batch-size': '한 번에 저장하는 건수(기본값 2000, 결과에는 영향 없음)',
        report: '처리 내용을 한 줄에 하나씩 파일에 저장합니다(NDJSON)',
        resume: '중단된 실행을 이어서 합니다',
        like: '모의 실행의 --report 파일. 그대로 실제로 실행합니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
        wait: '다른 역수입이 끝날 때까지 기다립니다',
        'accept-missing': 'FCMS에서 한꺼번에 사라진 이동서의 건수. 그래도 계속합니다',
      },
      examples: [
        ['cynow-po backfill --dry-run --days 7 --limit 10', '최근 7일을 10건까지 모의 실행'],
        ['cynow-po backfill --since 2025-11-01 --until 2025-11-15', '기간을 정해 실행'],
        ['cynow-po backfill --dry-run --report r.ndjson && cynow-po backfill --like r.ndjson', '본 그대로 실행'],
      ],
    },
    'backfill undo': {
      describe: '실행 하나가 한 일을 되돌립니다. 이후에 처리한 PO는 그대로 두고 알려 줍니다',
      arguments: { run: '실행의 번호(runs list)' },
      options: {
        'dry-run': '저장하지 않고 결과만 봅니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [['cynow-po backfill undo 0193f5d2-7c1b-7a60-9c7e-3d4f5a6b7c8d --dry-run', '먼저 확인']],
    },
    where: {
      describe: '이동서가 어떻게 되었는지 알려 줍니다',
      arguments: { docNo: '이동서번호' },
      options: {},
      examples: [['cynow-po where FP25000668 FP25000669', '']],
    },
    stats: {
      describe: 'PO, 검토, 이동서, 예약번호, 진행의 현황',
      arguments: {},
      options: { since: '날짜별 새 PO를 이 날짜부터(기본값 최근 30일)' },
      examples: [['cynow-po stats --since 2025-11-01', '']],
    },
    reserve: {
      describe: 'PO에 이동서번호를 예약합니다. FCMS에 입력하기 전에 번호를 잡아 둡니다',
      arguments: {},
      options: {
        customer: '고객코드',
        po: 'PO번호',
        count: '예약할 번호의 수(기본값 1)',
        'accept-stale': 'FCMS 자료가 최신이 아니어도 예약합니다(변경 이력에 남습니다)',
        release: '이 번호의 예약을 해제합니다',
        extend: '이 번호의 예약을 지금부터 다시 연장합니다',
        undo: '이 번호의 마지막 해제나 연장을 되돌립니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [
        ['cynow-po reserve --customer KDKK --po ABC-2024-001', '다음 번호 하나'],
        ['cynow-po reserve --customer KDKK --po ABC-2024-001 --count 3', '이어지는 번호 셋'],
        ['cynow-po reserve --extend FP25000669', '48시간 더'],
      ],
    },
    match: {
      describe: '예약번호와 FCMS 이동서를 맞추어 봅니다',
      arguments: {},
      options: {
        'by-hand': '이 이동서를 예약번호와 직접 매칭합니다',
        number: '--by-hand: 매칭할 예약번호',
        customer: '--by-hand: 예약한 PO의 고객코드',
        po: '--by-hand: 예약한 PO의 PO번호',
        unmatch: '이 예약번호의 직접 매칭을 취소합니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [
        ['cynow-po match', '예약번호 전체'],
        ['cynow-po match --by-hand FP25000777 --number FP25000669', '다른 번호로 입력된 이동서'],
      ],
    },
    import: {
      describe: '직원이 적은 PO를 파일에서 가져옵니다(.ndjson, .csv, .xlsx)',
      arguments: { file: '한 줄(행)에 PO 하나인 파일. 엑셀은 보이는 첫 시트' },
      options: {
        'dry-run': '저장하지 않고 결과만 봅니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [['cynow-po import 수주.xlsx --dry-run', '먼저 확인']],
    },
    export: {
      describe: 'PO, 이동서, 검토, 주문 없는 이동서를 내려받습니다',
      arguments: { what: 'pos, documents, reviews, orphans 가운데 하나' },
      options: { format: 'ndjson(기본값), csv, xlsx 가운데 하나' },
      examples: [
        ['cynow-po export documents --format xlsx --output 이동서.xlsx', '엑셀 파일'],
        ['cynow-po export reviews --format csv --output 검토.csv', '엑셀에서 여는 CSV'],
      ],
    },
    'orphans list': {
      describe: '주문 없는 이동서의 목록. 미처리를 급한 순서로 먼저, 후보 PO와 함께 봅니다',
      arguments: {},
      options: {
        state: '상태: open, attached, made-po, ignored, resolved, seen',
        priority: '미처리 가운데 우선순위: critical, medium, low',
        limit: '건수(기본값 50)',
        after: '앞 목록의 끝에 나온 값. 그 다음부터',
      },
      examples: [['cynow-po orphans list --priority critical', '당일 처리할 것']],
    },
    'orphans resolve': {
      describe: '주문 없는 이동서를 PO에 연결하거나, 수주로 등록하거나, 제외합니다',
      arguments: { docNo: '이동서번호' },
      options: {
        'attach-to': '연결할 PO: 고객코드/PO번호, 또는 그 PO에 있는 이동서번호',
        'make-po': '수주로 등록: 고객코드/PO번호. --product, --qty와 함께',
        product: '제품코드(--make-po)',
        qty: '수량(병, --make-po)',
        'customer-name': '고객명(--make-po)',
        'received-on': '수주일(--make-po)',
        'delivery-on': '납기일(--make-po)',
        memo: '메모(--make-po)',
        ignore: '제외하고 사유를 남깁니다',
        note: '변경 이력에 남길 메모',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [
        ['cynow-po orphans resolve FP25000668 --attach-to KDKK/ABC-2024-001', 'PO에 연결'],
        ['cynow-po orphans resolve FP25000668 --make-po KDKK/ABC-2024-009 --product KF001 --qty 30', '수주로 등록'],
        ['cynow-po orphans resolve FP25000668 --ignore "시험 충전"', '제외'],
      ],
    },
    'orphans undo': {
      describe: '주문 없는 이동서에 한 처리를 되돌립니다(30일 안)',
      arguments: { docNo: '이동서번호' },
      options: { 'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다' },
      examples: [['cynow-po orphans undo FP25000668', '']],
    },
    'runs list': {
      describe: '최근 실행의 목록',
      arguments: {},
      options: { limit: '건수(기본값 20)' },
      examples: [],
    },
    'runs show': {
      describe: '실행 하나와 처리한 이동서',
      arguments: { id: '실행의 번호(runs list)' },
      options: {},
      examples: [],
    },
    'review list': {
      describe: '검토 대기 목록. 급한 것, 오래 기다린 것부터',
      arguments: {},
      options: {
        priority: 'critical, high, medium, low',
        reason: '사유 코드. 예: QTY_MISMATCH',
        customer: '고객코드. UNKNOWN은 고객코드 없음',
        'po-no': 'PO번호',
        'po-no-prefix': 'PO번호의 앞부분',
        manual: '직접 등록한 PO만',
        backfilled: 'FCMS에서 가져온 PO만',
        'older-than': '이 일수보다 오래 기다린 것만',
        limit: '한 번에 볼 건수(기본값 20)',
        after: '다음 쪽. 앞 쪽 끝에 적힌 값',
      },
      examples: [
        ['cynow-po review list --priority critical', '오늘 처리할 것'],
        ['cynow-po review list --reason QTY_MISMATCH --customer KDKK', '고객 하나의 수량 초과'],
      ],
    },
    'review show': {
      describe: 'PO 하나의 검토 사유와 품목, 회차, 후보, 변경 이력',
      arguments: { po: '이동서번호, 또는 고객코드와 PO번호' },
      options: {},
      examples: [
        ['cynow-po review show KDKK ABC-2024-001', ''],
        ['cynow-po review show FP25000668', '그 이동서의 PO'],
      ],
    },
    'review resolve': {
      describe: '검토 사유를 처리합니다',
      arguments: { po: '이동서번호, 또는 고객코드와 PO번호' },
      options: {
        'correct-customer': '고객코드를 바로잡습니다. 그 번호의 PO가 있으면 합칩니다',
        'correct-po-no': 'PO번호를 바로잡습니다. 그 번호의 PO가 있으면 합칩니다',
        'correct-product': '제품코드를 바로잡습니다',
        doc: '제품코드를 바로잡을 이동서 하나(없으면 제품이 문제인 것 모두)',
        candidate: '후보 PO와 합칩니다. review show에 적힌 순서',
        'merge-into': '이 PO와 합칩니다',
        'move-document': '이동서 하나를 다른 PO로 옮깁니다',
        to: '옮길 PO',
        'accept-qty': '수주수량을 FCMS 수량으로 합니다',
        keep: '그대로 둡니다. 메모를 적습니다. --reason을 적으면 그 사유만',
        cancel: '수주를 취소합니다',
        note: '수주 취소의 메모',
        reopen: '처리한 사유와 취소한 수주를 다시 검토합니다',
        alias: '바로잡은 번호로 온 이동서: always(항상 이 PO), other(다른 수주)',
        'if-version': '이 버전일 때만 처리합니다(review show)',
        all: '조건에 맞는 모두를 처리합니다',
        yes: '묻지 않고 모두 처리합니다',
        priority: 'critical, high, medium, low',
        reason: '사유 코드. 예: QTY_MISMATCH',
        customer: '고객코드. UNKNOWN은 고객코드 없음',
        'po-no': 'PO번호',
        'po-no-prefix': 'PO번호의 앞부분',
        manual: '직접 등록한 PO만',
        backfilled: 'FCMS에서 가져온 PO만',
        'older-than': '이 일수보다 오래 기다린 것만',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [
        ['cynow-po review resolve FP25000668 --correct-customer KDKK', ''],
        ['cynow-po review resolve KDKK ABC-2024-001 --accept-qty', ''],
        ['cynow-po review resolve FP25000668 --candidate 1', '첫째 후보와 같은 수주'],
        ['cynow-po review resolve --all --reason INVALID_DOC_NO --keep 확인 --yes', '조건에 맞는 모두'],
      ],
    },
    'review undo': {
      describe: '처리를 되돌립니다(30일 안)',
      arguments: { decision: '처리할 때, 또는 변경 이력에 적힌 번호' },
      options: {
        batch: '한꺼번에 처리한 것 모두',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [],
    },
    'config check': {
      describe: '설정값과 출처를 확인합니다(DB에 연결하지 않음)',
      arguments: {},
      options: {},
      examples: [],
    },
  } satisfies Record<CommandName, CommandHelp>,
  /** What yargs says by itself; by number where it counts. */
  yargs: {
    boolean: '스위치',
    string: '값',
    'Not enough arguments following: %s': '값이 필요합니다: --%s',
    'Not enough non-option arguments: got %s, need at least %s': counted(
      '필요한 값이 빠졌습니다: %s개 있음, %s개 이상 필요',
    ),
  } as Readonly<Record<string, unknown>>,
};
