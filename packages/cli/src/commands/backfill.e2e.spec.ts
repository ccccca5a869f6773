import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPg } from '@cynow/po-adapters-pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, startCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let cwd: string;

beforeEach(async () => {
  [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'cynow-po-backfill-'))]);
});

afterEach(async () => {
  await Promise.all([database.drop(), rm(cwd, { recursive: true, force: true })]);
});

const options = (env: Record<string, string> = {}) => ({
  cwd,
  env: { DATABASE_URL: database.url, PO_ACTOR: 'kim', ...env },
});
const backfill = (args: string, env: Record<string, string> = {}) =>
  runCommand(['backfill', '--since', '2025-11-01', ...args.split(' ').filter((word) => word !== '')], options(env));
/** As above, without a window of its own. */
const backfillOnly = (args: string, env: Record<string, string> = {}) =>
  runCommand(['backfill', ...args.split(' ')], options(env));
const json = (stdout: string) => JSON.parse(stdout);
const linesOf = async (file: string) =>
  (await readFile(join(cwd, file), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ docNo: `FP25${String(i + 1).padStart(6, '0')}` }));

describe('backfill', () => {
  it('writes nothing in a dry run, and what the dry run said in a real one', async () => {
    await database.put(
      { docNo: 'FP25000001', poNo: 'A-1' },
      { docNo: 'FP25000002', poNo: 'A-1②' },
      { docNo: 'FP25000003', poNo: 'A-2', customer: null },
      { docNo: 'FP25000004', progressCode: '51' },
    );
    const rehearsed = await backfill('--dry-run --json --report dry.ndjson');
    expect(rehearsed.code).toBe(0);
    expect(json(rehearsed.stdout)).toMatchObject({
      run: { dryRun: true, since: '2025-11-01', until: null, limit: 1_000, state: 'completed' },
      checked: 4,
      created: { total: 2, newPo: 1, attached: 1, refreshed: 0 },
      skipped: { total: 1, byReason: { CANCELLED: 1 } },
      needsReview: { total: 1, newPo: 1, byReason: { MISSING_CUSTOMER: 1 } },
    });
    expect(await database.query('SELECT FROM po.run')).toEqual([]);
    expect(await database.query('SELECT FROM po.po')).toEqual([]);

    const real = await backfill('--report real.ndjson');
    expect(real).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('총 확인: 4건\n  ✓ 생성: 2건 (신규 1, 연결 1, 갱신 0)'),
    });
    expect(real.stdout).toContain(`- 대상: ${database.name} @ 127.0.0.1:`);
    expect(real.stderr).toContain('저장된 값을 따름');
    const [dry, done] = [await linesOf('dry.ndjson'), await linesOf('real.ndjson')];
    expect(done.slice(0, -1)).toEqual(dry.slice(0, -1));
    expect(dry.map((line) => Object.keys(line))).toEqual([
      ['docNo', 'hash', 'outcome', 'action', 'link', 'po', 'delivery', 'reasons', 'candidates'],
      ['docNo', 'hash', 'outcome', 'action', 'link', 'po', 'delivery', 'reasons', 'candidates'],
      ['docNo', 'hash', 'outcome', 'action', 'link', 'po', 'delivery', 'reasons', 'candidates'],
      ['docNo', 'hash', 'outcome', 'skipped'],
      ['run'],
    ]);
    expect(dry[1]).toMatchObject({ link: 'exact', po: { customer: 'KDKK', poNo: 'A-1', manual: false }, delivery: 2 });
    expect(dry[4].run).toMatchObject({
      dryRun: true,
      days: null,
      limit: 1_000,
      force: false,
      schema: 'po',
      fcmsSchema: 'fcms_cdc',
    });

    const again = await backfill('--json');
    expect(json(again.stdout)).toMatchObject({
      checked: 4,
      skipped: { total: 4, byReason: { ALREADY_RECORDED: 3, CANCELLED: 1 } },
    });
    expect(again.stderr).toContain(`대상: ${database.name} @ 127.0.0.1:`);
  });

  it('repeats a dry run for real, and refuses when the source has moved', async () => {
    await database.put(...many(5));
    await backfill('--dry-run --limit 3 --report dry.ndjson');
    const real = await backfillOnly('--like dry.ndjson --batch-size 2 --json');
    expect(real.code).toBe(0);
    expect(json(real.stdout)).toMatchObject({ run: { dryRun: false, since: '2025-11-01', limit: 3 }, checked: 3 });

    await backfill('--dry-run --report next.ndjson');
    await database.put({ docNo: 'FP25000005', customer: null });
    const refused = await backfillOnly('--like next.ndjson');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('  모의 실행: [생성] FP25000005 / 신규 / KDKK PO-FP25000005 / 1회차\n');
    expect(refused.stderr).toContain(
      '  지금:      [검토필요] FP25000005 / 신규 / UNKNOWN PO-FP25000005 / 1회차 / 고객코드 없음\n',
    );
    const machine = await backfillOnly('--like next.ndjson --json');
    expect(json(machine.stdout)).toMatchObject({
      error: { code: 'DIFFERS', differences: [{ was: { outcome: 'created' }, is: { outcome: 'needs-review' } }] },
    });
    expect(await database.query('SELECT FROM po.document')).toHaveLength(3);
  });

  it('takes for --like only the report of a complete dry run of this schema', async () => {
    await database.put(...many(2));
    await backfill('--report real.ndjson');
    expect(await backfillOnly('--like real.ndjson')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('모의 실행(--dry-run)'),
    });
    expect(await backfillOnly('--like nowhere.ndjson')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('읽을 수 없습니다'),
    });
    await backfill('--dry-run --report dry.ndjson');
    expect(await backfillOnly('--like dry.ndjson', { PO_SCHEMA: 'other' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('다른 스키마'),
    });
  });

  it('ends after the current batch when it is interrupted, keeps what is done, and goes on from there', async () => {
    await database.put(...many(60));
    const run = startCommand(
      ['backfill', '--since', '2025-11-01', '--batch-size', '1', '--report', 'r.ndjson'],
      options(),
    );
    await run.printed('[생성] FP25000002');
    run.child.kill('SIGTERM');
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('⚠️ 중단됨');
    const [, id = ''] = /여기까지 저장했습니다\. 이어서 실행: cynow-po backfill --resume (\S+)/.exec(stderr) ?? [];
    const kept = await database.query('SELECT FROM po.document');
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThan(60);
    const report = await linesOf('r.ndjson');
    expect(report).toHaveLength(kept.length + 1);
    expect(report.at(-1).run).toMatchObject({ id, state: 'interrupted' });

    const resumed = await backfillOnly(`--resume ${id} --json`);
    expect(json(resumed.stdout)).toMatchObject({ run: { id, state: 'completed' }, checked: 60 });
    expect(await backfillOnly(`--resume ${id}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("상태가 '완료'입니다"),
    });
    expect(await backfillOnly(`--resume ${id} --limit 5`)).toMatchObject({ code: 2 });
  });

  it('ends at once at the second Ctrl-C, even while the database does not answer', async () => {
    await database.put(...many(60));
    const run = startCommand(['backfill', '--since', '2025-11-01', '--batch-size', '1'], options());
    await run.printed('[생성] FP25000002');
    await database.query('BEGIN');
    await database.query('LOCK TABLE po.po IN ACCESS EXCLUSIVE MODE');
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
    await new Promise((done) => setTimeout(done, 50));
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130 });
    await database.query('ROLLBACK');
  });

  it('takes a closed pipe for an interruption', async () => {
    await database.put(...many(60));
    const run = startCommand(['backfill', '--since', '2025-11-01', '--batch-size', '1'], options());
    await run.printed('[생성] FP25000001');
    run.child.stdout?.destroy();
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/여기까지 저장했습니다/);
  });

  it('waits 10 seconds for another run, then names who holds it', async () => {
    const pg = await openPg({
      url: database.url,
      schema: 'po',
      fcmsSchema: 'fcms_cdc',
      applicationName: 'spec',
      statementTimeoutMs: 30_000,
      maxConnections: 2,
      docPrefix: 'FP',
    });
    const at = new Date();
    const start = await pg.ports.runs.start({
      owner: { actor: 'lee', host: 'srv1', pid: 77 },
      at,
      options: { window: { since: null, until: null }, limit: null, force: false },
      waitMs: 0,
    });
    if (start.outcome !== 'started') throw new Error(start.outcome);
    const second = await backfill('--report r.ndjson');
    expect(second).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('다른 역수입이 실행 중입니다: lee, '),
    });
    expect(second.stderr).toContain(`실행 ${start.held.run.id}, srv1의 프로세스 77`);
    expect(await readdir(cwd)).toEqual([]);
    const third = startCommand(['backfill', '--wait', '--json'], options());
    const { run } = start.held;
    await start.held.release({ state: 'completed', at, tally: run.tally, orphans: run.orphans, error: null });
    expect(await third.ended).toMatchObject({ code: 0 });
    await pg.close();
  });

  it('lists what could not be written, and ends with 5', async () => {
    await database.put(...many(4));
    await database.query(`ALTER TABLE po.document ADD CHECK (doc_no <> 'FP25000003')`);
    const { code, stdout, stderr } = await backfill('--report r.ndjson');
    expect(code).toBe(5);
    expect(stdout).toMatch(/\[실패\] FP25000003 — .+/);
    expect(stdout).toContain('  ✗ 실패: 1건\n');
    expect(stderr).toContain('1건을 저장하지 못했습니다. 나머지는 저장되었습니다. 목록: cynow-po runs show ');
    expect(await database.query('SELECT FROM po.document')).toHaveLength(3);
    expect((await linesOf('r.ndjson')).at(-1).run.failed).toMatchObject([{ docNo: 'FP25000003' }]);
  });

  it('does not run while the feature is switched off, unless told to', async () => {
    await database.put(...many(1));
    for (const value of ['false', 'OFF', '0', 'flase', '']) {
      expect(await backfill('', { ENABLE_PO_MANAGEMENT: value })).toMatchObject({
        code: 3,
        stderr: expect.stringContaining(
          '수주 관리 기능이 꺼져 있어 실행하지 않았습니다. 상태 확인: cynow-po flags get po_management',
        ),
      });
    }
    expect(await backfill('', { PO_OFF_FILE: process.execPath })).toMatchObject({ code: 3 });
    expect(await database.query('SELECT FROM po.po')).toEqual([]);
    expect(await backfill('--dry-run', { ENABLE_PO_MANAGEMENT: 'no' })).toMatchObject({ code: 0 });
    expect(await backfill('--while-off', { ENABLE_PO_MANAGEMENT: 'no' })).toMatchObject({ code: 0 });
    expect(await backfill('', { ENABLE_PO_MANAGEMENT: 'Yes' })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('켬 → 저장된 값을 따름'),
    });
  });

  it('reads afterwards what is filled, warehoused and shipped, when that is due', async () => {
    await database.put(...many(2));
    await database.move('FP25000001', 3, '22', '50', '60');
    await backfill('--dry-run');
    expect(await database.query('SELECT FROM po.progress_pass')).toEqual([]);
    const first = await backfill('--json');
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /충전·입고·출하를 읽었습니다: 기준 시각 \d{4}-\d\d-\d\d \d\d:\d\d, 수량이 바뀐 이동서 1건 \(\d+\.\d초\)/,
      ),
    });
    expect(json(first.stdout).checked).toBe(2);
    expect(await database.query('SELECT doc_no, filled, shipped FROM po.progress')).toEqual([
      { doc_no: 'FP25000001', filled: 3, shipped: 3 },
    ]);
    expect((await backfill('')).stderr).toContain('충전·입고·출하: 바뀐 것이 없습니다. 기준 시각 ');
    await database.move('FP25000002', 1, '22');
    expect((await backfill('')).stderr).toContain('아직 다시 읽을 때가 아닙니다(PO_PROGRESS_EVERY)');
    expect((await backfill('', { PO_PROGRESS_EVERY: '1 ms' })).stderr).toContain('수량이 바뀐 이동서 1건');
  });

  it('warns when that cannot be read: the run is kept all the same', async () => {
    await database.put(...many(1));
    await database.move('FP25000001', 1, '22');
    await database.query(`ALTER TABLE po.progress ADD CONSTRAINT nothing CHECK (doc_no = '')`);
    const { code, stdout, stderr } = await backfill('');
    expect(code).toBe(0);
    expect(stdout).toContain('✅ 처리 완료');
    expect(stderr).toMatch(/⚠ 역수입은 저장했지만 충전·입고·출하를 읽지 못했습니다\..*\n이유: .*nothing/);
    expect(await database.query('SELECT FROM po.document')).toHaveLength(1);
    await database.query('ALTER TABLE po.progress DROP CONSTRAINT nothing');
    expect((await backfill('')).stderr).toContain('수량이 바뀐 이동서 1건');
  });

  it('stops reading when it is interrupted, and goes on the next time', async () => {
    await database.put(...many(1));
    await database.move('FP25000001', 1, '22');
    await database.query('BEGIN');
    await database.query('LOCK TABLE po.progress_pass IN ACCESS EXCLUSIVE MODE');
    const run = startCommand(['backfill', '--since', '2025-11-01'], options());
    const waiting = `SELECT FROM pg_locks WHERE relation = 'po.progress_pass'::regclass AND NOT granted`;
    await expect.poll(() => database.query(waiting), { timeout: 30_000 }).toHaveLength(1);
    run.child.kill('SIGTERM');
    await database.query('ROLLBACK');
    const { code, stderr } = await run.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('충전·입고·출하 읽기를 중단했습니다. 역수입은 모두 저장되었습니다.');
    expect((await backfill('')).stderr).toContain('수량이 바뀐 이동서 1건');
  });

  it('has words for pictures where the locale is not UTF-8', async () => {
    await database.put(...many(1));
    const { stdout } = await backfill('--dry-run', { LANG: 'ko_KR.eucKR' });
    expect(stdout).toContain('1. FCMS 주문 데이터 조회 중...\n   [완료] 1건 조회');
    expect(stdout).not.toMatch(/✓|✅|⚠|✗|—|\u20e3/u);
  });
});
