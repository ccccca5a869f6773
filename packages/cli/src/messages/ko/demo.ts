import { number } from '../format.ts';

export const demo = {
  title: '=== CYNOW 수주 관리 데모 ===',
  intro:
    '내장 PostgreSQL에 연습용 자료를 만들어 설치부터 역수입까지 차례로 실행합니다. 실제 업무 자료는 건드리지 않습니다.',
  embedded: (directory: string) => `시험용 내장 PostgreSQL을 사용합니다: ${directory}`,
  server: (directory: string, database: string) => `DB 서버를 켭니다: ${directory}, DB ${database}`,
  data: '이 시험용 DB를 비우고, FCMS 자료와 기존 CYNOW 테이블의 대역을 만듭니다.',
  made: (documents: number, orders: number, since: string, until: string) =>
    `   ✓ 이동서 ${number(documents)}건, 고객 주문 ${number(orders)}건 (${since} ~ ${until})`,
  migrate: '수주 관리를 설치합니다. 우리 스키마 밖은 바뀌지 않았음을 증명합니다.',
  importing: '직원이 등록한 수주를 가져옵니다.',
  imported: (n: number) => `   ✓ ${number(n)}건`,
  rehearse: '역수입을 저장하지 않고 먼저 실행합니다(Dry Run).',
  run: '같은 역수입을 실제로 실행합니다.',
  stats: '결과를 봅니다.',
  end: (seconds: string) => `✅ 데모 완료 (${seconds}초)`,
  next: '이어서 해 볼 것: npx cynow-po demo --serve, npx cynow-po stats, npx cynow-po doctor, npx cynow-po backfill --dry-run, npx cynow-po --help',
  /** Stands over all pages of the demo. */
  notice: '교육용 — 저장해도 실제 업무에 반영되지 않습니다',
  pages: (url: string, user: string, password: string) =>
    `화면: ${url}/\n   이름 ${user}, 비밀번호 ${password} (이번 데모에만 쓰는 관리자)\n끝내려면 Ctrl-C를 누르십시오.`,
  step: (n: number, text: string) => `[${n}/7] ${text}`,
};
