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
    runs: '역수입 실행의 기록을 봅니다',
    flags: '기능 스위치를 보고 바꿉니다',
    user: '화면에 로그인하는 사용자를 관리합니다',
    token: 'API 토큰을 관리합니다',
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
      },
      examples: [
        ['cynow-po backfill --dry-run --days 7 --limit 10', '최근 7일을 10건까지 모의 실행'],
        ['cynow-po backfill --since 2025-11-01 --until 2025-11-15', '기간을 정해 실행'],
        ['cynow-po backfill --dry-run --report r.ndjson && cynow-po backfill --like r.ndjson', '본 그대로 실행'],
      ],
    },
    where: {
      describe: '이동서가 어떻게 되었는지 알려 줍니다',
      arguments: { docNo: '이동서번호' },
      options: {},
      examples: [['cynow-po where FP25000668 FP25000669', '']],
    },
    stats: {
      describe: 'PO, 검토, 이동서, 진행의 현황',
      arguments: {},
      options: { since: '날짜별 새 PO를 이 날짜부터(기본값 최근 30일)' },
      examples: [['cynow-po stats --since 2025-11-01', '']],
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
    'flags list': { describe: '기능 스위치의 목록', arguments: {}, options: {}, examples: [] },
    'flags get': {
      describe: '기능 스위치의 상태. --who: 실행 중인 프로세스와 주소까지 확인합니다',
      arguments: { key: '기능 스위치의 이름: po_management' },
      options: {
        who: '실행 중인 프로세스마다 무엇을 보고 있는지',
        url: '바깥에서 확인할 주소(수주 관리의 첫 화면)',
      },
      examples: [['cynow-po flags get po_management --who', '정말 꺼졌는지 확인']],
    },
    'flags set': {
      describe: '기능 스위치를 바꿉니다. 2초 안에 모든 프로세스에 반영됩니다',
      arguments: { key: '기능 스위치의 이름: po_management' },
      options: {
        on: '켭니다',
        off: '끕니다',
        maintenance: '점검 중으로 하고 이 안내를 보입니다',
        'read-only': '조회만 할 수 있게 합니다',
        writable: '다시 저장할 수 있게 합니다',
        users: '이 사용자에게만(쉼표로 나눔, 빈 값은 지움)',
        roles: '이 역할에만: viewer, editor, admin(쉼표로 나눔, 빈 값은 지움)',
        percent: '사용자의 이 비율에만(0~100, 빈 값은 지움)',
        notice: '화면 위에 보일 알림(빈 값은 지움)',
      },
      examples: [
        ['cynow-po flags set po_management --on --roles admin', '관리자에게만 공개'],
        ['cynow-po flags set po_management --off', '바로 끄기'],
      ],
    },
    'user add': {
      describe: '사용자를 추가합니다',
      arguments: { name: '로그인할 이름' },
      options: {
        role: '역할: viewer(조회), editor(입력·검토), admin(관리자)',
        'password-stdin': '비밀번호를 표준 입력의 첫 줄에서 읽습니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [
        ['cynow-po user add 김철수 --role editor', '비밀번호를 물어봅니다'],
        ['cynow-po user add robot --role viewer --password-stdin < secret', '비밀번호를 파일에서 읽습니다'],
      ],
    },
    'user list': { describe: '사용자의 목록', arguments: {}, options: {}, examples: [] },
    'user passwd': {
      describe: '새 비밀번호를 정하고 그 사용자의 로그인을 모두 끝냅니다',
      arguments: { name: '사용자의 이름' },
      options: {
        'password-stdin': '비밀번호를 표준 입력의 첫 줄에서 읽습니다',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [['cynow-po user passwd 김철수', '비밀번호를 물어봅니다']],
    },
    'user disable': {
      describe: '사용을 중지합니다. 로그인과 토큰이 바로 끝납니다',
      arguments: { name: '사용자의 이름' },
      options: { 'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다' },
      examples: [],
    },
    'token create': {
      describe: 'API 토큰을 만들어 한 번 보입니다',
      arguments: {},
      options: {
        user: '토큰이 대신할 사용자',
        scope: '범위: read(조회), write(입력·검토까지), admin(사용자의 역할이 허용하는 전부)',
        expires: '쓸 수 있는 마지막 날(없으면 만료 없음)',
        'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다',
      },
      examples: [['cynow-po token create --user 김철수 --scope read --expires 2026-12-31', '올해까지 조회만']],
    },
    'token list': { describe: '토큰의 목록(비밀 값은 없음)', arguments: {}, options: {}, examples: [] },
    'token revoke': {
      describe: '토큰을 폐기합니다. 바로 통하지 않습니다',
      arguments: { id: '토큰의 번호(token list)' },
      options: { 'while-off': '기능 스위치가 강제로 꺼져 있어도 실행합니다' },
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
