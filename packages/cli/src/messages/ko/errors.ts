import type { EmbeddedRefusal } from '../../config/embedded.ts';
import type { Explanation } from '../format.ts';

const connection: Readonly<Record<string, { why: string; next: string }>> = {
  'no-server': {
    why: '그 주소에서 PostgreSQL이 응답하지 않습니다(연결 거부).',
    next: 'DATABASE_URL의 호스트와 포트, DB 서버가 켜져 있는지 확인하십시오.',
  },
  'unknown-host': { why: '호스트 이름을 찾을 수 없습니다.', next: 'DATABASE_URL의 호스트를 확인하십시오.' },
  'no-answer': {
    why: '응답이 없습니다.',
    next: '네트워크와 방화벽, DATABASE_URL의 호스트와 포트를 확인하십시오.',
  },
  password: {
    why: '사용자나 비밀번호가 맞지 않습니다.',
    next: 'DATABASE_URL의 사용자와 비밀번호를 확인하십시오.',
  },
  'not-allowed': {
    why: '이 사용자는 그 DB에 접속할 수 없습니다.',
    next: 'DB 관리자에게 접속 권한(pg_hba.conf, CONNECT)을 확인하십시오.',
  },
  'no-database': { why: '그 이름의 DB가 없습니다.', next: 'DATABASE_URL의 DB 이름을 확인하십시오.' },
  'too-many-connections': {
    why: 'DB 서버에 남은 연결이 없습니다.',
    next: '잠시 뒤 다시 실행하십시오. 계속되면 DB 관리자에게 max_connections를 확인하십시오.',
  },
  'shutting-down': { why: 'DB 서버가 종료되고 있습니다.', next: '서버가 다시 켜진 뒤 실행하십시오.' },
  'starting-up': { why: 'DB 서버가 시작되고 있습니다.', next: '잠시 뒤 다시 실행하십시오.' },
  broken: { why: '연결이 끊어졌습니다.', next: '다시 실행하십시오.' },
};

export const errors = {
  why: '이유',
  next: '할 일',
  helpFor: (command: string) => `도움말: cynow-po ${command}${command === '' ? '' : ' '}--help`,
  didYouMean: (word: string) => `혹시 이것입니까: ${word}`,
  unknownOption: (option: string) => `모르는 옵션입니다: ${option}`,
  unknownCommand: (command: string) => `모르는 명령입니다: ${command}`,
  noCommand: '명령을 적으십시오.',
  tooMany: (word: string) => `필요 없는 값입니다: ${word}`,
  notWhole: (option: string, min: number, max: number, value: string) =>
    `${option}: ${min}부터 ${max}까지의 정수가 필요합니다(입력값 "${value}").`,
  notADay: (option: string, value: string) => `${option}: 2025-11-22 같은 날짜가 필요합니다(입력값 "${value}").`,
  notBefore: (option: string, earliest: string, value: string) =>
    `${option}: ${earliest}부터의 날짜가 필요합니다(입력값 "${value}").`,
  notOneOf: (option: string, known: readonly string[], value: string) =>
    `${option}: ${known.join(', ')} 가운데 하나가 필요합니다(입력값 "${value}").`,
  sinceAfterUntil: '--since가 --until보다 늦습니다.',
  notTogether: (one: string, other: string) => `함께 쓸 수 없습니다: ${one}, ${other}`,
  notTogetherBecause: (one: string, other: string, why: string) => `함께 쓸 수 없습니다: ${one}, ${other}. ${why}`,
  forceStartsOver: '--force는 처음부터 다시 처리하므로 최대 처리 건수를 두지 않습니다.',
  resumeKeeps: '이어서 실행할 때는 처음의 기간과 건수를 그대로 씁니다.',
  likeKeeps: '--like는 파일에 적힌 기간과 건수를 그대로 씁니다.',
  resumeLimit: (limit: string) => `이어서 실행하는 역수입의 --limit는 ${limit}입니다. --limit 없이 실행하십시오.`,
  resumeForce: '이어서 실행하는 역수입은 --force로 시작하지 않았습니다. --force 없이 실행하십시오.',
  featureOff: {
    what: '수주 관리 기능이 꺼져 있어 실행하지 않았습니다. 상태 확인: cynow-po flags get po_management',
  },
  offBy: {
    environment: '환경변수 ENABLE_PO_MANAGEMENT가 끔으로 되어 있습니다.',
    file: (path: string) => `강제 끔 파일이 있습니다: ${path}`,
    fileUnreadable: (path: string, problem: string) =>
      `강제 끔 파일이 있는지 확인할 수 없으므로(${problem}) 꺼진 것으로 봅니다: ${path}`,
    misspelt: (value: string) =>
      `환경변수 ENABLE_PO_MANAGEMENT의 값 "${value}" — 켬도 끔도 아니므로 꺼진 것으로 봅니다.`,
  },
  whileOffHint: '꺼진 상태에서 실행: --while-off',
  whileOff: '기능 스위치가 강제로 꺼져 있습니다. --while-off에 따라 실행합니다.',
  storeDecides: (set: boolean) =>
    `기능 스위치: 환경변수 ENABLE_PO_MANAGEMENT ${set ? '켬' : '없음'} → 저장된 값을 따름 (명령은 그와 관계없이 실행)`,
  notMigrated: {
    what: '설치가 끝나지 않았습니다. 실행: cynow-po migrate up',
  },
  seeStatus: '상태 확인: cynow-po migrate status',
  newerSchema: (version: string) => ({
    what: `DB가 이 프로그램보다 새 버전입니다. 버전 ${version} 이상을 사용하십시오.`,
  }),
  newerSchemaUnknown: {
    what: 'DB가 이 프로그램보다 새 버전입니다. 그 DB를 만든 버전 이상을 사용하십시오.',
  },
  noConnection: (host: string, port: string, problem: string): Explanation => ({
    what: `DB에 연결할 수 없습니다: ${host}, ${port}`,
    ...connection[problem],
  }),
  sourceMissing: (table: string) => ({
    what: `FCMS 테이블이 없습니다: ${table}. 다른 DB에 연결했는지 확인하십시오.`,
  }),
  sourceForbidden: (grant: string) => ({
    what: `FCMS 테이블을 읽을 권한이 없습니다. DB 관리자가 실행: ${grant}`,
  }),
  forbidden: (schema: string, what: string) => ({
    what: `스키마 ${schema}에서 필요한 권한이 없습니다${what === '' ? '.' : `: ${what}`}`,
    next: '점검: cynow-po doctor',
  }),
  embeddedForbidden: (why: EmbeddedRefusal) => ({
    what: 'DATABASE_URL이 없습니다.',
    why: {
      production: '내장 PostgreSQL은 시험용이므로 NODE_ENV=production에서는 쓰지 않습니다.',
      systemd: '내장 PostgreSQL은 시험용이므로 systemd에서는 쓰지 않습니다.',
      release: '배포판에는 내장 PostgreSQL이 없습니다.',
    }[why],
    next: 'DATABASE_URL이나 DATABASE_URL_FILE을 설정하십시오.',
  }),
  embedded: (directory: string) => `DATABASE_URL이 없어 시험용 내장 PostgreSQL을 사용합니다: ${directory}`,
  embeddedFailed: (code: string, directory: string, detail: string) => ({
    what: `내장 PostgreSQL을 사용할 수 없습니다: ${directory}`,
    why:
      {
        NO_BINARIES: '이 컴퓨터에 맞는 내장 PostgreSQL이 설치되어 있지 않습니다.',
        NO_ACCOUNT: 'root로 실행 중이며, 서버를 맡을 다른 계정이 없습니다.',
        NOT_OURS: '다른 계정의 폴더입니다.',
        BUSY: '다른 프로세스가 오랫동안 서버를 켜거나 끄고 있습니다.',
        INIT_FAILED: '초기화하지 못했습니다.',
        START_FAILED: '시작하지 못했습니다.',
        STOP_FAILED: '멈추지 못했습니다.',
      }[code] ?? code,
    next: `DATABASE_URL에 사용할 서버를 설정하십시오. 자세한 내용: ${detail}`,
  }),
  sharedActor: (name: string) => `'${name}' 계정은 여러 사람이 씁니다. 처리자로 기록할 이름을 입력하십시오: `,
  noActor: {
    what: '처리자가 없어 실행하지 않았습니다.',
    next: '이름을 적으십시오: --actor 이름 (또는 환경변수 PO_ACTOR)',
  },
  target: (database: string, host: string, port: number, schema: string) =>
    `대상: ${database} @ ${host}:${port}, 스키마 ${schema}`,
  cannotWrite: (path: string, why: string) => ({ what: `파일을 쓸 수 없습니다: ${path}`, why }),
  notAFile: '보통 파일이 아닙니다.',
  cannotRead: (path: string, why: string) => ({ what: `파일을 읽을 수 없습니다: ${path}`, why }),
  interrupted: '중단했습니다.',
  unexpected: (message: string) => ({
    what: `처리하지 못했습니다: ${message}`,
    next: '같은 명령을 --verbose와 함께 실행해 자세한 내용을 확인하십시오.',
  }),
  unexpectedVerbose: (message: string) => ({ what: `처리하지 못했습니다: ${message}` }),
};
