import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const command = async (...args: readonly string[]): Promise<string> => {
  const env = { DATABASE_URL: database.url, PO_ACTOR: 'kim' };
  const stdin = args[0] === 'user' ? 'a long password of kim\n' : undefined;
  const { code, stdout, stderr } = await runCommand(args, { env, ...(stdin === undefined ? {} : { stdin }) });
  expect([args, code, code === 0 ? '' : stderr]).toEqual([args, 0, '']);
  return stdout;
};

it('the example hangs PO management into a service without either meddling with the other', async () => {
  await database.put({ docNo: 'FP25000001' });
  await command('backfill', '--since', '2025-01-01', '--json');
  await command('user', 'add', 'kim', '--role', 'admin', '--password-stdin');
  const { token } = JSON.parse(await command('token', 'create', '--user', 'kim', '--scope', 'read', '--json')) as {
    token: string;
  };
  const child = spawn(
    process.execPath,
    ['--conditions=@cynow/source', '--import', './scripts/tsx.mjs', 'docs/examples/embed-http.ts'],
    {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [line] = (await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    once(child, 'close').then(() => {
      throw new Error(said);
    }),
  ])) as [string];
  const url = line.trim();
  const text = async (path: string, init: RequestInit = {}): Promise<readonly [number, string]> => {
    const reply = await fetch(`${url}${path}`, { redirect: 'manual', ...init });
    return [reply.status, await reply.text()];
  };
  const bearer = { headers: { authorization: `Bearer ${token}` } };
  const stats = '/orders/api/v1/stats';

  // Off: nothing is there but the host.
  expect(await text('/')).toEqual([200, 'Hello.']);
  expect(await text(stats, bearer)).toEqual([404, 'Not Found']);
  expect(await text('/health')).toEqual([200, '{"self":"well","orders":"ready"}']);
  // No health check of ours comes along.
  expect((await text('/readyz'))[0]).toBe(404);

  await command('flags', 'set', 'po_management', '--on');
  await expect.poll(async () => (await text(stats))[0], { timeout: 5000 }).toBe(401);
  const [status, body] = await text(stats, bearer);
  expect([status, JSON.parse(body)]).toMatchObject([200, { pos: { total: 1 } }]);

  // The host's sign-in is good for the host, and for nothing of ours.
  const signIn = await fetch(`${url}/sign-in`, { method: 'POST' });
  const cookie = signIn.headers.getSetCookie().map((each) => each.split(';')[0]!);
  expect(await text('/', { headers: { cookie: cookie.join('; ') } })).toEqual([200, 'Hello, somebody.']);
  expect((await text(stats, { headers: { cookie: cookie.join('; ') } }))[0]).toBe(401);

  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
});
