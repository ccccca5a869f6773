import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seoulDayOf } from '@cynow/po-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let cwd: string;
const year = seoulDayOf(new Date()).slice(2, 4);
const no = (sequence: number): string => `FP${year}${String(sequence).padStart(6, '0')}`;

const run = (line: string, env: Record<string, string> = {}) =>
  runCommand(line.split(' '), {
    cwd,
    env: { DATABASE_URL: database.url, PO_ACTOR: 'kim', PO_CDC: 'none', ...env },
  });
const json = async (line: string) => JSON.parse((await run(`${line} --json`)).stdout);
const paused = { PO_CDC: 'watch', PO_CDC_PAUSE: '00:00-24:00' };

beforeAll(async () => {
  [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'cynow-po-reserve-'))]);
  await database.put({ docNo: no(667), poNo: 'OLD' }, { docNo: no(668), poNo: 'OLD' });
  const pos = ['A-1', 'A-2'].map((poNo) => ({ customer: 'KDKK', poNo, items: [{ product: 'KF001', qty: 30 }] }));
  await writeFile(join(cwd, 'pos.ndjson'), pos.map((po) => JSON.stringify(po)).join('\n'));
  await run('import pos.ndjson');
});

afterAll(async () => {
  await Promise.all([database.drop(), rm(cwd, { recursive: true, force: true })]);
});

describe('reserve', () => {
  it('prints the next number as a promise inside CYNOW, which is not in FCMS yet', async () => {
    const { code, stdout, stderr } = await run('reserve --customer kdkk --po a-1');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `^번호를 예약했습니다: KDKK A-1, 1건\n   ${no(669)}  예약됨\\(FCMS 미입력\\)  48시간 남음\\(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d까지\\)\nFCMS 미입력: `,
      ),
    );
    expect(stderr).toContain('대상: ');
    expect(stderr).toContain('FCMS 동기화 상태를 알 수 없습니다.');
    expect((await run('reserve --customer KDKK --po A-1 --lang en')).stdout).toContain(
      `${no(670)}  reserved (not in FCMS yet)  48 h left (until `,
    );
  });

  it('gives several numbers at once, as one JSON value', async () => {
    const told = await json('reserve --customer KDKK --po A-2 --count 3');
    expect(told).toMatchObject({
      po: { customer: 'KDKK', poNo: 'A-2' },
      reservations: [671, 672, 673].map((n) => ({ docNo: no(n), state: 'RESERVED', customer: 'KDKK', poNo: 'A-2' })),
      cdc: { state: 'unknown' },
    });
    expect(await database.query(`SELECT DISTINCT actor FROM po.audit WHERE action = 'reserve'`)).toEqual([
      { actor: 'kim' },
    ]);
  });

  it('gives none while the replication is paused, but to one who accepts that', async () => {
    const refused = await run('reserve --customer KDKK --po A-1', paused);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('FCMS 자료가 최신이 아니어서 번호를 예약하지 않았습니다.');
    expect(refused.stderr).toContain('--accept-stale');
    const told = JSON.parse((await run('reserve --customer KDKK --po A-1 --json', paused)).stdout);
    expect(told).toMatchObject({ error: { code: 'NOT_FRESH' } });
    const accepted = await run('reserve --customer KDKK --po A-1 --accept-stale', paused);
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining(no(674)) });
    expect(
      await database.query(`SELECT after->>'cdc' AS cdc FROM po.audit WHERE after->>'acceptStale' = 'true'`),
    ).toEqual([{ cdc: 'paused' }]);
  });

  it('releases, extends, and takes that back', async () => {
    expect(await run(`reserve --release ${no(674).toLowerCase()}`)).toMatchObject({
      code: 0,
      stdout: `예약을 해제했습니다: ${no(674)}\n   ${no(674)}  해제  KDKK A-1\n`,
    });
    expect(await run(`reserve --extend ${no(674)}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('상태: 해제'),
    });
    expect(await json(`reserve --undo ${no(674)}`)).toMatchObject({
      reservation: { docNo: no(674), state: 'RESERVED', customer: 'KDKK', poNo: 'A-1', byHand: false },
    });
    expect((await json(`reserve --extend ${no(674)}`)).reservation).toMatchObject({ state: 'RESERVED' });
    expect((await run(`reserve --undo ${no(674)}`)).stdout).toContain('예약됨(FCMS 미입력)');
    expect((await run(`reserve --release ${no(1)}`)).stderr).toContain(`예약한 번호가 아닙니다: ${no(1)}`);
  });

  it('says what is wrong with how it was called', async () => {
    const wrong = [
      'reserve --customer KDKK',
      'reserve --customer KDKK --po 없음',
      `reserve --customer KDKK --po A-1 --release ${no(669)}`,
      'reserve --customer KDKK --po A-1 --count 101',
      `reserve --release ${no(669)} --accept-stale`,
    ];
    for (const line of wrong) expect(await run(line), line).toMatchObject({ code: 2 });
    expect(await run('reserve --customer KDKK --po NO')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그런 PO가 없습니다: KDKK NO'),
    });
    expect(await run('reserve --customer KDKK --po A-1', { ENABLE_PO_MANAGEMENT: 'off' })).toMatchObject({ code: 3 });
  });

  it('gives none in a schema to rehearse in', async () => {
    const env = { PO_SCHEMA: 'po_rehearsal' };
    await run('migrate up', env);
    await run('import pos.ndjson', env);
    const { code, stderr } = await run('reserve --customer KDKK --po A-1', env);
    expect(code).toBe(1);
    expect(stderr).toContain('연습용 스키마에서는 번호를 발급하지 않습니다');
    expect(await database.query('SELECT FROM po_rehearsal.reservation')).toEqual([]);
    await run(`migrate zero --confirm ${database.name}/po_rehearsal --without-backup`, env);
  });
});

describe('match', () => {
  it('matches what was typed into FCMS, and suggests what was typed under another number', async () => {
    const now = new Date(Date.now() + 9 * 3_600_000 + 60_000).toISOString().replace('Z', '');
    await database.put(
      { docNo: no(669), poNo: 'A-1', orderDate: now },
      { docNo: no(671), poNo: 'OTHER', orderDate: now },
      { docNo: no(700), poNo: 'A-2', orderDate: now },
    );
    await run('backfill');
    const { code, stdout } = await run('match');
    expect(code).toBe(0);
    expect(stdout).toContain('=== 매칭 ===\n');
    expect(stdout).toContain(`   [매칭 완료] ${no(669)} → KDKK A-1\n`);
    expect(stdout).toContain(`   [번호 불일치] ${no(671)} → KDKK A-2 — 이동서 ${no(671)}의 고객이나 PO번호가`);
    expect(stdout).toContain(`KDKK A-2 — 다른 번호로 입력된 것 같습니다: ${no(700)}\n`);
    expect(stdout).toMatch(
      /✅ 처리 완료\n예약번호: 3건 바뀜\n주문 없는 이동서: 새로 0건, 현재 0건\n중복 의심: 새로 0건, 해소 0건\nFCMS에 없는 이동서: 0건\n$/,
    );
    expect(await json('match')).toMatchObject({
      state: 'completed',
      cdc: { state: 'unknown' },
      reservations: { changed: [] },
      orphans: { open: 0, found: 0, resolved: 0 },
    });
    const { reservations } = await json('stats');
    expect(reservations.MATCHED).toBe(1);
    expect(reservations).toEqual({ RESERVED: 3, MATCHED: 1, MISMATCH: 2, EXPIRED: 0, RELEASED: 0 });
    expect((await run('stats')).stdout).toMatch(/예약번호\n {2}미입력 +3건\n {2}매칭 완료 +1건\n/);
  });

  it('matches by hand, which wins until it is taken back', async () => {
    const several = await run(`match --by-hand ${no(700)} --customer KDKK --po A-2`);
    expect(several.code).toBe(1);
    expect(several.stderr).toContain('이동서를 기다리는 예약번호가 여럿입니다');
    const done = await run(`match --by-hand ${no(700)} --number ${no(672)}`);
    expect(done).toMatchObject({
      code: 0,
      stdout: `직접 매칭했습니다: 예약번호 ${no(672)} — 이동서 ${no(700)}\n   ${no(672)}  매칭 완료  KDKK A-2\n`,
    });
    expect(await run(`match --by-hand ${no(700)} --number ${no(673)}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`이미 매칭되어 있습니다: ${no(672)}`),
    });
    expect(await run(`match --by-hand ${no(668)} --number ${no(673)}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('그 PO의 유효한 이동서가 아닙니다: KDKK A-2'),
    });
    await run('match');
    expect(await run(`reserve --release ${no(672)}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`매칭 취소: cynow-po match --unmatch ${no(672)}`),
    });
    expect((await json(`match --unmatch ${no(672)}`)).reservation).toMatchObject({ docNo: no(672), byHand: false });
  });

  it('waits while the replication is paused', async () => {
    const { code, stderr } = await run('match', paused);
    expect(code).toBe(0);
    expect(stderr).toContain('동기화 중지 시간대입니다. 매칭은 다음 실행에서 합니다.');
  });

  it('says what is wrong with how it was called', async () => {
    const wrong = [
      'match --number FP25000001',
      'match --by-hand FP25000001 --unmatch FP25000001',
      'match --customer K',
    ];
    for (const line of wrong) expect(await run(line), line).toMatchObject({ code: 2 });
  });
});

describe('doctor', () => {
  it('lists numbers that are taken for typing errors', async () => {
    await database.put({ docNo: no(900_000), poNo: 'TYPO' });
    const finding = (await json('doctor')).find(({ check }: { check: string }) => check === 'numbers');
    expect(finding).toMatchObject({ state: 'warning', problem: 'typing-errors', facts: { numbers: [no(900_000)] } });
    expect((await run('doctor')).stdout).toContain(`10,000 넘게 큰 이동서번호가 있습니다: ${no(900_000)}`);
    expect((await run('reserve --customer KDKK --po A-1')).stdout).toContain(no(701));
  });
});
