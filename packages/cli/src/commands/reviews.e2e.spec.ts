import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let cwd: string;

const runWords = (words: readonly string[]) =>
  runCommand(words, { cwd, env: { DATABASE_URL: database.url, PO_ACTOR: 'kim' } });
const run = (line: string) => runWords(line.split(' '));
const json = async (line: string) => JSON.parse((await run(`${line} --json`)).stdout);
const jsonOf = async (...words: readonly string[]) => JSON.parse((await runWords([...words, '--json'])).stdout);

const orders = [
  { customer: 'KDKK', customerName: '관동화학', poNo: 'ABC-001', items: [{ product: 'KF001', qty: 100 }] },
  { customer: 'SAM', poNo: 'SO 7', items: [{ product: 'KF001', qty: 10 }] },
];

beforeAll(async () => {
  [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'cynow-po-reviews-'))]);
  await writeFile(join(cwd, 'orders.ndjson'), orders.map((order) => JSON.stringify(order)).join('\n'));
  await run('import orders.ndjson');
  await database.put(
    { docNo: 'FP25000001', poNo: 'ABC-001', qty: 120 },
    { docNo: 'FP25000002', poNo: 'SO 7', customer: 'SAM', qty: 30 },
    { docNo: 'FP25000003', poNo: 'ABC-002', customer: null },
    { docNo: 'FP25000004', poNo: '구두', qty: 0 },
    { docNo: 'FP25000005', poNo: 'ABC-005' },
    { docNo: 'BAD1', poNo: 'BAD-1' },
    { docNo: 'BAD2', poNo: 'BAD-2' },
    { docNo: 'BAD3', poNo: 'BAD-3', product: null },
  );
  await run('backfill --since 2025-11-01');
});

afterAll(async () => {
  await Promise.all([database.drop(), rm(cwd, { recursive: true, force: true })]);
});

describe('review list', () => {
  it('shows the most urgent first, each reason in a sentence with its facts', async () => {
    const { code, stdout } = await run('review list');
    expect(code).toBe(0);
    const heads = stdout.split('\n').filter((line) => line.startsWith('['));
    expect(heads.map((line) => line.replace(/ — .*/, ''))).toEqual([
      '[긴급] SAM SO 7',
      expect.stringMatching(/^\[높음\] /),
      expect.stringMatching(/^\[높음\] /),
      expect.stringMatching(/^\[보통\] /),
      expect.stringMatching(/^\[보통\] /),
      expect.stringMatching(/^\[낮음\] /),
      expect.stringMatching(/^\[낮음\] /),
    ]);
    expect(stdout).toMatch(/\[보통\] KDKK 관동화학 ABC-001 — \d{4}-\d\d-\d\d \d\d:\d\d부터, 직접 등록\n/);
    expect(stdout).toContain(
      '   1회차 FP25000001: 수주수량 초과 — 지시수량 합계가 수주수량보다 많습니다: KF001 수주 100병, 지시 120병(+20병, 20%)\n',
    );
    expect(stdout).toMatch(/\[높음\] KDKK 관동화학 번호 없음 — .+, FCMS 가져옴\n/);
    expect((await run('review list --priority medium --lang en')).stdout).toContain(
      'delivery 1 FP25000001: more than ordered — More is instructed than ordered: KF001 ordered 100, instructed 120 (+20, 20%)',
    );
  });

  it('goes in pages, and each says how the next is asked for', async () => {
    const whole = (await json('review list')).items.map(({ id }: { id: string }) => id);
    expect(whole).toHaveLength(7);
    const ids: string[] = [];
    let next = 'review list --limit 4';
    for (let page = 0; page < 2; page += 1) {
      const { items, nextCursor } = await json(next);
      ids.push(...items.map(({ id }: { id: string }) => id));
      const { stdout } = await run(next);
      if (page === 1) expect([nextCursor, stdout.includes('다음: ')]).toEqual([null, false]);
      else expect(stdout).toContain(`\n\n다음: cynow-po review list --limit 4 --after ${nextCursor}\n`);
      next = `review list --limit 4 --after ${nextCursor}`;
    }
    expect(ids).toEqual(whole);
  });

  it('is narrowed by its options', async () => {
    const numbers = async (line: string): Promise<readonly string[]> =>
      (await json(`review list ${line}`)).items.map(({ poNo }: { poNo: string }) => poNo).sort();
    expect(await numbers('--priority critical --reason QTY_MISMATCH --customer sam --manual')).toEqual(['SO 7']);
    expect(await numbers('--po-no bad–1 --backfilled')).toEqual(['BAD-1']);
    expect(await numbers('--po-no-prefix bad --older-than 0')).toEqual(['BAD-1', 'BAD-2', 'BAD-3']);
    expect((await run('review list --older-than 1')).stdout).toBe('조건에 맞는 검토가 없습니다.\n');
  });
});

describe('review show', () => {
  it('shows a PO in full, found by document, by customer and number, or by number', async () => {
    const { stdout } = await run('review show FP25000001');
    expect(stdout).toMatch(/^KDKK 관동화학 ABC-001\n {2}검토 대기: 보통, .+부터\n {2}직접 등록, 등록 .+, 버전 \d+\n/);
    expect(stdout).toMatch(/품목\n {2}제품코드 +수량\(병\) +납기일\n {2}KF001 +100\n/);
    expect(stdout).toContain('회차\n  1회차 FP25000001: 기준일 2025-11-20, KF001, 120병, PO번호 일치\n');
    expect(stdout).toMatch(/ {4}⚠ 수주수량 초과 — .+수주 100병, 지시 120병\(\+20병, 20%\) \(.+부터\)\n/);
    expect(stdout).toMatch(/진행\n {2}충전·입고·출하 기준 시각: .+\n[\s\S]+PO 전체 +100 +120 /);
    expect(stdout).toMatch(/변경 이력\n {2}.+ kim +수주 등록 /);
    expect(stdout).toContain('처리: cynow-po review resolve KDKK ABC-001 …\n');
    expect((await run('review show kdkk abc-001')).stdout).toBe(stdout);
    expect((await run('review show abc-001')).stdout).toBe(stdout);
    expect((await runWords(['review', 'show', 'SAM SO 7'])).stdout).toContain('SAM SO 7\n');
    expect((await run('review show FP25000004')).stdout).toContain('KDKK 관동화학 번호 없음 (FP25000004)\n');
  });

  it('is one JSON value', async () => {
    expect(await json('review show FP25000004')).toMatchObject({
      customer: 'KDKK',
      poNo: 'FCMS-FP25000004',
      numberless: true,
      priority: 'high',
      manual: false,
      items: [{ product: 'KF001', qty: 0, incomplete: true }],
      deliveries: [
        {
          docNo: 'FP25000004',
          delivery: 1,
          fcms: { poNo: '구두', qty: '0' },
          reasons: [
            { code: 'MISSING_PO_NO', since: expect.stringMatching(/Z$/), facts: { raw: '구두' } },
            { code: 'INVALID_QTY', facts: { raw: '0' } },
          ],
          resolved: [],
        },
      ],
      candidates: [],
      aliases: [],
      reservations: [],
      progress: { po: { ordered: 0 } },
      history: [],
    });
  });

  it('says when there is no such PO, and which there are when the number is not enough', async () => {
    expect(await run('review show NOTHING')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그런 PO가 없습니다: NOTHING'),
    });
    await database.put({ docNo: 'FP25000008', poNo: 'ABC-005', customer: 'SAM' });
    await run('backfill --since 2025-11-01');
    const { code, stderr } = await run('review show abc-005');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/여러 고객이 쓰는 번호입니다: abc-005\n이유: (KDKK|SAM) 관동화학 ABC-005, /),
    ]);
  });
});

describe('review resolve and review undo', () => {
  it('takes a decision, says how to undo it, and undoes it', async () => {
    const { code, stdout, stderr } = await run('review resolve KDKK ABC-001 --accept-qty');
    expect([code, stderr]).toEqual([0, expect.stringContaining('대상: ')]);
    const [, id = ''] =
      /^처리했습니다\.\n남은 검토 사유가 없습니다\.\n되돌리기: cynow-po review undo (\S+)\n$/.exec(stdout) ?? [];
    const shown = await json('review show FP25000001');
    expect(shown).toMatchObject({ priority: null, reviewed: true, items: [{ qty: 120 }] });
    expect(shown.history[0]).toMatchObject({ id, action: 'accept-qty', actor: 'kim', undoneBy: null });
    expect(await run(`review undo ${id}`)).toMatchObject({ code: 0, stdout: '되돌렸습니다.\n' });
    expect(await json('review show FP25000001')).toMatchObject({ priority: 'medium', items: [{ qty: 100 }] });
    expect((await run('review show FP25000001')).stdout).toMatch(/FCMS 수량 적용 \(되돌림\)/);
    expect(await run(`review undo ${id}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('이미 되돌렸습니다.'),
    });
    expect(await run('review undo nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그런 처리가 없습니다: nothing'),
    });
  });

  it('corrects, and merges where the PO is there already', async () => {
    const done = await json('review resolve FP25000003 --correct-customer KDKK --correct-po-no ABC-005');
    expect(done).toMatchObject({ outcome: 'done', merged: true, open: [] });
    const merged = await json('review show KDKK ABC-005');
    expect(merged).toMatchObject({ id: done.po, deliveries: [{ docNo: 'FP25000003' }, { docNo: 'FP25000005' }] });
    expect(await json(`review undo ${done.decision}`)).toMatchObject({ outcome: 'undone', decision: done.decision });
    const { stdout } = await run('review resolve FP25000003 --correct-customer KDKK --correct-po-no ABC-005');
    expect(stdout).toContain('처리했습니다.\n합쳤습니다: KDKK ABC-005\n');
    await run(`review undo ${/undo (\S+)/.exec(stdout)?.[1]}`);
    const into = await jsonOf('review', 'resolve', 'FP25000003', '--merge-into', 'KDKK/ABC-005');
    expect(into).toMatchObject({ merged: true, po: merged.id });
    await run(`review undo ${into.decision}`);
  });

  it('keeps with a note, cancels and reopens', async () => {
    const kept = await jsonOf('review', 'resolve', 'FP25000004', '--keep', '전화로 확인', '--reason', 'MISSING_PO_NO');
    expect(kept.open).toEqual([{ docNo: 'FP25000004', code: 'INVALID_QTY' }]);
    expect((await run('review show FP25000004')).stdout).toMatch(/✓ PO번호 없음 — 현상 유지, kim, .+ "전화로 확인"\n/);
    expect(await json('review resolve FP25000004 --reopen')).toMatchObject({ open: [{}, {}] });
    await runWords(['review', 'resolve', 'FP25000004', '--cancel', '--note', '고객이 취소']);
    expect((await run('review show FP25000004')).stdout).toContain('취소한 수주');
    expect(await run('review resolve FP25000004 --cancel')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('이미 그렇게 되어 있습니다.'),
    });
    await run('review resolve FP25000004 --reopen');
  });

  it('refuses when somebody changed the PO first', async () => {
    const { version } = await json('review show SAM SO7');
    await run('review resolve SAM SO7 --keep checked');
    const { code, stdout, stderr } = await run(`review resolve SAM SO7 --accept-qty --if-version ${version} --json`);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CHANGED', refusal: { reason: 'changed' } } });
    expect(stderr).toContain('다른 사용자가 먼저 수정했습니다.');
    await run('review resolve SAM SO7 --reopen');
  });

  it('takes a decision about all that match, after telling how many, and undoes all of it', async () => {
    const bulk = 'review resolve --all --reason INVALID_DOC_NO --keep checked';
    const unasked = await run(bulk);
    expect(unasked).toMatchObject({ code: 2, stdout: '' });
    expect(unasked.stderr).toContain(
      '검토 3건: 현상 유지 (조건: --reason INVALID_DOC_NO)\n검토 3건을 처리하지 않았습니다.\n',
    );
    expect((await json('review list --reason INVALID_DOC_NO')).items).toHaveLength(3);
    const { code, stdout } = await run(`${bulk} --yes`);
    expect(code).toBe(0);
    const [, batch = ''] =
      /^처리 3건, 거절 0건\n모두 되돌리기: cynow-po review undo --batch (\S+)\n$/.exec(stdout) ?? [];
    // What was chosen by a reason is kept for that reason: the missing product is still open.
    expect((await json('review list --po-no-prefix BAD')).items).toMatchObject([{ codes: ['MISSING_PRODUCT'] }]);
    expect(await run(`review undo --batch ${batch}`)).toMatchObject({ code: 0, stdout: '되돌림 3건, 거절 0건\n' });
    expect((await json('review list --reason INVALID_DOC_NO')).items).toHaveLength(3);
    const rows = await json('review resolve --all --manual --accept-qty --yes');
    expect(rows).toMatchObject({
      action: 'accept-qty',
      count: 2,
      rows: [{ outcome: 'done' }, {}],
      done: 2,
      refused: 0,
    });
    await run(`review undo --batch ${rows.batch}`);
    expect(await run('review resolve --all --customer NOBODY --reopen')).toMatchObject({
      code: 0,
      stdout: '조건에 맞는 검토가 없습니다.\n',
    });
    const refused = await run('review resolve --all --backfilled --po-no-prefix BAD --accept-qty --yes');
    expect(refused.code).toBe(5);
    expect(refused.stdout).toMatch(
      /\[실패\] KDKK 관동화학 BAD-1 — 직접 등록한 PO가 아니어서[\s\S]+처리 0건, 거절 3건\n$/,
    );
  });

  it('has no candidate where none is suggested', async () => {
    expect(await run('review resolve FP25000001 --candidate 1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1번 후보가 없습니다. 후보 0건'),
    });
  });

  it('does nothing while the feature is switched off', async () => {
    const env = { DATABASE_URL: database.url, PO_ACTOR: 'kim', ENABLE_PO_MANAGEMENT: 'off' };
    for (const line of ['review resolve FP25000001 --keep x', 'review undo x']) {
      expect(await runCommand(line.split(' '), { cwd, env })).toMatchObject({ code: 3, stdout: '' });
    }
    expect((await runCommand(['review', 'list'], { cwd, env })).code).toBe(0);
  });

  it('ends when nothing is left to review', async () => {
    await run('review resolve --all --keep done --yes');
    expect(await run('review list')).toMatchObject({ code: 0, stdout: '검토할 건이 없습니다.\n' });
  });
});
