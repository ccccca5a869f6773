import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  runCommand(args, { env: { DATABASE_URL: database.url, PO_ACTOR: 'kim', ...env } });
const set = (...args: readonly string[]): Promise<Ended> => run(['flags', 'set', 'po_management', ...args]);

describe('flags', () => {
  it('tells a flag that is off, and where that comes from', async () => {
    const { code, stdout } = await run(['flags', 'get', 'po_management']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        '기능 스위치 po_management: 꺼짐',
        '  환경변수 ENABLE_PO_MANAGEMENT: 없음 → 저장된 값을 따름',
        '  강제 끔 파일: 정하지 않음',
        '',
      ].join('\n'),
    );
    expect((await run(['flags', 'list', '--lang', 'en'])).stdout).toBe('Flag po_management: off\n');
  });

  it('tells of the off file in its own line, and lays nothing on the variable', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'off-')), 'off');
    await writeFile(file, '');
    const lines = async (lang: string): Promise<string[]> => {
      const { stdout } = await run(['flags', 'get', 'po_management', '--lang', lang], { PO_OFF_FILE: file });
      return stdout.trimEnd().split('\n').slice(1);
    };
    expect(await lines('ko')).toEqual([
      '  환경변수 ENABLE_PO_MANAGEMENT: 없음',
      `  강제 끔 파일 ${file}: 있음 → 강제로 꺼짐`,
    ]);
    expect(await lines('en')).toEqual([
      '  Environment ENABLE_PO_MANAGEMENT: not set',
      `  Off file ${file}: there → forced off`,
    ]);
    await rm(dirname(file), { recursive: true });
  });

  it('counts an off file that nobody can look for as off, and says so', async () => {
    const env = { PO_OFF_FILE: join(process.execPath, 'off') };
    const { stdout } = await run(['flags', 'get', 'po_management'], env);
    expect(stdout).toContain(`  강제 끔 파일 ${env.PO_OFF_FILE}: 확인할 수 없음(ENOTDIR) → 꺼진 것으로 봄\n`);
    const why = `강제 끔 파일이 있는지 확인할 수 없으므로(ENOTDIR) 꺼진 것으로 봅니다: ${env.PO_OFF_FILE}`;
    expect(await run(['match'], env)).toMatchObject({ code: 3, stderr: expect.stringContaining(why) });
    expect((await run(['doctor'], env)).stdout).toContain(why);
  });

  it('sets state, lists, share and notice, and names who did it when', async () => {
    const { code, stdout } = await set('--on', '--users', '김철수, 이영희', '--roles', 'admin', '--percent', '12.5');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^기능 스위치 po_management: 켜짐 {2}\(\d{4}-\d\d-\d\d \d\d:\d\d, kim\)$/m);
    expect(stdout).toContain('  공개 사용자: 김철수, 이영희\n  공개 역할: 관리자\n  공개 비율: 12.5%\n');
    await set('--users', '', '--roles', '', '--percent', '', '--read-only', '--notice', '조회만 됩니다');
    const { stdout: json } = await run(['flags', 'get', 'po_management', '--json']);
    expect(JSON.parse(json)).toMatchObject({
      key: 'po_management',
      state: 'on',
      readOnly: true,
      users: [],
      roles: [],
      percent: null,
      notice: '조회만 됩니다',
      version: 2,
      changedBy: 'kim',
      machine: { state: 'store' },
    });
    const again = await set('--on');
    expect(again.stderr).toContain('이미 그렇게 되어 있습니다');
  });

  it('is told by each writing command, which works whatever is stored', async () => {
    const told = async (lang: string): Promise<string | undefined> => {
      const { code, stderr } = await run(['match', '--lang', lang]);
      expect(code).toBe(0);
      return stderr.split('\n').find((line) => /\((저장된 값|stored)\)$/.test(line));
    };
    await set('--off', '--writable');
    expect(await told('ko')).toBe('기능 스위치: 꺼짐 (저장된 값)');
    await set('--maintenance', '점검');
    expect(await told('ko')).toBe('기능 스위치: 점검 중 (저장된 값)');
    await set('--on', '--users', '', '--roles', '', '--percent', '');
    expect(await told('en')).toBe('Feature switch: on, for everybody (stored)');
    await set('--roles', 'admin', '--read-only');
    expect(await told('ko')).toBe('기능 스위치: 켜짐, 일부 사용자, 조회 전용 (저장된 값)');
    await set('--off', '--writable', '--roles', '');
  });

  it('refuses what contradicts itself, says nothing, or is no share, role or flag', async () => {
    for (const args of [
      ['--on', '--off'],
      ['--read-only', '--writable'],
      [],
      ['--percent', '101'],
      ['--roles', 'boss'],
    ]) {
      expect((await set(...args)).code).toBe(2);
    }
    expect((await run(['flags', 'get', 'other'])).code).toBe(2);
  });

  it('works, and says so, when the machine itself is off', async () => {
    const { code, stdout, stderr } = await run(['flags', 'set', 'po_management', '--off'], {
      ENABLE_PO_MANAGEMENT: 'off',
    });
    expect(code).toBe(0);
    expect(stdout).toContain('환경변수 ENABLE_PO_MANAGEMENT: off → 강제로 꺼짐');
    expect(stderr).toContain('환경변수 ENABLE_PO_MANAGEMENT가 끔으로 되어 있습니다.');
    expect(stderr).not.toContain('--while-off');
    expect((await set('--off')).stderr).not.toContain('ENABLE_PO_MANAGEMENT');
  });

  it('advises against a share while there are fewer than 100 users', async () => {
    const advice = '--users나 --roles로 여는 편이 낫습니다';
    const addUsers = (from: number, to: number) =>
      database.query(
        `INSERT INTO po.account (key, name, role, password_hash, credentials, created_at, created_by)
         SELECT 'user' || n, 'user' || n, 'viewer', 'x', 1, now(), 'spec' FROM generate_series($1::integer, $2) AS n`,
        [from, to],
      );
    await addUsers(1, 99);
    expect((await set('--percent', '20')).stderr).toContain(`로그인할 수 있는 사용자가 99명입니다. 100명 미만이면`);
    expect((await set('--percent', '30')).stderr).toContain(advice);
    for (const percent of ['0', '100', '']) expect((await set('--percent', percent)).stderr).not.toContain(advice);
    await addUsers(100, 100);
    expect((await set('--percent', '20')).stderr).not.toContain(advice);
    await set('--percent', '');
  });

  it('tells whether every process and the address agree', async () => {
    let status = 404;
    const server = createServer((_request, response) => {
      response.statusCode = status;
      response.end();
    }).listen(0, '127.0.0.1');
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/`;
    try {
      await set('--off');
      const who = () => run(['flags', 'get', 'po_management', '--who', '--url', url()]);
      const quiet = await who();
      expect([quiet.code, quiet.stdout]).toEqual([0, expect.stringContaining('실행 중인 프로세스가 없습니다.')]);
      status = 200;
      const seen = await who();
      expect([seen.code, seen.stdout]).toEqual([1, expect.stringContaining('/orders/api/v1/pos 200  ← 확인 필요')]);
      status = 404;
      // Open for some: whoever is not signed in sees nothing.
      await set('--on', '--users', '김철수');
      expect((await who()).code).toBe(0);
      await set('--off', '--users', '');
      await database.query(
        `INSERT INTO po.flag_process (id, command, host, pid, release, version, state, seen_at)
         SELECT gen_random_uuid(), 'serve', 'srv1', n, '1.0.0', version, CASE n WHEN 1 THEN state ELSE 'on' END,
                now() - CASE n WHEN 3 THEN interval '1 minute' ELSE interval '0' END
         FROM po.flag, generate_series(1, 3) AS n`,
      );
      const { code, stdout } = await who();
      expect(code).toBe(1);
      expect(stdout).toMatch(/srv1 serve {2}pid 1 {2}v1\.0\.0 {2}꺼짐 확인 [0-9: -]+$/m);
      expect(stdout).toMatch(/pid 2 {2}v1\.0\.0 {2}켜짐 확인 .+ ← 확인 필요$/m);
      expect(stdout).toMatch(/pid 3 {2}v1\.0\.0 {2}응답 없음 .+ ← 확인 필요$/m);
    } finally {
      server.close();
    }
  });
});
