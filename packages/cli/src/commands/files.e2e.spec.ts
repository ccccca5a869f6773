import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readXlsx } from '../testing/readXlsx.ts';
import { runCommand, startCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { writeXlsxFile } from '../testing/xlsxFile.ts';

let database: TestDatabase;
let cwd: string;

beforeEach(async () => {
  [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'cynow-po-files-'))]);
});

afterEach(async () => {
  await Promise.all([database.drop(), rm(cwd, { recursive: true, force: true })]);
});

const options = (env: Record<string, string> = {}) => ({
  cwd,
  env: { DATABASE_URL: database.url, PO_ACTOR: 'kim', ...env },
});
const run = (line: string, env: Record<string, string> = {}) => runCommand(line.split(' '), options(env));
const numbers = async () =>
  (await database.query('SELECT po_no FROM po.po WHERE manual ORDER BY po_no')).map(({ po_no }) => po_no);

describe('import', () => {
  const csv = [
    '고객코드,고객명,PO번호,수주일,제품코드,수량(병),납기',
    'KDKK,관동화학,ABC-1,2025-11-01,KF001,30,',
    'KDKK,관동화학,ABC-2,2025-11-01,KF001,3O,',
    'KDKK,관동화학,ABC-3,2025-11-01,KF001,5,',
    'KDKK,관동화학,abc-3,2025-11-01,KF001,6,',
    'KDKK,관동화학,ABC-4,2025-11-01,KF002,7,2025-12-01',
  ].join('\n');

  it('takes in good rows, reports every bad one with its line, and ends with 5', async () => {
    await writeFile(join(cwd, 'a.csv'), csv);
    const rehearsed = await run('import a.csv --dry-run');
    expect(rehearsed.code).toBe(5);
    expect(await numbers()).toEqual([]);
    const { code, stdout, stderr } = await run('import a.csv');
    expect(code).toBe(5);
    expect(stdout).toContain(`   3행 '수량': 숫자가 아닙니다(입력값 "3O").\n`);
    expect(stdout).toContain('   4행: 같은 PO가 파일에 여러 번 있습니다(4행, 5행).');
    expect(stdout).toContain('총 확인: 5건\n  ✓ 신규: 2건\n  - 변경 없음: 0건\n  ✗ 실패: 3건\n');
    expect(stderr).toContain('3건을 저장하지 못했습니다.');
    expect(rehearsed.stdout.replace(' (모의 실행)', '').replace(/\n⚠️ 모의 실행.*\n/, '')).toBe(stdout);
    expect(await numbers()).toEqual(['ABC-1', 'ABC-4']);
  });

  it('changes nothing when it is repeated, and refuses what differs, showing both', async () => {
    const line = (qty: number) =>
      `${JSON.stringify({ customer: 'KDKK', poNo: 'ABC-1', items: [{ product: 'KF001', qty, deliveryOn: null }], memo: '' })}\n`;
    await writeFile(join(cwd, 'a.ndjson'), line(30));
    expect(await run('import a.ndjson')).toMatchObject({ code: 0 });
    const again = await run('import a.ndjson --json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({
      created: 0,
      takenOver: 0,
      unchanged: 1,
      refused: 0,
      rows: [{ line: 1, outcome: 'unchanged' }],
    });
    await writeFile(join(cwd, 'a.ndjson'), line(31));
    const refused = await run('import a.ndjson --json');
    expect(refused.code).toBe(5);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      refused: 1,
      rows: [{ because: 'different', existing: { items: [{ qty: 30 }] }, given: { items: [{ qty: 31 }] } }],
    });
    expect((await run('import a.ndjson')).stdout).toContain('등록된 내용: KDKK ABC-1 / KF001 30\n');
  });

  it('takes over what came from FCMS, whose deliveries then count against it', async () => {
    await database.put({ docNo: 'FP25000001', poNo: 'ABC-1', qty: 45 });
    await run('backfill --since 2025-11-01');
    await writeFile(join(cwd, 'a.csv'), csv);
    const { stdout } = await run('import a.csv');
    expect(stdout).toContain('2행: FCMS에서 가져온 PO를 직접 등록으로 바꿉니다: KDKK ABC-1 (이동서 1건 유지)');
    expect(JSON.parse((await run('stats --json')).stdout)).toMatchObject({
      pos: { manual: 2, needsReview: 1 },
      reviews: { byReason: { QTY_MISMATCH: 1 }, byPriority: { critical: 1 } },
    });
  });

  it('takes in a workbook as it does CSV, and names the cell of what is wrong', async () => {
    const cells = csv.split('\n').map((line) => line.split(','));
    const rows = cells.map((values, r) => {
      const cell = (value: string, c: number) => {
        const address = `${'ABCDEFG'[c]}${r + 1}`;
        if (/^\d+$/.test(value)) return `<c r="${address}"><v>${value}</v></c>`;
        return `<c r="${address}" t="str"><v>${value}</v></c>`;
      };
      return `<row r="${r + 1}">${values.map(cell).join('')}</row>`;
    });
    const sheets = [
      { name: '수주', rows: rows.join('') },
      { name: '메모', rows: '' },
    ];
    await writeXlsxFile(join(cwd, 'a.xlsx'), { sheets });
    const { code, stdout, stderr } = await run('import a.xlsx');
    expect(code).toBe(5);
    expect(stdout).toContain(`   3행 '수량'(수주!F3): 숫자가 아닙니다(입력값 "3O").\n`);
    expect(stdout).toContain('총 확인: 5건\n  ✓ 신규: 2건\n  - 변경 없음: 0건\n  ✗ 실패: 3건\n');
    expect(stderr).toContain("시트 '수주'만 읽습니다. 읽지 않는 시트: '메모'\n");
    expect(await numbers()).toEqual(['ABC-1', 'ABC-4']);
    const again = JSON.parse((await run('import a.xlsx --json')).stdout);
    expect(again).toMatchObject({ created: 0, unchanged: 2, refused: 3 });
    expect(again.rows[1]).toMatchObject({ line: 3, problems: [{ field: 'items[0].qty', cell: '수주!F3' }] });
  });

  it('takes nothing of a workbook that breaks off', async () => {
    const row = (n: number) =>
      `<row r="${n}">${['KDKK', `A-${n}`, 'KF001'].map((value) => `<c t="str"><v>${value}</v></c>`).join('')}<c><v>1</v></c></row>`;
    const head = ['customer', 'poNo', 'product', 'qty'].map((name) => `<c t="str"><v>${name}</v></c>`).join('');
    const rows = Array.from({ length: 3_000 }, (_, i) => row(i + 2)).join('');
    const parts = { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row>${head}</row>${rows}<broken` };
    await writeXlsxFile(join(cwd, 'a.xlsx'), { sheets: [{ name: 'S', rows: '' }], parts });
    expect(await run('import a.xlsx')).toMatchObject({ code: 1, stderr: expect.stringContaining('손상') });
    expect(await numbers()).toEqual([]);
  });

  it('refuses files that it cannot read', async () => {
    await writeFile(join(cwd, 'a.csv'), Uint8Array.of(0xb0, 0xed, 0xb0, 0xb4));
    expect(await run('import a.csv')).toMatchObject({ code: 1, stderr: expect.stringContaining('UTF-8') });
    expect(await run('import nowhere.csv')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('파일을 읽을 수 없습니다'),
    });
    expect(await run('import a.xls')).toMatchObject({ code: 2, stderr: expect.stringContaining('.ndjson') });
    await writeFile(join(cwd, 'a.xlsx'), csv);
    const noWorkbook = await run('import a.xlsx');
    expect(noWorkbook).toMatchObject({ code: 1, stdout: '' });
    expect(noWorkbook.stderr).toMatch(/^엑셀 파일을 읽을 수 없습니다: .*a\.xlsx\n이유: .+\n할 일: .+\n$/);
    expect(await run('import a.csv', { ENABLE_PO_MANAGEMENT: 'off' })).toMatchObject({ code: 3 });
  });
});

describe('export', () => {
  beforeEach(async () => {
    await database.put(
      { docNo: 'FP25000001', poNo: 'A-1' },
      { docNo: 'FP25000002', poNo: 'A-1②' },
      { docNo: 'FP25000003', poNo: '=1+1' },
    );
    await database.move('FP25000002', 3, '22', '50');
    await run('backfill --since 2025-11-01');
  });

  it('has one object a line, in a stable order', async () => {
    const { code, stdout, stderr } = await run('export documents');
    expect(code).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ docNo }) => docNo)).toEqual(['FP25000001', 'FP25000002', 'FP25000003']);
    expect(rows[1]).toEqual({
      docNo: 'FP25000002',
      poNo: 'A-1',
      customer: 'KDKK',
      delivery: 2,
      outcome: 'created',
      link: 'exact',
      reasons: [],
      effectiveOn: '2025-11-20',
      product: 'KF001',
      qty: 10,
      cancelled: false,
      mark: '②',
      filled: 3,
      warehoused: 3,
      shipped: 0,
    });
    expect(stderr).toMatch(/^충전·입고·출하 기준 시각: .+\n$/);
    expect(JSON.parse((await run('export pos --json')).stdout)).toMatchObject([
      { poNo: '=1+1' },
      {
        poNo: 'A-1',
        deliveries: 2,
        ...{ ordered: 20, instructed: 20, filled: 3, warehoused: 3, shipped: 0, rate: 0, stage: 'warehoused' },
        products: [{ product: 'KF001', ordered: 20, filled: 3 }],
      },
    ]);
  });

  it('has CSV for spreadsheets: UTF-8 with its mark, no formula, numbers as numbers', async () => {
    expect(await run('export documents --format csv --output d.csv')).toMatchObject({ code: 0, stdout: '' });
    const [head, ...rows] = (await readFile(join(cwd, 'd.csv'), 'utf8')).split('\r\n');
    expect(head).toBe(
      '\uFEFFdocNo,poNo,customer,delivery,outcome,link,reasons,effectiveOn,product,qty,cancelled,mark,filled,warehoused,shipped',
    );
    expect(rows).toContain("FP25000003,'=1+1,KDKK,1,created,new,,2025-11-20,KF001,10,false,,0,0,0");
    const { stdout } = await run('export pos --format csv');
    expect(stdout).toMatch(/,20,20,3,3,0,0,warehoused,"\[.*\]",\d{4}-\d\d-\d\dT[\d:.]+Z\r\n/);
  });

  it('has a workbook with numbers, dates and texts as such, in a file or on stdout', async () => {
    expect(await run('export documents --format xlsx --output d.xlsx')).toMatchObject({ code: 0, stdout: '' });
    const [sheet, ...more] = await readXlsx(join(cwd, 'd.xlsx'));
    expect([sheet!.name, more]).toEqual(['documents', []]);
    const values = sheet!.rows.map((row) =>
      row.map((cell) => (cell === null ? null : 'value' in cell ? cell.value : 'text' in cell ? cell.text : cell)),
    );
    expect(values[0]?.slice(0, 4)).toEqual(['docNo', 'poNo', 'customer', 'delivery']);
    expect(values.slice(2)).toEqual([
      ['FP25000002', 'A-1', 'KDKK', 2, 'created', 'exact', null, '2025-11-20', 'KF001', 10, false, '②', 3, 3, 0],
      ['FP25000003', '=1+1', 'KDKK', 1, 'created', 'new', null, '2025-11-20', 'KF001', 10, false, null, 0, 0, 0],
    ]);
    expect(sheet!.rows[2]?.[7]).toEqual({ kind: 'date', text: '2025-11-20' });
    expect(sheet!.rows[3]?.[1]).toEqual({ kind: 'text', text: '=1+1' });
    await run('export pos --format xlsx --output p.xlsx');
    const [pos] = await readXlsx(join(cwd, 'p.xlsx'));
    expect(pos!.rows[1]?.at(-1)).toEqual({
      kind: 'date',
      text: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d/),
    });
    const command = startCommand(['export', 'documents', '--format', 'xlsx'], options());
    command.child.stdout?.setEncoding('latin1');
    const { code, stdout } = await command.ended;
    expect(code).toBe(0);
    await writeFile(join(cwd, 's.xlsx'), stdout, 'latin1');
    expect(await readXlsx(join(cwd, 's.xlsx'))).toEqual([sheet]);
  });

  it('has the open reasons and the orphans', async () => {
    await database.put({ docNo: 'FP25000009', poNo: null });
    await run('backfill --since 2025-11-01');
    await database.query(`INSERT INTO po.orphan (doc_no, state, cylinders, customer_names, first_seen_at, opened_at)
      VALUES ('FP25000077', 'open', 2, '["관동화학","삼성"]', '2025-11-20T00:00:00Z', '2025-11-21T00:00:00Z')`);
    const [review, ...more] = JSON.parse((await run('export reviews --json')).stdout);
    expect(more).toEqual([]);
    expect(review).toEqual({
      priority: 'high',
      customer: 'KDKK',
      customerName: '관동화학',
      poNo: 'FCMS-FP25000009',
      docNo: 'FP25000009',
      delivery: 1,
      reason: 'MISSING_PO_NO',
      facts: expect.anything(),
      openedAt: expect.stringMatching(/Z$/),
    });
    const reviews = (await run('export reviews --format csv')).stdout.split('\r\n');
    expect(reviews[0]).toBe('\uFEFFpriority,customer,customerName,poNo,docNo,delivery,reason,facts,openedAt');
    expect(reviews[1]).toMatch(/^high,KDKK,관동화학,FCMS-FP25000009,FP25000009,1,MISSING_PO_NO,.*,\d{4}-.*Z$/);
    const orphans = (await run('export orphans --format csv')).stdout.split('\r\n');
    expect(orphans[0]).toBe(
      '\uFEFFdocNo,state,cylinders,fillingDate,shippingDate,addDatetime,customerNames,firstSeenAt,openedAt,settledAt',
    );
    expect(orphans[1]).toBe('FP25000077,open,2,,,,관동화학;삼성,2025-11-20T00:00:00.000Z,2025-11-21T00:00:00.000Z,');
    for (const what of ['reviews', 'orphans']) {
      expect(await run(`export ${what} --format xlsx --output ${what}.xlsx`)).toMatchObject({ code: 0, stderr: '' });
      expect((await readXlsx(join(cwd, `${what}.xlsx`)))[0]?.rows).toHaveLength(2);
    }
  });

  it('ends quietly when nobody reads on', async () => {
    // More than a pipe holds.
    await database.put(...Array.from({ length: 3_000 }, (_, i) => ({ docNo: `FP25${100_000 + i}`, poNo: 'B-1' })));
    await run('backfill --since 2025-11-01 --limit 5000');
    const command = startCommand(['export', 'documents'], options());
    await command.printed('\n');
    command.child.stdout?.destroy();
    expect(await command.ended).toMatchObject({ code: 130, stderr: expect.stringMatching(/^충전·입고·출하 .+\n$/) });
  });

  it('refuses what there is not', async () => {
    expect(await run('export everything')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pos, documents, reviews, orphans'),
    });
    expect(await run('export pos --format xls')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ndjson, csv, xlsx'),
    });
    expect(await run('export pos --format csv --json')).toMatchObject({ code: 2 });
  });
});
