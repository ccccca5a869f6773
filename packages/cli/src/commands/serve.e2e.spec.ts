import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type StartedCommand, startCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await createTestDatabase();
  directory = mkdtempSync(join(tmpdir(), 'cynow-po-serve-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

interface Served extends StartedCommand {
  readonly url: string;
  readonly root: string;
  readonly metricsUrl: string;
}

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const environment = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  PO_ACTOR: 'kim',
  PORT: '0',
  PO_OFF_FILE: join(directory, 'off'),
});

const serve = async (env: Record<string, string> = {}): Promise<Served> => {
  const metricsPort = await freePort();
  const started = startCommand(['serve', '--json'], {
    env: { ...environment(), PO_METRICS_ADDRESS: `127.0.0.1:${metricsPort}`, ...env },
  });
  let text = '';
  started.child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  await started.printed('}');
  const { url, metricsUrl } = JSON.parse(text) as { url: string; metricsUrl: string };
  return { ...started, url, metricsUrl, root: new URL(url).origin };
};

const setFlag = (...args: readonly string[]) =>
  runCommand(['flags', 'set', 'po_management', ...args], { env: environment() });

const status = async (url: string): Promise<number> => (await fetch(url)).status;

describe('serve', () => {
  it('lives, is ready, measures, follows the flag and the file, and ends well', async () => {
    const server = await serve();
    expect(await (await fetch(`${server.root}/healthz`)).json()).toEqual({ status: 'alive' });
    const ready = await fetch(`${server.root}/readyz`);
    // Reasons are not for everybody.
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    expect(await status(`${server.root}/healthz?x=1`)).toBe(200);
    for (const url of [`${server.root}/healthz`, `${server.root}/readyz`, server.metricsUrl]) {
      const written = await fetch(url, { method: 'POST' });
      expect([url, written.status, written.headers.get('allow')]).toEqual([url, 405, 'GET, HEAD']);
    }

    // Off at first: as if nothing were here.
    for (const url of [server.url, `${server.url}/api/v1/stats`, server.root, `${server.root}/metrics`]) {
      const answer = await fetch(url);
      expect([url, answer.status, await answer.text()]).toEqual([url, 404, 'Not Found']);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }

    await setFlag('--on');
    await expect.poll(() => status(`${server.url}/api/v1/stats`), { timeout: 5000 }).toBe(401);
    // Requests go by the flag at once; what the process has told of it follows within a second.
    const told = async (): Promise<unknown> => {
      const { stdout } = await runCommand(['flags', 'get', 'po_management', '--who', '--json'], { env: environment() });
      return JSON.parse(stdout);
    };
    await expect.poll(told, { timeout: 10_000 }).toMatchObject({
      agree: true,
      processes: [{ command: 'serve', state: 'on', alive: true }],
    });

    writeFileSync(join(directory, 'off'), '');
    await expect.poll(() => status(`${server.url}/api/v1/stats`), { timeout: 5000 }).toBe(404);
    rmSync(join(directory, 'off'));
    await expect.poll(() => status(`${server.url}/api/v1/stats`), { timeout: 5000 }).toBe(401);

    const metrics = await (await fetch(server.metricsUrl)).text();
    expect(metrics).toMatch(/^http_requests_total\{method="GET",route="\/api\/v1\/stats",status="401"\} \d+$/m);
    expect(metrics).toMatch(/^http_request_duration_seconds_bucket\{le="0.005",/m);
    expect(metrics).toMatch(/^cynow_po_flag_state\{state="on"\} 1$/m);
    expect(metrics).toMatch(/^cynow_po_reviews_open\{priority="critical"\} 0$/m);
    expect(metrics).toMatch(/^cynow_po_build_info\{version="[\d.]+"\} 1$/m);

    const before = Date.now();
    server.child.kill('SIGTERM');
    const { code, stderr } = await server.ended;
    expect([code, Date.now() - before < 10_000]).toEqual([0, true]);
    const lines = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'answered', route: '/api/v1/stats', status: 401 }));
    expect(stderr).not.toContain(new URL(database.url).password || 'no password at all');
    const after = await runCommand(['flags', 'get', 'po_management', '--who', '--json'], { env: environment() });
    expect(JSON.parse(after.stdout)).toMatchObject({ processes: [] });
  });

  it('answers what is under way when it is told to stop, and tells the client to leave', async () => {
    const server = await serve();
    const { hostname, port } = new URL(server.root);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.write('\r\n');
    await ended;
    expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect((await server.ended).code).toBe(0);
  });

  it('answers what is no request, and one with too many headers, with the headers of every answer', async () => {
    const server = await serve();
    const { hostname, port } = new URL(server.root);
    const said = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), hostname);
        let answer = '';
        socket.on('data', (chunk) => {
          answer += String(chunk);
        });
        socket.on('close', () => resolve(answer));
        socket.on('error', () => undefined);
        socket.write(text);
      });
    for (const [text, first] of [
      ['rubbish\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 'HTTP/1.1 431 Request Header Fields Too Large'],
    ] as const) {
      const answer = await said(text);
      expect(answer.split('\r\n')[0]).toBe(first);
      expect(answer).toContain("Content-Security-Policy: default-src 'none'");
    }
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  it('says which address is taken', async () => {
    const server = await serve();
    const { port } = new URL(server.root);
    const second = await runCommand(['serve', '--lang', 'en'], { env: { ...environment(), PORT: port } });
    expect(second.code).toBe(4);
    expect(second.stderr).toContain(
      `Cannot listen on 127.0.0.1:${port}\nWhy: Another program has this address already.\n` +
        'Do: End that program (is the server running already?), or change: HOST, PORT',
    );
    const metrics = new URL(server.metricsUrl).host;
    const third = await runCommand(['serve'], { env: { ...environment(), PO_METRICS_ADDRESS: metrics } });
    expect([third.code, third.stdout]).toEqual([4, '']);
    expect(third.stderr).toContain(
      `주소를 열 수 없습니다: ${metrics}\n이유: 다른 프로그램이 이미 쓰고 있는 주소입니다.`,
    );
    expect(third.stderr).toContain('다른 값을 쓰십시오: PO_METRICS_ADDRESS');
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(existsSync(join(directory, 'off'))).toBe(false);
  });

  it('says why it cannot listen and what to do, in words of ours', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, 'precious');
    for (const [HOST, why, next] of [
      // Of a network that is only for examples: no machine has it.
      ['192.0.2.1', '이 컴퓨터의 주소가 아닙니다.', '이 컴퓨터의 주소를 쓰십시오: HOST, PORT'],
      [file, '그 경로에 소켓이 아닌 파일이나 폴더가 있습니다.', '다른 경로를 쓰십시오: HOST'],
      [join(directory, 'none/http.sock'), '소켓을 만들 폴더가 없습니다.', '다른 경로를 쓰십시오: HOST'],
      // Nobody may make a file there, not even who may do all else.
      ['/proc/http.sock', '소켓을 만들 폴더에 쓸 권한이 없습니다.', '다른 경로를 쓰십시오: HOST'],
    ] as const) {
      const { code, stdout, stderr } = await runCommand(['serve', '--json'], { env: { ...environment(), HOST } });
      expect([code, stderr]).toEqual([4, expect.stringContaining(`이유: ${why}\n`)]);
      const { error } = JSON.parse(stdout) as { error: Record<string, string> };
      expect(error).toMatchObject({ code: 'CANNOT_LISTEN', exitCode: 4, why });
      expect(error.what).toContain(`주소를 열 수 없습니다: ${HOST}`);
      expect(error.next).toContain(next);
    }
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('says so when users type another path than the one at which it answers', async () => {
    const PO_PUBLIC_URL = 'http://plant.example/cynow/orders';
    const server = await serve({ PO_PUBLIC_URL });
    server.child.kill('SIGTERM');
    const { code, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('⚠ PO_PUBLIC_URL의 경로(/cynow/orders)와 PO_BASE_PATH(/orders)가 다릅니다.');
    expect(stderr).toContain('PO_BASE_PATH=/cynow/orders');
    const check = await runCommand(['config', 'check'], { env: { ...environment(), PO_PUBLIC_URL } });
    expect([check.code, check.stdout]).toEqual([0, expect.stringContaining('PO_BASE_PATH(/orders)가 다릅니다.')]);
  });
});
