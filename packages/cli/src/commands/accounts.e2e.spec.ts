import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const run = (args: readonly string[], stdin?: string, env: Record<string, string> = {}): Promise<Ended> =>
  runCommand(args, {
    env: { DATABASE_URL: database.url, PO_ACTOR: 'lead', ...env },
    ...(stdin !== undefined && { stdin }),
  });
const add = (name: string, password: string, ...rest: readonly string[]): Promise<Ended> =>
  run(['user', 'add', name, '--role', 'editor', '--password-stdin', ...rest], password);

const secret = '아주 좋은 비밀번호';

describe('user', () => {
  it('adds, lists, gives a new password, disables, and never shows one', async () => {
    expect((await run(['user', 'list'])).stdout).toContain(
      '사용자가 없습니다. 추가: cynow-po user add NAME --role admin',
    );
    const added = await add('김철수', `${secret}\nand not this`);
    expect([added.code, added.stdout]).toEqual([0, '사용자를 추가했습니다: 김철수 (입력·검토)\n']);
    expect((await add('robot', `${secret}\r\n`, '--json')).stdout.trim()).toBe('{"name":"robot","role":"editor"}');
    const taken = await add('ＲＯＢＯＴ', secret);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('이미 있는 이름입니다')]);
    const { stdout: hash } = await run(['user', 'list', '--json']);
    expect(JSON.parse(hash)).toMatchObject([
      { name: 'robot', role: 'editor', createdBy: 'lead', disabledAt: null },
      { name: '김철수' },
    ]);
    expect(hash).not.toContain('scrypt');
    const changed = await run(['user', 'passwd', '김철수', '--password-stdin'], 'another password');
    expect([changed.code, changed.stdout]).toEqual([0, '비밀번호를 바꾸고 로그인을 모두 끝냈습니다: 김철수\n']);
    expect((await run(['user', 'disable', 'robot', '--lang', 'en'])).stdout).toContain('Disabled');
    expect((await run(['user', 'list'])).stdout).toMatch(/^robot .*사용 중지 \d{4}-/m);
    const unknown = await run(['user', 'disable', 'nobody']);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('그런 사용자가 없습니다: nobody')]);
    for (const { stdout, stderr } of [added, taken, changed]) expect(stdout + stderr).not.toContain(secret);
    const trail = await database.query('SELECT actor, action FROM po.audit ORDER BY seq');
    expect(trail.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'lead add-user',
      'lead add-user',
      'lead set-password',
      'lead disable-user',
    ]);
  });

  it('changes a role, and takes a disabled user into use again', async () => {
    await add('lee', secret);
    const changed = await run(['user', 'role', 'lee', '--role', 'admin']);
    expect([changed.code, changed.stdout]).toEqual([0, '역할을 바꾸었습니다: lee (관리자)\n']);
    const viewer = await run(['user', 'role', 'LEE', '--role', 'viewer', '--json']);
    expect(JSON.parse(viewer.stdout)).toMatchObject({ name: 'lee', role: 'viewer', disabledAt: null });
    const warning = '로그인할 수 있는 관리자가 없습니다';
    expect([changed.stderr, viewer.stderr]).toEqual([
      expect.not.stringContaining(warning),
      expect.stringContaining(warning),
    ]);
    const disabled = await run(['user', 'disable', 'lee']);
    expect(disabled.stderr).not.toContain(warning);
    const enabled = await run(['user', 'enable', 'lee', '--lang', 'en']);
    expect([enabled.code, enabled.stdout]).toEqual([0, expect.stringContaining('In use again')]);
    expect((await run(['user', 'list'])).stdout).toMatch(/^lee +조회 +사용 중 /m);
    const [entry] = await database.query('SELECT action FROM po.audit ORDER BY seq DESC LIMIT 1');
    expect(entry?.action).toBe('change-user');
    const refused = await Promise.all([
      run(['user', 'role', 'nobody', '--role', 'admin']),
      run(['user', 'enable', 'nobody']),
      run(['user', 'role', 'lee']),
      run(['user', 'role', 'lee', '--role', 'boss']),
      run(['user', 'role', 'lee', '--role', 'admin'], undefined, { ENABLE_PO_MANAGEMENT: 'off' }),
    ]);
    expect(refused.map(({ code }) => code)).toEqual([1, 1, 2, 2, 3]);
    expect(refused[1]?.stderr).toContain('그런 사용자가 없습니다: nobody');
  });

  it('refuses what is no role, name or password, and says what is', async () => {
    const refused = await Promise.all([
      run(['user', 'add', 'lee', '--role', 'boss', '--password-stdin'], secret),
      run(['user', 'add', 'lee', '--password-stdin'], secret),
      run(['user', 'add', 'lee', '--role', 'viewer']),
      add('lee', 'short'),
      add('lee', 'aaaaaaaaaaaaaaaa'),
      add('lee,kim', secret),
    ]);
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(refused[2]?.stderr).toContain('--password-stdin');
    expect(refused[3]?.stderr).toContain('10자 이상');
  });

  it('stops while the machine is off, and notes when nobody could sign in', async () => {
    const off = { ENABLE_PO_MANAGEMENT: 'off' };
    const stopped = await run(['user', 'add', 'park', '--role', 'viewer', '--password-stdin'], secret, off);
    expect(stopped.code).toBe(3);
    const forced = await run(['user', 'add', 'park', '--role', 'viewer', '--password-stdin', '--while-off'], secret, {
      ...off,
      PO_AUTH: 'django-session',
    });
    expect([forced.code, forced.stderr]).toEqual([0, expect.stringContaining('PO_AUTH에 own이 없어')]);
  });
});

describe('token', () => {
  it('makes one that is shown once, lists and revokes it', async () => {
    await add('kim', secret);
    const made = await run([
      'token',
      'create',
      '--user',
      'kim',
      '--scope',
      'write',
      '--expires',
      '2099-12-31',
      '--json',
    ]);
    expect(made.code).toBe(0);
    const { token, ...rest } = JSON.parse(made.stdout);
    expect([token, rest]).toEqual([expect.stringMatching(/^cpo_[\w-]{43}$/), {}]);
    const plain = await run(['token', 'create', '--user', 'KIM', '--scope', 'read']);
    expect(plain.stdout).toMatch(/^cpo_[\w-]{43}\n$/);
    const list = JSON.parse((await run(['token', 'list', '--json'])).stdout);
    expect(list).toMatchObject([
      { user: 'kim', scope: 'read', expiresAt: null, createdBy: 'lead' },
      { user: 'kim', scope: 'write', expiresAt: '2099-12-31T15:00:00.000Z' },
    ]);
    const { id } = list[1];
    expect((await run(['token', 'revoke', id])).stdout).toBe(`토큰을 폐기했습니다: ${id}\n`);
    expect((await run(['token', 'revoke', id])).stdout).toBe(`이미 폐기한 토큰입니다: ${id}\n`);
    const shown = (await run(['token', 'list'])).stdout;
    expect(shown).toMatch(/폐기 \d{4}-/);
    expect(shown).toContain('만료 없음');
    expect(shown).not.toContain(token);
    const held = await database.query('SELECT * FROM po.api_token');
    expect(JSON.stringify(held)).not.toContain(token.slice(4));
  });

  it('refuses what it cannot be', async () => {
    const codes = await Promise.all(
      [
        ['create', '--user', 'nobody', '--scope', 'read'],
        ['create', '--user', 'kim'],
        ['create', '--user', 'kim', '--scope', 'all'],
        ['create', '--user', 'kim', '--scope', 'read', '--expires', '2001-01-01'],
        ['create', '--user', 'kim', '--scope', 'read', '--expires', 'soon'],
        ['revoke', 'nothing'],
      ].map(async (args) => (await run(['token', ...args])).code),
    );
    expect(codes).toEqual([1, 2, 2, 2, 2, 1]);
  });

  it("says what keeps it from reading CYNOW's users", async () => {
    const env = { PO_AUTH: 'own,django-session' };
    const { code, stderr } = await run(['token', 'create', '--user', 'sales', '--scope', 'read'], undefined, env);
    expect([code, stderr]).toEqual([4, expect.stringContaining('cynow-po doctor')]);
    const doctor = await run(['doctor'], undefined, env);
    expect([doctor.code, doctor.stdout]).toEqual([
      4,
      expect.stringContaining('CYNOW 테이블이 없습니다: public.auth_user'),
    ]);
  });
});
