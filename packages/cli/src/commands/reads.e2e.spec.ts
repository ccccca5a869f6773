import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let cwd: string;

const run = (line: string, env: Record<string, string> = {}) =>
  runCommand(line.split(' '), { cwd, env: { DATABASE_URL: database.url, PO_ACTOR: 'kim', ...env } });
const json = async (line: string) => JSON.parse((await run(line)).stdout);

beforeAll(async () => {
  [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'cynow-po-reads-'))]);
  await database.put(
    { docNo: 'FP25000001', poNo: 'A-1' },
    { docNo: 'FP25000002', poNo: 'A-1' },
    { docNo: 'FP25000003', poNo: '구두', orderDate: '2025-11-21' },
    { docNo: 'FP25000004', progressCode: '51' },
    { docNo: 'FP24000001', orderDate: '2024-03-05' },
  );
  await database.move('FP25000001', 10, '21', '22', '50', '60');
  await database.move('FP25000002', 4, '31', '50');
  await run('backfill --since 2025-11-01');
});

afterAll(async () => {
  await Promise.all([database.drop(), rm(cwd, { recursive: true, force: true })]);
});

describe('where', () => {
  it('has exactly one answer for every number', async () => {
    const answers = await json('where --json fp25000002 FP25000003 FP25000004 FP24000001 FP25009999');
    expect(answers).toMatchObject([
      { docNo: 'FP25000002', answer: 'recorded', po: { customer: 'KDKK', poNo: 'A-1' }, delivery: 2 },
      { docNo: 'FP25000003', answer: 'recorded', po: { numberless: true }, reasons: [{ code: 'MISSING_PO_NO' }] },
      { docNo: 'FP25000004', answer: 'cancelled' },
      { docNo: 'FP24000001', answer: 'outside-every-window', effectiveOn: '2024-03-05' },
      { docNo: 'FP25009999', answer: 'not-in-fcms' },
    ]);
    expect(answers[0].progress).toMatchObject({
      asOf: expect.stringMatching(/^\d{4}-.+Z$/),
      po: { ordered: 20, instructed: 20, filled: 14, warehoused: 14, shipped: 10, rate: 50, stage: 'shipped' },
      items: [{ product: 'KF001', ordered: 20, shipped: 10 }],
      deliveries: [
        { docNo: 'FP25000001', delivery: 1, shipped: 10, rate: 100, stage: 'completed' },
        { docNo: 'FP25000002', delivery: 2, shipped: 0, rate: 0, stage: 'warehoused' },
      ],
    });
    const { code, stdout } = await run('where FP25000003 FP24000001');
    expect(code).toBe(0);
    expect(stdout).toContain('FP25000003: KDKK 번호 없음 1회차\n   검토 필요: PO번호 없음\n   실행 ');
    expect(stdout).toContain('어느 역수입의 기간에도 들지 않습니다(기준일 2024-03-05)');
  });

  it('shows how far the PO, its items and the document have come, and as of when', async () => {
    const { stdout } = await run('where FP25000002');
    expect(stdout).toMatch(/충전·입고·출하 기준 시각: \d{4}-\d\d-\d\d \d\d:\d\d\n/);
    expect(stdout).toMatch(
      /수주수량\(병\) +지시수량\(병\) +충전수량\(병\) +입고수량\(병\) +출하수량\(병\) +출하율 +단계\n/,
    );
    expect(stdout).toMatch(/PO 전체 +20 +20 +14 +14 +10 +50% +출하\n/);
    expect(stdout).toMatch(/품목 KF001 +20 +20 +14 +14 +10 +50% +출하\n/);
    expect(stdout).toMatch(/2회차 FP25000002 +10 +10 +4 +4 +0 +0% +입고\n/);
    expect(stdout).not.toContain('1회차 FP25000001');
    expect((await run('where FP25000002 --lang en')).stdout).toMatch(/delivery 2 FP25000002 +10 .+ 0% +warehoused\n/);
  });
});

describe('stats', () => {
  it('is one JSON value of the agreed shape', async () => {
    const { stdout, stderr } = await run('stats --json --since 2025-11-20');
    const stats = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(Object.keys(stats)).toEqual([
      'pos',
      'reviews',
      'documents',
      'orphans',
      'reservations',
      'createdPerDay',
      'lastRuns',
      'cdc',
      'progress',
    ]);
    expect(stats).toMatchObject({
      pos: { total: 2, needsReview: 1, backfilled: 2, manual: 0 },
      reviews: { byReason: { MISSING_PO_NO: 1 }, byPriority: { critical: 0, high: 1, medium: 0, low: 0 } },
      documents: { recorded: 3, cancelled: 0 },
      orphans: { open: 0 },
      reservations: { RESERVED: 0, MATCHED: 0, MISMATCH: 0, EXPIRED: 0, RELEASED: 0 },
      lastRuns: [{ state: 'completed', actor: 'kim', checked: 4 }],
    });
    expect(stats.createdPerDay[0]).toEqual({ date: '2025-11-20', count: 0 });
    expect(stats.createdPerDay.at(-1).count).toBe(2);
    expect(Object.keys(stats.cdc)).toEqual(['state', 'lastChangeAt']);
    expect(stats.progress).toMatchObject({
      ...{ ordered: 30, incomplete: false, instructed: 30, filled: 14, warehoused: 14, shipped: 10, rate: 100 / 3 },
      byStage: { waiting: 0, instructed: 1, filled: 0, warehoused: 0, shipped: 1, completed: 0 },
    });
  });

  it('reads in both languages', async () => {
    expect((await run('stats')).stdout).toMatch(/PO\n {2}전체 +2건\n {2}검토 필요 +1건\n/);
    expect((await run('stats')).stdout).toMatch(
      /진행\n {2}충전·입고·출하 기준 시각: .+\n {2}수주 +30병\n[\s\S]* {2}출하 +10병\n {2}출하율 +33%\n\n단계별 PO\n {2}대기 +0건\n/,
    );
    expect((await run('stats --lang en')).stdout).toMatch(/Reviews by priority\n {2}critical +0\n {2}high +1\n/);
  });

  it('goes back ten years and no further', async () => {
    for (const [language, words] of [
      ['ko', /^--since: \d{4}-\d\d-\d\d부터의 날짜가 필요합니다\(입력값 "0001-01-01"\)\.$/m],
      ['en', /^--since: expected a day not before \d{4}-\d\d-\d\d, got "0001-01-01"\.$/m],
    ] as const) {
      const { code, stdout, stderr } = await run(`stats --since 0001-01-01 --lang ${language}`);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(words);
    }
  });

  it('writes its result to the file of --output', async () => {
    expect(await run('stats --json --output stats.json')).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(await readFile(join(cwd, 'stats.json'), 'utf8'))).toMatchObject({ pos: { total: 2 } });
    expect(await run('stats --output no/such/place.txt')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('파일을 쓸 수 없습니다'),
    });
  });
});

describe('runs', () => {
  it('are listed, and shown with what they decided', async () => {
    const [latest] = await json('runs list --json');
    expect(latest).toMatchObject({ state: 'completed', since: '2025-11-01', until: null, limit: 1_000, checked: 4 });
    const shown = await json(`runs show ${latest.id} --json`);
    expect(shown).toMatchObject({
      run: { id: latest.id },
      decisions: [
        { docNo: 'FP25000001', outcome: 'created', action: 'new-po' },
        { docNo: 'FP25000002', outcome: 'created', action: 'attached', delivery: 2 },
        { docNo: 'FP25000003', outcome: 'needs-review', reasons: ['MISSING_PO_NO'] },
      ],
    });
    const { stdout } = await run(`runs show ${latest.id}`);
    expect(stdout).toContain('   [연결] FP25000002 → KDKK A-1 2회차\n');
    expect((await run('runs list')).stdout).toContain(latest.id);
    expect(await run('runs show nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그런 실행이 없습니다: nothing'),
    });
  });
});

describe('runs list', () => {
  it('says how the next page is asked for, up to the last', async () => {
    await run('backfill --since 2025-11-01');
    await run('backfill --since 2025-11-01');
    const ids = (await json('runs list --json')).map(({ id }: { id: string }) => id);
    expect(ids.length).toBeGreaterThan(2);
    const seen: string[] = [];
    for (let line: string | undefined = 'runs list --limit 1'; line !== undefined; ) {
      const { stdout } = await run(line);
      seen.push(...ids.filter((id: string) => stdout.includes(`\n${id} `)));
      line = /^다음: cynow-po (.*)$/m.exec(stdout)?.[1];
    }
    expect(seen).toEqual(ids);
    expect((await run('runs list')).stdout).not.toContain('다음:');
    const behind = await json(`runs list --limit 1 --after ${ids[0]} --json`);
    expect(behind).toMatchObject([{ id: ids[1] }]);
    expect(await json(`runs list --after ${ids.at(-1)} --json`)).toEqual([]);
    expect((await run(`runs list --after ${ids.at(-1)}`)).stdout).toBe('그보다 앞선 실행이 없습니다.\n');
    expect(await run('runs list --after nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그런 실행이 없습니다: nothing'),
    });
  });
});

describe('doctor', () => {
  it('finds nothing wrong where all is well', async () => {
    const findings = await json('doctor --json');
    expect(findings.filter(({ state }: { state: string }) => state === 'error')).toEqual([]);
    expect((await run('doctor')).stdout).toContain('FCMS 테이블: fcms_cdc의 테이블과 열을 모두 읽을 수 있습니다.');
  });

  it('warns of an address that users type and that leads elsewhere, or is not encrypted', async () => {
    const address = async (PO_PUBLIC_URL: string, PO_BASE_PATH = '/orders') => {
      const { code, stdout } = await run('doctor --json', { PO_PUBLIC_URL, PO_BASE_PATH });
      expect(code).toBe(0);
      const findings = JSON.parse(stdout) as readonly Record<'check' | 'state' | 'problem' | 'next', string | null>[];
      return findings
        .filter(({ check }) => check === 'address')
        .map(({ state, problem, next }) => [state, problem, next]);
    };
    expect(await address('https://plant.example/cynow/orders', '/cynow/orders')).toEqual([['ok', null, null]]);
    // Only a host: the path is ours.
    expect(await address('https://plant.example')).toEqual([['ok', null, null]]);
    expect(await address('http://plant.example/cynow/orders/')).toEqual([
      ['warning', 'other-path', expect.stringContaining('PO_BASE_PATH=/cynow/orders')],
      ['warning', 'plain-http', expect.stringContaining('https://')],
    ]);
  });

  it('names what is wrong and the remedy, and ends with 4', async () => {
    expect(
      await run('doctor', { PO_SCHEMA: 'other', FCMS_SCHEMA: 'nowhere', ENABLE_PO_MANAGEMENT: 'flase' }),
    ).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(
        /FCMS 스키마가 없습니다: nowhere[\s\S]*cynow-po migrate up[\s\S]*"flase" — 켬도 끔도 아니므로/,
      ),
    });
    const address = new URL(database.url);
    address.pathname = '/no_such_database';
    expect(await run('doctor', { DATABASE_URL: address.href })).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(new RegExp(`그 이름의 DB가 없습니다\\. 이 서버의 DB: .*${database.name}`)),
    });
  });
});

describe('a command that cannot work', () => {
  it.each([
    ['postgres://kim:geheim@127.0.0.1:1/po', 'DB에 연결할 수 없습니다: 127.0.0.1, 1'],
    ['postgres://kim:geheim@no.such.host.invalid/po', 'DB에 연결할 수 없습니다: no.such.host.invalid, 5432'],
  ])('says why, and what to do: %s', async (url, text) => {
    for (const line of ['stats --json --verbose', 'migrate status --json --verbose']) {
      const { code, stdout, stderr } = await run(line, { DATABASE_URL: url });
      expect(code).toBe(4);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NO_CONNECTION', exitCode: 4 } });
      expect(stderr).toContain(text);
      expect(stdout + stderr).not.toContain('geheim');
    }
  });

  it('is told of a missing schema, missing tables and missing rights', async () => {
    expect(await run('stats', { PO_SCHEMA: 'other' })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('설치가 끝나지 않았습니다. 실행: cynow-po migrate up'),
    });
    expect(await run('backfill', { FCMS_SCHEMA: 'nowhere' })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('FCMS 테이블이 없습니다: nowhere'),
    });
    await database.query('DROP ROLE IF EXISTS cli_spec_reader');
    await database.query(`CREATE ROLE cli_spec_reader LOGIN PASSWORD 'reader'`);
    const address = new URL(database.url);
    [address.username, address.password] = ['cli_spec_reader', 'reader'];
    const forbidden = { code: 4, stderr: expect.stringContaining('스키마 po에서 필요한 권한이 없습니다') };
    expect(await run('stats', { DATABASE_URL: address.href })).toMatchObject(forbidden);
    await database.query('GRANT USAGE ON SCHEMA po, fcms_cdc TO cli_spec_reader');
    await database.query('GRANT SELECT ON po.schema_version TO cli_spec_reader');
    expect(await run('stats', { DATABASE_URL: address.href })).toMatchObject(forbidden);
    await database.query('GRANT ALL ON ALL TABLES IN SCHEMA po TO cli_spec_reader');
    const refused = await run('backfill', { DATABASE_URL: address.href });
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('GRANT SELECT ON fcms_cdc.tr_orders TO cli_spec_reader;');
    await database.query('DROP OWNED BY cli_spec_reader');
    await database.query('DROP ROLE cli_spec_reader');
  });

  it('does not take the embedded server in production, and says what is missing', async () => {
    expect(await run('stats', { DATABASE_URL: '', NODE_ENV: 'production' })).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/DATABASE_URL이 없습니다\.\n이유: .*NODE_ENV=production/),
    });
  });

  it('tells all problems of the configuration', async () => {
    const { code, stderr } = await run('stats', { PO_SCHEMA: 'public', PORT: 'x' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/PO_SCHEMA: [\s\S]*PORT: /);
  });
});

describe('config check', () => {
  it('shows each value and where it came from, hides secrets, and connects to nothing', async () => {
    await writeFile(join(cwd, 'secret'), 'postgres://kim:geheim@127.0.0.1:1/po');
    const env = { DATABASE_URL: '', DATABASE_URL_FILE: 'secret', PO_QTY_TOLERANCE: '5' };
    const { code, stdout } = await run('config check', env);
    expect(code).toBe(0);
    expect(stdout).toContain('postgres://kim:***@127.0.0.1:1/po');
    expect(stdout).toMatch(/PO_QTY_TOLERANCE +5 +환경변수/);
    expect(stdout).toMatch(/PO_SCHEMA +po +기본값/);
    const bad = await run('config check --json', { PO_CDC: 'x' });
    expect(bad.code).toBe(2);
    expect(JSON.parse(bad.stdout)).toMatchObject({ valid: false, problems: [{ name: 'PO_CDC' }] });
  });
});
