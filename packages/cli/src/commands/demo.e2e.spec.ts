import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, startCommand } from '../testing/runCommand.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'cynow-po-demo-'));
  // As root the server runs as another account, which has to pass through.
  await chmod(cwd, 0o711);
});

afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('the demo', () => {
  it('needs nothing but Node, can be repeated, and runs for real what it rehearsed', async () => {
    const first = await runCommand(['demo'], { cwd });
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\[1\/7\][\s\S]*증명: [\s\S]*\[7\/7\][\s\S]*✅ 데모 완료/),
    });
    expect(first.stderr).toContain(`시험용 내장 PostgreSQL을 사용합니다: ${join(cwd, '.cynow')}`);
    const second = await runCommand(['demo', '--json'], { cwd });
    expect(second.code).toBe(0);
    const { imported, dryRun, run } = JSON.parse(second.stdout);
    expect(imported).toBeGreaterThan(5);
    expect(run.checked).toBeGreaterThan(250);
    expect({ ...dryRun, run: null, durationMs: null }).toEqual({ ...run, run: null, durationMs: null });
  });

  it('leaves its data for trying out, and every command says first where they are', async () => {
    const { code, stdout, stderr } = await runCommand(['stats', '--json'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^DATABASE_URL이 없어 시험용 내장 PostgreSQL을 사용합니다: /);
    const { pos, progress } = JSON.parse(stdout);
    expect(pos.total).toBeGreaterThan(100);
    expect(progress.shipped).toBeGreaterThan(500);
    expect(progress.byStage.completed).toBeGreaterThan(50);
  });

  it('opens the pages over its data, never over another database, and says how to sign in', async () => {
    const { child, printed, ended } = startCommand(['demo', '--serve', '--json'], {
      cwd,
      env: { PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/real' },
    });
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
    });
    await printed('"password"');
    const { url, user, password } = JSON.parse(text);
    expect([user, password.length]).toEqual(['demo', 16]);
    expect((await fetch(`${new URL(url).origin}/readyz`)).status).toBe(200);
    // The flag is on: who is not signed in is told so, and sees no 404.
    expect((await fetch(`${url}/api/v1/stats`)).status).toBe(401);
    expect(await (await fetch(`${url}/login`)).text()).toContain('교육용');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('does not run in production', async () => {
    expect(await runCommand(['demo'], { cwd, env: { NODE_ENV: 'production' } })).toMatchObject({ code: 4, stdout: '' });
  });
});
