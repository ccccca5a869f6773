import type { Finding } from '@cynow/po-adapters-pg';
import { type Explanation, number, time } from '../format.ts';
import { config } from './config.ts';
import { errors } from './errors.ts';
import { labels } from './labels.ts';

type Facts = Readonly<Record<string, unknown>>;

const texts = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : String(value ?? ''));

/** What a problem is, and what to do about it, by check and problem. */
const problems: Readonly<Record<string, (facts: Facts) => Explanation>> = {
  'numbers/typing-errors': ({ numbers, greatest }) => ({
    what: `다른 번호보다 10,000 넘게 큰 이동서번호가 있습니다: ${texts(numbers)}`,
    why: `입력 오류로 보고 다음 번호를 정할 때 세지 않습니다(마지막 번호 ${number(Number(greatest))}).`,
    next: 'FCMS에서 번호를 확인하십시오.',
  }),
  'cluster/standby': () => ({
    what: '읽기 전용 대기(standby) 서버입니다.',
    next: 'DATABASE_URL에 주(primary) 서버를 설정하십시오.',
  }),
  'version/too-old': ({ version }) => ({
    what: `PostgreSQL 버전이 낮습니다: ${texts(version)}`,
    next: 'PostgreSQL 15 이상이 필요합니다.',
  }),
  'temporary-tables/forbidden': ({ role, grant }) => ({
    what: `임시 테이블을 만들 권한이 없습니다(사용자 ${texts(role)}).`,
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'clock/skewed': ({ skewMs }) => ({
    what: `DB 서버와 이 컴퓨터의 시각이 ${number(Math.round(Number(skewMs) / 1_000))}초 다릅니다.`,
    next: '두 컴퓨터의 시각 동기화(NTP)를 확인하십시오.',
  }),
  'connections/few': ({ free, max }) => ({
    what: `DB 서버에 남은 연결이 적습니다: ${texts(free)}/${texts(max)}`,
    next: '쓰지 않는 연결을 닫거나 PO_DB_MAX_CONNECTIONS를 줄이십시오.',
  }),
  'source/schema-missing': ({ schema, database, databases }) => ({
    what: `FCMS 스키마가 없습니다: ${texts(schema)} (DB ${texts(database)})`,
    next: `다른 DB에 연결했는지 확인하십시오. 이 서버의 DB: ${texts(databases)}`,
  }),
  'source/schema-forbidden': ({ schema, grant }) => ({
    what: `FCMS 스키마를 쓸 권한이 없습니다: ${texts(schema)}`,
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'source/table-missing': ({ table }) => ({
    what: `FCMS 테이블이 없습니다: ${texts(table)}`,
    next: '다른 DB에 연결했는지, 동기화가 이 테이블을 포함하는지 확인하십시오.',
  }),
  'source/table-forbidden': ({ table, grant }) => ({
    what: `FCMS 테이블을 읽을 권한이 없습니다: ${texts(table)}`,
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'source/column-missing': ({ table, columns }) => ({
    what: `FCMS 테이블에 열이 없습니다: ${texts(table)} (${texts(columns)})`,
    next: '동기화가 이 열을 포함하는지 확인하십시오.',
  }),
  'source/column-forbidden': ({ table, columns, grant }) => ({
    what: `FCMS 열을 읽을 권한이 없습니다: ${texts(table)} (${texts(columns)})`,
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'accounts/schema-missing': () => ({
    what: 'public 스키마가 없어 CYNOW 사용자를 읽을 수 없습니다.',
    next: '다른 DB에 연결했는지 확인하거나 PO_AUTH에서 django-session, django-password를 빼십시오.',
  }),
  'accounts/schema-forbidden': ({ grant }) => ({
    what: 'public 스키마를 쓸 권한이 없어 CYNOW 사용자를 읽을 수 없습니다.',
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'accounts/table-missing': ({ table }) => ({
    what: `CYNOW 테이블이 없습니다: ${texts(table)}`,
    next: '다른 DB에 연결했는지 확인하거나 PO_AUTH에서 django-session, django-password를 빼십시오.',
  }),
  'accounts/table-forbidden': ({ table, grant }) => ({
    what: `CYNOW 테이블을 읽을 권한이 없습니다: ${texts(table)}`,
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'accounts/column-missing': ({ table, columns }) => ({
    what: `CYNOW 테이블에 열이 없습니다: ${texts(table)} (${texts(columns)})`,
    next: 'CYNOW가 Django의 기본 사용자 테이블을 쓰는지 확인하십시오.',
  }),
  'accounts/column-forbidden': ({ table, columns, grant }) => ({
    what: `CYNOW 열을 읽을 권한이 없습니다: ${texts(table)} (${texts(columns)})`,
    next: `DB 관리자가 실행: ${texts(grant)}`,
  }),
  'accounts/other-hashers': ({ hashers }) => ({
    what: `비밀번호로 로그인할 수 없는 CYNOW 사용자가 있습니다. 해시 방식: ${texts(hashers)}`,
    next: 'pbkdf2_sha256만 확인할 수 있습니다. 이 사용자들은 django-session으로 들어오거나 user add로 따로 추가하십시오.',
  }),
  'migrations/drift': ({ lost }) => ({
    what: `설치한 것이 없어졌습니다: ${texts(lost)}`,
    next: '백업에서 되살리거나, 비운 뒤 다시 설치하십시오: cynow-po migrate zero, cynow-po migrate up',
  }),
  'migrations/half-migrated': ({ pending }) => ({
    what: `적용하지 않은 단계가 있습니다: ${texts(pending)}`,
    next: '실행: cynow-po migrate up',
  }),
  'migrations/not-migrated': ({ schema }) => ({
    what: `설치가 끝나지 않았습니다(스키마 ${texts(schema)}).`,
    next: '실행: cynow-po migrate up',
  }),
  'migrations/newer': ({ unknown }) => ({
    what: `DB가 이 프로그램보다 새 버전입니다: ${texts(unknown)}`,
    next: '그 단계가 들어 있는 버전을 사용하십시오.',
  }),
  'migrations/changed': ({ changed }) => ({
    what: `적용한 뒤 내용이 바뀐 단계입니다: ${texts(changed)}`,
    next: '적용할 때의 버전을 사용하십시오.',
  }),
  'migrations/foreign': ({ schema, foreign }) => ({
    what: `다른 프로그램의 스키마입니다: ${texts(schema)} (${texts(foreign)})`,
    next: '다른 PO_SCHEMA를 사용하십시오.',
  }),
  'migrations/unreadable': ({ schema }) => ({
    what: `스키마를 읽을 권한이 없습니다: ${texts(schema)}`,
    next: 'DB 관리자에게 권한을 요청하십시오.',
  }),
  'cdc/stale': ({ lastChangeAt }) => ({
    what: `FCMS 동기화가 멈춰 있습니다(마지막 자료 ${lastChangeAt instanceof Date ? time(lastChangeAt) : '알 수 없음'}). 최근 주문이 빠져 있을 수 있습니다.`,
    next: 'CDC(Debezium, Kafka, 싱크)의 상태를 확인하십시오.',
  }),
  'cdc/paused': () => ({ what: '동기화 중지 시간대입니다. 최근 주문이 빠져 있을 수 있습니다.' }),
  'address/other-path': ({ typed, expected }) => config.otherPath(texts(typed), texts(expected)),
  'address/plain-http': ({ url }) => ({
    what: `화면을 HTTP로 엽니다: ${texts(url)}`,
    why: '비밀번호와 쿠키가 암호화되지 않은 채 오갑니다.',
    next: '프록시에서 HTTPS로 열 수 있으면 PO_PUBLIC_URL을 https:// 주소로 바꾸십시오.',
  }),
  'switch/off': ({ why }) => ({
    what: `기능 스위치가 강제로 꺼져 있습니다. ${texts(why)}`,
    next: '쓰기 명령은 --while-off와 함께 실행하십시오.',
  }),
};

/** What is said of a check that found nothing wrong. */
const fine: Readonly<Record<string, (facts: Facts) => string>> = {
  connection: ({ host, port, database, user }) =>
    `${texts(database)} @ ${texts(host)}:${texts(port)}, 사용자 ${texts(user)}`,
  cluster: ({ cluster, databases }) => `${texts(cluster) || '이름 없음'}, DB: ${texts(databases)}`,
  version: ({ version }) => `PostgreSQL ${texts(version)}`,
  source: ({ schema }) => `${texts(schema)}의 테이블과 열을 모두 읽을 수 있습니다.`,
  accounts: ({ methods }) => `PO_AUTH ${texts(methods)}: 필요한 테이블과 열을 모두 읽을 수 있습니다.`,
  'search-path': ({ schema, onSearchPath }) => `${texts(schema)}: ${onSearchPath ? '포함' : '포함하지 않음'}`,
  'temporary-tables': () => '만들 수 있습니다.',
  migrations: ({ schema, applied }) => `스키마 ${texts(schema)}, 적용 ${texts(applied)}`,
  cdc: ({ state, watched, lastChangeAt }) => {
    const label = labels.cdcStates[state as keyof typeof labels.cdcStates] ?? texts(state);
    const changed = lastChangeAt instanceof Date ? `, 마지막 변경 ${time(lastChangeAt)}` : '';
    return `${label}${watched ? '' : ' (PO_CDC=none)'}${changed}`;
  },
  clock: ({ timeZone, now }) => `DB 시간대 ${texts(timeZone)}, 서울 시각 ${now instanceof Date ? time(now) : ''}`,
  connections: ({ free, max, ours }) => `남은 연결 ${texts(free)}/${texts(max)}, 우리 몫 ${texts(ours)}`,
  numbers: ({ year, greatest }) => `${2000 + Number(year)}년 마지막 번호 ${number(Number(greatest))}`,
  switch: () => '저장된 값을 따름',
  address: ({ url, basePath }) => (url === null ? `요청에서 알아냄, 경로 ${texts(basePath)}` : texts(url)),
  embedded: ({ directory }) => `${texts(directory)} (시험용)`,
};

export const doctor = {
  states: { ok: '정상', warning: '주의', error: '오류' } satisfies Record<Finding['state'], string>,
  marks: { ok: '✓', warning: '⚠', error: '✗' } satisfies Record<Finding['state'], string>,
  checks: {
    connection: 'DB 연결',
    cluster: 'DB 서버',
    version: 'DB 버전',
    source: 'FCMS 테이블',
    'search-path': '검색 경로의 FCMS',
    'temporary-tables': '임시 테이블',
    migrations: '설치',
    accounts: 'CYNOW 사용자',
    cdc: 'FCMS 동기화',
    clock: '시각',
    connections: '연결 수',
    numbers: '이동서번호',
    switch: '기능 스위치',
    address: '화면 주소',
    embedded: '내장 PostgreSQL',
  } satisfies Record<Finding['check'] | 'switch' | 'address' | 'embedded', string>,
  fine: (check: string, facts: Facts): string => fine[check]?.(facts) ?? '',
  problem: (check: string, problem: string, facts: Facts): Explanation => {
    if (check === 'connection') {
      const found = errors.noConnection(texts(facts.host), texts(facts.port), problem);
      const databases = texts(facts.databases);
      return databases === '' ? found : { ...found, why: `${found.why ?? ''} 이 서버의 DB: ${databases}` };
    }
    return problems[`${check}/${problem}`]?.(facts) ?? { what: problem };
  },
  allFine: '✅ 문제가 없습니다.',
  found: (errorCount: number, warnings: number) => `오류 ${number(errorCount)}건, 주의 ${number(warnings)}건`,
};
