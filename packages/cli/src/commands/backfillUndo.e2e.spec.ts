import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const run = (line: string) =>
  runCommand(line.split(' '), { env: { DATABASE_URL: database.url, PO_ACTOR: 'kim', PO_CDC: 'none' } });
const json = async (line: string) => {
  const { stdout, stderr } = await run(line);
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`${stdout}\n${stderr}`, { cause: error });
  }
};
const backfill = 'backfill --since 2025-11-01';
const numberOf = (i: number): string => `FP25${String(i).padStart(6, '0')}`;
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ docNo: numberOf(i + 1) }));
const remove = (upTo: number) =>
  database.query('DELETE FROM fcms_cdc.tr_orders WHERE "ARRIVAL_SHIPPING_NO" = ANY($1::text[]::bpchar[])', [
    many(upTo).map(({ docNo }) => docNo),
  ]);

/** Each is a dozen processes. */
vi.setConfig({ testTimeout: 180_000 });

describe('backfill undo', () => {
  it('rehearses, takes back what it may, names what stays, and says when it is done', async () => {
    await database.put({ docNo: numberOf(1), poNo: 'A-1' }, { docNo: numberOf(2), poNo: 'B-1' });
    const { run: first } = await json(`${backfill} --json`);
    await database.put({ docNo: numberOf(3), poNo: 'B-1' });
    const { run: second } = await json(`${backfill} --json`);

    const rehearsed = await run(`backfill undo ${first.id} --dry-run`);
    expect(rehearsed.code).toBe(5);
    expect(rehearsed.stdout).toContain('=== 역수입 되돌리기 ===\n');
    expect(rehearsed.stdout).toContain('- Dry Run: 예\n');
    expect(rehearsed.stdout).toContain('   [되돌리지 않음] KDKK B-1 — 이후의 역수입이');
    expect(rehearsed.stdout).toContain('  ✓ 기록 전으로: 이동서 1건 (없어진 PO 1건)\n');
    expect(rehearsed.stdout).toContain('⚠️ Dry Run 모드: 실제 저장되지 않음\n');
    expect(await database.query('SELECT FROM po.po')).toHaveLength(2);

    const result = await json(`backfill undo ${first.id} --json`);
    expect(result).toEqual({
      refused: [{ pos: [{ customer: 'KDKK', poNo: 'B-1' }], docNos: [numberOf(2)], reason: 'later-run' }],
      run: { id: first.id, dryRun: false, interrupted: false },
      unrecorded: 1,
      restored: 0,
      removed: 1,
      refusedPos: 1,
    });
    expect(await run(`backfill undo ${second.id}`)).toMatchObject({ code: 0 });
    const again = await run(`backfill undo ${first.id} --lang en`);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('not recorded any more: 1 documents') });
    expect(await database.query('SELECT FROM po.po')).toEqual([]);
    const done = await run(`backfill undo ${first.id}`);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('되돌릴 내용이 없습니다.') });

    const shown = await run(`runs show ${first.id}`);
    expect(shown.stdout).toContain('완료, 되돌림');
    expect(shown.stdout).toMatch(/^되돌림: .+, kim$/m);
    expect(shown.stdout).toContain(`${numberOf(1)} → KDKK A-1 1회차 — 되돌림`);
    expect((await run(`where ${numberOf(1)}`)).stdout).toContain('역수입을 되돌렸습니다');
    expect(await run(`backfill --resume ${first.id}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('되돌린 실행은 이어서 실행할 수 없습니다'),
    });
    expect(await json(`${backfill} --json`)).toMatchObject({ checked: 3, created: { newPo: 2, attached: 1 } });
  });

  it('says what is wrong with a run that it cannot take back', async () => {
    expect(await run('backfill undo nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그런 실행이 없습니다: nothing'),
    });
    expect(await run('backfill undo')).toMatchObject({ code: 2 });
    expect(await run('backfill undo x --days 7')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('모르는 옵션입니다: --days'),
    });
    await database.put({ docNo: numberOf(1) });
    const { run: old } = await json(`${backfill} --json`);
    await database.query('UPDATE po.run SET first_revision = NULL');
    expect(await run(`backfill undo ${old.id}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('이전 버전에서 실행해'),
    });
  });
});

describe('backfill, where documents are gone from FCMS', () => {
  it('lists them, stops with exit code 4 where they are many, and goes on with their number', async () => {
    await database.put(...many(60));
    await run(backfill);
    await remove(2);
    const few = await run(backfill);
    expect(few).toMatchObject({ code: 0 });
    expect(few.stdout).toMatch(/^ {3}\[FCMS에 없음\] FP25000001 — .+부터$/m);
    expect(few.stdout).toContain('FCMS에 없음: 2건\n');

    await remove(21);
    for (const dryRun of [' --dry-run', '']) {
      const stopped = await run(`${backfill}${dryRun}`);
      expect(stopped).toMatchObject({ code: 4 });
      expect(stopped.stderr).toContain('기록한 이동서 60건 가운데 21건이 FCMS에서 한꺼번에 보이지 않아');
      expect(stopped.stderr).toContain('--accept-missing 21');
    }
    expect((await run(`${backfill} --accept-missing 20`)).stderr).toContain('--accept-missing의 20건과도 다릅니다');
    const accepted = await json(`${backfill} --accept-missing 21 --json`);
    expect(accepted).toMatchObject({ run: { state: 'completed' }, checked: 39, missing: 21 });
    const shown = await json(`runs show ${accepted.run.id} --json`);
    expect(shown.run).toMatchObject({ missing: 21, undone: null });
    expect(shown.missing).toHaveLength(21);
    expect((await run(`runs show ${accepted.run.id}`)).stdout).toContain('시작할 때 FCMS에 없던 이동서: 21건');
    expect(await database.query('SELECT FROM po.reason')).toEqual([]);

    await database.query(`UPDATE po.missing SET first_missed_at = first_missed_at - interval '25 hours'`);
    expect(await json(`${backfill} --json`)).toMatchObject({ missing: 21, reworked: { opened: 21, closed: 0 } });
    await database.put(...many(21));
    expect(await json(`${backfill} --json`)).toMatchObject({ missing: 0, reworked: { opened: 0, closed: 21 } });
  });
});
