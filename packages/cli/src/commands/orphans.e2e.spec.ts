import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, seoulDayOf } from '@cynow/po-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let cwd: string;

const run = (...args: readonly string[]) =>
  runCommand(args, { cwd, env: { DATABASE_URL: database.url, PO_ACTOR: 'kim' } });
const json = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).stdout);

const today = seoulDayOf(new Date());
const ago = (days: number): string => addDays(today, -days);

/** A move report without an order, with cylinders whose histories name the customer. */
const putReport = async (docNo: string, day: string, cylinders = 30): Promise<void> => {
  await database.query(
    `INSERT INTO fcms_cdc.tr_move_reports ("MOVE_REPORT_NO", "PROGRESS_CODE", "FILLING_DATE", "SHIPPING_DATE", "ADD_DATETIME")
     VALUES ($1::text, '10', $2::date, $2::date, $2::date - 1)`,
    [docNo, day],
  );
  await database.query(
    `INSERT INTO fcms_cdc.tr_move_report_details ("MOVE_REPORT_NO", "CYLINDER_NO")
     SELECT $1::text, right($1::text, 6) || '-' || n FROM generate_series(1, $2::integer) n`,
    [docNo, cylinders],
  );
  await database.query(
    `INSERT INTO fcms_cdc.tr_cylinder_status_histories ("CYLINDER_NO", "HISTORY_SEQ", "MOVE_REPORT_NO", "SUPPLIER_USER_NAME")
     SELECT right($1::text, 6) || '-' || n, 1, $1::text, '㈜관동화학' FROM generate_series(1, $2::integer) n`,
    [docNo, cylinders],
  );
};

// Made once: each test goes on from where the one before left the orphans.
beforeAll(async () => {
  [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'cynow-po-orphans-'))]);
  const pos = [
    { poNo: 'ABC-1', items: [{ product: 'KF001', qty: 30, deliveryOn: ago(2) }], receivedOn: ago(3) },
    { poNo: 'ABC/2', items: [{ product: 'KF001', qty: 400 }], receivedOn: ago(80) },
  ].map((po) => JSON.stringify({ customer: 'KDKK', customerName: '관동화학', ...po }));
  await writeFile(join(cwd, 'pos.ndjson'), pos.join('\n'));
  await run('import', 'pos.ndjson');
  await putReport('FP25000001', ago(2));
  await putReport('FP25000002', ago(20));
  await putReport('FP25000003', ago(200));
  await run('backfill', '--days', '7');
});

afterAll(async () => {
  await Promise.all([database.drop(), rm(cwd, { recursive: true, force: true })]);
});

describe('orphans list', () => {
  it('lists the most urgent first, with the PO that each may deliver', async () => {
    const { code, stdout } = await run('orphans', 'list');
    expect(code).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^이동서번호 +상태 +우선순위 +날짜 +용기\(병\) +고객명 +PO \/ 후보 PO$/);
    expect(rows).toEqual([
      expect.stringMatching(
        new RegExp(`^FP25000001 +미처리 +긴급 +${ago(2)} +30 +㈜관동화학 +KDKK ABC-1 \\(\\d+%\\)$`),
      ),
      expect.stringMatching(new RegExp(`^FP25000002 +미처리 +보통 +${ago(20)} +30 `)),
      expect.stringMatching(new RegExp(`^FP25000003 +미처리 +낮음 +${ago(200)} +30 +㈜관동화학 +해당 없음$`)),
    ]);
    expect((await run('orphans', 'list', '--lang', 'en')).stdout).toContain('none of them');
  });

  it('is one JSON value, with candidates, their probability and evidence in words', async () => {
    const { orphans, next } = await json('orphans', 'list', '--priority', 'critical');
    expect(next).toBeNull();
    expect(orphans).toMatchObject([
      {
        docNo: 'FP25000001',
        state: 'open',
        priority: 'critical',
        day: ago(2),
        cylinders: 30,
        customerNames: ['㈜관동화학'],
        decision: null,
        landedOn: null,
        suggestions: {
          candidates: [{ customer: 'KDKK', poNo: 'ABC-1', score: expect.any(Number), evidence: expect.any(Array) }],
          none: expect.any(Number),
        },
      },
    ]);
    const [{ score, evidence }] = orphans[0].suggestions.candidates;
    expect(score).toBeGreaterThan(0.5);
    expect(evidence).toContainEqual({
      feature: 'customer',
      effect: 'for',
      text: expect.stringMatching(/^고객명 일치 \(이동서 ㈜관동화학, PO KDKK\)$/),
    });
  });

  it('goes on where the page before ended', async () => {
    const first = await run('orphans', 'list', '--limit', '2', '--state', 'open');
    const [, next = ''] = /다음: cynow-po (orphans list .+)\n/.exec(first.stdout) ?? [];
    expect((await run(...next.split(' '))).stdout).toMatch(/^이동서번호.*\nFP25000003 .*\n$/);
    expect(await run('orphans', 'list', '--after', 'FP25000002')).toMatchObject({ code: 2 });
    expect(await run('orphans', 'list', '--state', 'gone')).toMatchObject({ code: 2 });
    expect((await run('orphans', 'list', '--state', 'ignored')).stdout).toBe('주문 없는 이동서가 없습니다.\n');
  });
});

describe('orphans resolve', () => {
  it('attaches to a PO, by customer and number', async () => {
    const { code, stdout, stderr } = await run('orphans', 'resolve', 'fp25000001', '--attach-to', 'kdkk/abc/2');
    expect(stderr).toContain('스키마 po');
    expect([code, stdout]).toEqual([
      0,
      '✅ FP25000001 — PO에 연결됨: KDKK ABC/2\n되돌리기: cynow-po orphans undo FP25000001\n',
    ]);
    const [orphan] = (await json('orphans', 'list', '--state', 'attached')).orphans;
    expect(orphan).toMatchObject({ decision: { state: 'attached', by: 'kim', note: null, po: { poNo: 'ABC/2' } } });
    expect((await run('where', 'FP25000001')).stdout).toMatch(
      /^FP25000001: 주문 없는 이동서 — PO에 연결됨\n {3}PO에 연결됨: KDKK ABC\/2 \(처리자 kim, .+\)\n$/,
    );
    const again = await run('orphans', 'resolve', 'FP25000001', '--ignore', 'x');
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/FP25000001 — PO에 연결됨[\s\S]*처리자 kim[\s\S]*cynow-po orphans undo FP25000001/);
  });

  it('makes a PO of it; where there is one, it is shown and attaching is proposed', async () => {
    const made = await json(
      ...['orphans', 'resolve', 'FP25000002', '--make-po', 'KDKK/NEW-1', '--product', 'KF002', '--qty', '30'],
    );
    expect(made).toMatchObject({ docNo: 'FP25000002', state: 'made-po', po: { customer: 'KDKK', poNo: 'NEW-1' } });
    const { code, stderr } = await run(
      ...['orphans', 'resolve', 'FP25000003', '--make-po', 'kdkk/new-1', '--product', 'KF002', '--qty', '30'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain('이미 있는 PO입니다: KDKK NEW-1');
    expect(stderr).toContain('cynow-po orphans resolve FP25000003 --attach-to "KDKK/NEW-1"');
  });

  it('ignores with a reason; where answers by whom and why; undo opens it again', async () => {
    expect((await run('orphans', 'resolve', 'FP25000003', '--ignore', ' ')).code).toBe(2);
    expect((await run('orphans', 'resolve', 'FP25000003', '--ignore', '시험 충전')).code).toBe(0);
    expect((await run('where', 'FP25000003')).stdout).toMatch(/제외됨 \(처리자 kim, .+\) — 시험 충전\n/);
    expect((await run('orphans', 'undo', 'FP25000003')).stdout).toBe('✅ 되돌렸습니다: FP25000003 — 미처리\n');
    expect(await run('orphans', 'undo', 'FP25000003')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('처리한 내용이 없습니다'),
    });
  });

  it('asks for exactly one thing to do, and all that it needs', async () => {
    for (const args of [
      [],
      ['--ignore', 'x', '--attach-to', 'KDKK/ABC-1'],
      ['--make-po', 'KDKK/NEW-1', '--qty', '3'],
      ['--make-po', 'KDKK/NEW-1', '--product', 'KF001'],
      ['--make-po', 'KDKK', '--product', 'KF001', '--qty', '3'],
      ['--make-po', 'KDKK/없음', '--product', 'KF001', '--qty', '3'],
      ['--ignore', 'x', '--qty', '3'],
    ]) {
      expect(await run('orphans', 'resolve', 'FP25000003', ...args)).toMatchObject({ code: 2 });
    }
    const nothing = await run('orphans', 'resolve', 'FP25999999', '--ignore', 'x');
    expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining('주문 없는 이동서가 아닙니다') });
  });

  it('is off while the feature is', async () => {
    const off = { DATABASE_URL: database.url, PO_ACTOR: 'kim', ENABLE_PO_MANAGEMENT: 'off' };
    for (const args of [
      ['resolve', 'FP25000001', '--ignore', 'x'],
      ['undo', 'FP25000001'],
    ]) {
      expect((await runCommand(['orphans', ...args], { cwd, env: off })).code).toBe(3);
    }
  });
});

describe('an orphan whose order arrives', () => {
  it('on another PO than people chose is shown first, in the list and by where', async () => {
    await run('orphans', 'resolve', 'FP25000003', '--attach-to', 'KDKK/ABC-1');
    await database.put({ docNo: 'FP25000003', poNo: 'ELSE-1', orderDate: today });
    await run('backfill', '--days', '7');
    const { orphans } = await json('orphans', 'list');
    expect(orphans[0]).toMatchObject({
      docNo: 'FP25000003',
      state: 'attached',
      decision: { po: { poNo: 'ABC-1' } },
      landedOn: { customer: 'KDKK', poNo: 'ELSE-1' },
    });
    expect((await run('orphans', 'list')).stdout).toContain('⚠ 지정한 PO: KDKK ABC-1, 실제 연결: KDKK ELSE-1');
    const { stdout } = await run('where', 'FP25000003');
    expect(stdout).toMatch(/주문이 없던 때의 처리: PO에 연결됨: KDKK ABC-1 \(처리자 kim, /);
    expect(stdout).toContain('⚠ 그때 지정한 PO와 다른 PO에 연결되었습니다. 확인하십시오.');
    expect((await run('orphans', 'undo', 'FP25000003')).stdout).toBe('✅ 되돌렸습니다: FP25000003 — 자동 해소\n');
  });

  it('is listed with the documents of its PO while it is missing', async () => {
    await database.put({ docNo: 'FP25000009', poNo: 'ABC/2', orderDate: today });
    await run('backfill', '--days', '7');
    const { stdout } = await run('where', 'FP25000009');
    expect(stdout).toContain('이 PO에 연결한 주문 없는 이동서(수량에 넣지 않음): FP25000001');
    expect(stdout).toMatch(/PO 전체 +400 +10 /);
    expect((await json('where', 'FP25000009'))[0]).toMatchObject({ orphansOnPo: ['FP25000001'] });
  });
});
