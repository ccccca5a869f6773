import type { MigrationStatus } from '@cynow/po-adapters-pg';
import { number, time } from '../format.ts';

const list = (items: readonly string[]): string => items.join(', ');

export const migrate = {
  states: {
    absent: '설치 전(스키마 없음)',
    foreign: '다른 프로그램의 스키마',
    unreadable: '읽을 권한 없음',
    newer: '이 프로그램보다 새 버전',
    changed: '적용한 뒤 바뀐 단계가 있음',
    pending: '적용할 단계가 있음',
    current: '최신',
  } satisfies Record<MigrationStatus['state'], string>,
  status: (schema: string, state: string) => `스키마 ${schema}: ${state}`,
  applied: (name: string, at: Date) => `[X] ${name}  ${time(at)}`,
  pending: (name: string) => `[ ] ${name}`,
  unknown: (name: string) => `[?] ${name}  이 프로그램이 모르는 단계`,
  changed: (name: string) => `[!] ${name}  적용한 뒤 내용이 바뀐 단계`,
  nothingPending: '적용할 단계가 없습니다.',
  planned: (n: number) => `적용할 단계 ${number(n)}개:`,
  noSuchMigration: (n: string, max: number) => `그런 단계가 없습니다: ${n} (1~${max})`,
  up: {
    applied: (n: number) => `✅ 적용 완료: ${number(n)}개`,
    rehearsed: (n: number) => `✅ 예행 완료: ${number(n)}개 — 모두 되돌렸습니다.`,
    upToDate: '✅ 이미 최신입니다.',
    step: (name: string, statements: number) => `   ✓ ${name} (문장 ${number(statements)}개)`,
    proof: (locks: number, objects: number, digest: string) =>
      `   증명: 잠금 ${number(locks)}개가 모두 우리 스키마 안, 밖의 카탈로그 ${number(objects)}개가 그대로(${digest.slice(0, 12)})`,
    createdSchema: (schema: string) => `   스키마를 만들었습니다: ${schema}`,
    appliedBefore: (n: number) => `   그 앞의 ${number(n)}개는 적용되었습니다.`,
  },
  zero: {
    rows: '삭제할 내용:',
    table: (table: string, rows: number) => `   ${table}: ${number(rows)}행`,
    dropped: (schema: string) => `✅ 모두 삭제했습니다: 스키마 ${schema}`,
    schemaStays: '   스키마는 DB 관리자가 만든 것이므로 빈 채로 남았습니다.',
    nothing: '삭제할 것이 없습니다.',
    backup: {
      what: '최근 한 시간 안의 백업이 없어 실행하지 않았습니다.',
      next: '먼저 pg_dump로 백업한 뒤 실행하십시오: --without-backup',
    },
  },
  refused: '실행하지 않았습니다. 아무것도 바뀌지 않았습니다.',
  refusals: {
    'schema-name': '쓸 수 없는 스키마 이름입니다. PO_SCHEMA를 확인하십시오.',
    'cannot-create-schema': (role: string, database: string, schema: string) =>
      `스키마를 만들 권한이 없습니다. DB 관리자가 실행: CREATE SCHEMA ${schema} AUTHORIZATION ${role}; (DB ${database})`,
    'foreign-schema': (objects: readonly string[]) =>
      `스키마에 우리 것이 아닌 것이 있습니다: ${list(objects)}. 다른 PO_SCHEMA를 사용하십시오.`,
    unreadable: (role: string, owner: string) =>
      `스키마를 읽을 권한이 없습니다(사용자 ${role}). 소유자로 실행하십시오: ${owner}`,
    'not-owner': (role: string, owner: string) =>
      `스키마의 소유자가 아닙니다(사용자 ${role}). PO_MIGRATE_DATABASE_URL에 소유자를 설정하십시오: ${owner}`,
    newer: (names: readonly string[]) =>
      `DB가 이 프로그램보다 새 버전입니다: ${list(names)}. 그 단계가 들어 있는 버전을 사용하십시오.`,
    changed: (names: readonly string[]) =>
      `적용한 뒤 내용이 바뀐 단계입니다: ${list(names)}. 적용할 때의 버전을 사용하십시오.`,
    'out-of-order': (names: readonly string[]) => `뒤의 단계가 먼저 적용되어 있습니다: ${list(names)}`,
    statement: (name: string, line: number, kind: string, code: string, subject: string) =>
      `${name} ${line}번째 줄: 허용하지 않는 문장입니다(${kind}, ${code}: ${subject}).`,
    'not-made-by-up': (objects: readonly string[]) =>
      `설치한 적이 없는 것이 스키마에 있습니다: ${list(objects)}. 만든 사람이 먼저 옮기거나 지워야 합니다.`,
    'depended-on': (objects: readonly string[]) =>
      `밖에서 우리 것을 참조합니다: ${list(objects)}. 만든 사람이 먼저 지워야 합니다.`,
    running: (processes: readonly { readonly applicationName: string; readonly pid: number }[]) =>
      `실행 중인 프로세스가 있습니다: ${list(processes.map(({ applicationName, pid }) => `${applicationName}(${pid})`))}. 먼저 멈추십시오.`,
    confirm: (expected: string) => `확인이 필요합니다. 실행: cynow-po migrate zero --confirm ${expected}`,
  },
  disturbed: (n: number) =>
    `되돌린 시도 ${number(n)}회: 우리 스키마 밖에 달라진 것이 있었습니다(다른 사람의 작업일 수 있습니다).`,
  foreignLock: (object: string, owner: string, mode: string) => `   잠금: ${object} (소유자 ${owner}, ${mode})`,
  difference: (object: string, kind: string, owner: string, change: 'added' | 'removed' | 'changed') =>
    `   ${{ added: '생김', removed: '없어짐', changed: '바뀜' }[change]}: ${object} (${kind}, 소유자 ${owner})`,
  rolledBack: { what: '되돌렸습니다. 아무것도 바뀌지 않았습니다.', next: '잠시 뒤 다시 실행하십시오.' },
  failure: (message: string, detail: string) => ({ what: `문장이 실패해 되돌렸습니다: ${message}`, why: detail }),
  failureAt: (name: string, line: number) => `${name} ${line}번째 줄`,
  lockedOut: (
    holders: readonly { readonly applicationName: string; readonly pid: number; readonly holds: string }[],
  ) => ({
    what: '다른 연결이 잠금을 갖고 있어 실행하지 않았습니다. 아무것도 바뀌지 않았습니다.',
    why: list(holders.map(({ applicationName, pid, holds }) => `${applicationName || '이름 없음'}(${pid}): ${holds}`)),
    next: '그 작업이 끝난 뒤 다시 실행하십시오.',
  }),
};
