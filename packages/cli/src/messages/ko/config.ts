import type { VariableName } from '../../config/variables.ts';

export const config = {
  invalid: { what: '설정이 올바르지 않습니다.', next: '설정 확인: cynow-po config check' },
  ok: '설정에 문제가 없습니다.',
  columns: { name: '변수', value: '값', origin: '출처' },
  origins: { flag: '명령 옵션', environment: '환경변수', file: 'cynow-po.config.json', default: '기본값' },
  fromFile: (origin: string, path: string) => `${origin} (파일 ${path})`,
  nothing: '(없음)',
  /** What counts when nothing is set. */
  unset: {
    DATABASE_URL: '(없음: 시험용 내장 PostgreSQL)',
    PO_MIGRATE_DATABASE_URL: '(DATABASE_URL)',
    PO_PUBLIC_URL: '(요청에서 알아냄)',
    PO_CDC: '(DATABASE_URL이 있으면 watch, 없으면 none)',
    PO_ACTOR: '(sudo 또는 OS 사용자)',
    LOG_FORMAT: '(터미널이면 text, 아니면 json)',
  } as Partial<Record<VariableName, string>>,
  expected: {
    DATABASE_URL: 'postgres://사용자:비밀번호@호스트:포트/DB',
    PO_MIGRATE_DATABASE_URL: 'postgres://사용자:비밀번호@호스트:포트/DB',
    PO_SCHEMA: '63바이트 이하의 스키마 이름(public, pg_… 제외)',
    FCMS_SCHEMA: '63바이트 이하의 스키마 이름(public, pg_… 제외)',
    ENABLE_PO_MANAGEMENT: 'true, false 가운데 하나',
    PO_OFF_FILE: '파일 경로',
    PO_BASE_PATH: '/로 시작하고 /로 끝나지 않는 경로, 예: /cynow/orders',
    PO_PUBLIC_URL: 'http:// 또는 https:// 주소',
    PO_HOME_URL: '/로 시작하는 경로 또는 http(s) 주소',
    PO_AUTH: 'own, django-session, django-password를 쉼표로 나열',
    PO_QTY_TOLERANCE: '0~1000의 퍼센트',
    PO_RESERVATION_HOURS: '1~8760의 시간',
    PO_PROGRESS_EVERY: '단위가 있는 시간, 예: 30 s, 5 min, 1 h',
    PO_DOC_PREFIX: '영문 대문자나 숫자 1~8자',
    PO_NO_PLACEHOLDERS: '쉼표로 나열한 말',
    PO_ORPHAN_MINUTES: '0~100000의 분',
    PO_CDC: 'watch, none 가운데 하나',
    PO_CDC_PAUSE: '하루 안의 시간대, 예: 01:50-02:30',
    PO_WORKING_HOURS: '요일과 시간대, 예: Mon-Fri 08:00-19:00',
    PO_HOLIDAYS: '한 줄에 날짜 하나인 파일의 경로',
    PO_TRUSTED_PROXIES: 'IP 주소나 대역을 쉼표로 나열, 예: 127.0.0.1, 10.0.0.0/8',
    PO_METRICS_ADDRESS: '호스트:포트, 예: 127.0.0.1:9090',
    PO_ROLE_MAP: '대상=역할의 나열, 예: superuser=admin,group:CYNOW Editors=editor,*=viewer',
    PO_DB_MAX_CONNECTIONS: '1~1000의 정수',
    PO_STATEMENT_TIMEOUT: '단위가 있는 시간, 예: 30 s, 5 min, 1 h',
    PO_ACTOR: '100자 이하의 이름',
    LOG_FORMAT: 'text, json 가운데 하나',
    HOST: '호스트 이름이나 IP 주소',
    PORT: '0~65535의 포트',
    PO_LANG: 'ko, en 가운데 하나',
    LOG_LEVEL: 'trace, debug, info, warn, error, fatal, silent 가운데 하나',
  } satisfies Record<VariableName, string>,
  problems: {
    invalid: (name: string, expected: string, value: string | null, origin: string) =>
      `${name}: ${expected}${value === null ? '' : ` (입력값 "${value}", ${origin})`}`,
    twice: (name: string) => `${name}: ${name}, ${name}_FILE 가운데 하나만 설정하십시오.`,
    unreadable: (name: string, path: string, why: string) => `${name}: 파일을 읽을 수 없습니다: ${path} (${why})`,
    badLine: (name: string, path: string, line: number, text: string) =>
      `${name}: ${path} ${line}행: 2025-01-01 같은 날짜가 필요합니다(입력값 "${text}").`,
    sameSchema: (value: string) => `PO_SCHEMA: FCMS_SCHEMA와 달라야 합니다(입력값 "${value}").`,
    configFile: (path: string, why: string) =>
      `${path}: ${why === 'shape' ? '변수 이름과 값으로 된 JSON 객체가 필요합니다.' : `읽을 수 없습니다 (${why})`}`,
    unknownKey: (path: string, key: string, meant: string | null) =>
      `${path}: 모르는 이름입니다: ${key}${meant === null ? '' : ` (혹시 ${meant})`}`,
  },
  unknownName: (name: string, meant: string | null) =>
    `모르는 환경변수입니다: ${name}${meant === null ? '' : ` (혹시 ${meant})`}`,
  switchOff: '기능 스위치가 강제로 꺼져 있습니다.',
};
