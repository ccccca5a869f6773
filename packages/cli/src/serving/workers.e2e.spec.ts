import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, createServer as createSocketServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromSource, runCommand, type StartedCommand, startCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let directory: string;
let token: string;

const environment = (): Record<string, string> => ({ DATABASE_URL: database.url, PO_ACTOR: 'kim', PORT: '0' });
const run = (...args: readonly string[]) => runCommand(args, { env: environment() });

beforeAll(async () => {
  database = await createTestDatabase();
  directory = mkdtempSync(join(tmpdir(), 'cynow-po-workers-'));
  const password = 'a password for the server\n';
  await runCommand(['user', 'add', 'boss', '--role', 'admin', '--password-stdin'], {
    env: environment(),
    stdin: password,
  });
  token = (await run('token', 'create', '--user', 'boss', '--scope', 'admin')).stdout.trim();
  await run('flags', 'set', 'po_management', '--on');
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

interface Line {
  readonly msg: string;
  readonly pid?: number;
}

interface Server extends StartedCommand {
  readonly url: string;
  readonly root: string;
  readonly metricsUrl: string | null;
  lines(): readonly Line[];
  /** The workers that answer. */
  workers(): readonly number[];
  /** Resolves when this was said so many times. */
  said(msg: string, times?: number): Promise<void>;
  stop(): Promise<number | null>;
}

const serve = async (args: readonly string[] = [], env: Record<string, string> = {}): Promise<Server> => {
  const started = startCommand(['serve', '--json', ...args], { cwd: directory, env: { ...environment(), ...env } });
  let printed = '';
  let log = '';
  started.child.stdout?.on('data', (chunk) => {
    printed += String(chunk);
  });
  started.child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  await started.printed('}');
  const { url, metricsUrl } = JSON.parse(printed) as { url: string; metricsUrl: string | null };
  const lines = (): readonly Line[] =>
    log
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
  return {
    ...started,
    url,
    metricsUrl,
    root: url.startsWith('http') ? new URL(url).origin : '',
    lines,
    workers() {
      const gone = new Set(lines().flatMap(({ msg, pid }) => (/has ended|died/.test(msg) ? [pid] : [])));
      return lines().flatMap(({ msg, pid }) => (msg === 'worker answers' && !gone.has(pid) ? [pid!] : []));
    },
    said: (msg, times = 1) =>
      expect
        .poll(() => lines().filter((line) => line.msg === msg).length, { timeout: 30_000, message: msg })
        .toBeGreaterThanOrEqual(times),
    async stop() {
      started.child.kill('SIGTERM');
      return (await started.ended).code;
    },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** On a connection of its own. */
const get = (options: { readonly root?: string; readonly socketPath?: string }, path: string, withToken = true) =>
  new Promise<{ readonly status: number | undefined; readonly text: string }>((resolve, reject) => {
    const headers = withToken ? { authorization: `Bearer ${token}` } : {};
    const to = options.root === undefined ? { socketPath: options.socketPath } : { port: new URL(options.root).port };
    request({ ...to, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += String(chunk);
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });

/** An address of the database that can be made to lead nowhere. */
const openWay = async () => {
  const { hostname, port } = new URL(database.url);
  const sockets = new Set<Socket>();
  let isOpen = true;
  let isSilent = false;
  const server = createSocketServer((socket) => {
    if (!isOpen) return void socket.resetAndDestroy();
    sockets.add(socket);
    if (isSilent) return void socket.on('error', () => undefined).resume();
    const beyond = connect({ host: hostname, port: Number(port || 5432) });
    for (const [one, other] of [
      [socket, beyond],
      [beyond, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(database.url);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shut = (): void => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    shut,
    /** Connections are taken, and nobody answers. */
    silence(): void {
      shut();
      isOpen = true;
      isSilent = true;
    },
    open(): void {
      isOpen = true;
      isSilent = false;
    },
    close(): void {
      shut();
      server.close();
    },
  };
};

const figure = (metrics: string, series: string): number =>
  Number(
    metrics
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? Number.NaN,
  );

describe('serve with workers', () => {
  it('counts what all workers count, figures of the database once, and forgets nothing when workers are replaced', async () => {
    const server = await serve(['--workers', '2'], { PO_METRICS_ADDRESS: `127.0.0.1:${await freePort()}` });
    expect(server.workers()).toHaveLength(2);
    const series = 'http_requests_total{method="GET",route="/api/v1/account",status="200"}';
    const read = async (): Promise<string> => (await fetch(server.metricsUrl!)).text();
    for (let i = 0; i < 20; i += 1) await get(server, '/orders/api/v1/account');
    const before = await read();
    expect(figure(before, series)).toBe(20);
    expect(before.match(/^cynow_po_reviews_open\{priority="critical"\} /gm)).toHaveLength(1);
    expect(figure(before, 'cynow_po_orphans_open')).toBe(0);
    expect(figure(before, 'cynow_po_database_up')).toBe(1);
    expect(figure(before, 'cynow_po_build_info{version="0.1.0"}')).toBe(1);
    expect(figure(before, 'cynow_po_flag_state{state="on"}')).toBe(1);
    expect(figure(before, 'cynow_po_cdc_state{state="unknown"}')).toBe(1);
    // Of each of the two.
    expect(figure(before, 'cynow_po_db_pool_connections_max{pool="work"}')).toBe(6);
    expect(figure(before, 'cynow_po_db_pool_waiting{pool="work"}')).toBe(0);
    expect(before).toMatch(/^process_resident_memory_bytes \d+$/m);
    // Nothing has been reported that is not known.
    expect(before).not.toMatch(/^cynow_po_backfill_last_run/m);

    server.child.kill('SIGHUP');
    await server.said('worker has ended', 2);
    expect(server.workers()).toHaveLength(2);
    await get(server, '/orders/api/v1/account');
    expect(figure(await read(), series)).toBe(21);

    const [killed = 0] = server.workers();
    process.kill(killed, 'SIGKILL');
    await server.said('worker died');
    await server.said('worker answers', 5);
    await get(server, '/orders/api/v1/account');
    expect(figure(await read(), series)).toBe(22);
    // Whoever asks is not told of the one that died.
    await expect
      .poll(
        async () => {
          const { processes } = JSON.parse((await run('flags', 'get', 'po_management', '--who', '--json')).stdout);
          return processes.map(({ pid }: { pid: number }) => pid).sort();
        },
        { timeout: 10_000 },
      )
      .toEqual([...server.workers()].sort());
    const ready = await get(server, '/readyz');
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      {
        status: 'ready',
        checks: { database: { ok: true }, migrations: { ok: true, told: 'current' }, stopping: { ok: true } },
        degraded: [],
      },
    ]);
    expect(await server.stop()).toBe(0);
  }, 60_000);

  it('with one worker, too, takes up a changed configuration, and stays as it was when the new one is wrong', async () => {
    const file = join(directory, 'cynow-po.config.json');
    const server = await serve();
    const [first] = server.workers();
    writeFileSync(file, '{"PO_QTY_TOLERANCE": "much"}');
    server.child.kill('SIGHUP');
    await server.said('new workers cannot start: those stay that there are');
    expect(server.workers()).toEqual([first]);
    expect((await get(server, '/orders/api/v1/account')).status).toBe(200);

    writeFileSync(file, '{"PO_BASE_PATH": "/other"}');
    server.child.kill('SIGHUP');
    await server.said('worker has ended');
    expect((await get(server, '/other/api/v1/account')).status).toBe(200);
    expect((await get(server, '/orders/api/v1/account')).status).toBe(404);
    rmSync(file);
    // Somebody tells the worker itself to end: another takes its place.
    const [second = 0] = server.workers();
    process.kill(second, 'SIGTERM');
    await server.said('worker has ended', 2);
    expect((await get(server, '/orders/api/v1/account')).status).toBe(200);
    server.child.kill('SIGTERM');
    const { code, stderr } = await server.ended;
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^PO_QTY_TOLERANCE|\n\s*PO_QTY_TOLERANCE/)]);
  }, 60_000);

  it('answers with workers that were started anew while the database is away, and works by itself once it is back', async () => {
    const way = await openWay();
    const server = await serve(['--workers', '2'], { DATABASE_URL: way.url });
    const statusOf = async (path: string): Promise<number | undefined> => (await get(server, path)).status;
    const account = '/orders/api/v1/account';
    expect(await statusOf(account)).toBe(200);
    way.shut();
    for (const pid of server.workers()) process.kill(pid, 'SIGKILL');
    await server.said('worker answers', 4);
    expect(await statusOf('/healthz')).toBe(200);
    const ready = await get(server, '/readyz');
    expect([ready.status, JSON.parse(ready.text)]).toEqual([503, { status: 'not-ready' }]);
    // As the feature was on when it was last seen, people are told that it does not work now, not that nothing is here.
    expect(await statusOf(account)).toBe(503);

    server.child.kill('SIGHUP');
    await server.said('worker has ended', 2);
    expect([await statusOf('/healthz'), await statusOf('/readyz'), await statusOf(account)]).toEqual([200, 503, 503]);

    way.open();
    await expect.poll(() => statusOf(account), { timeout: 10_000 }).toBe(200);
    expect([await statusOf('/readyz'), await statusOf('/orders/')]).toEqual([200, 200]);
    await run('flags', 'set', 'po_management', '--off');
    await expect.poll(() => statusOf(account), { timeout: 10_000 }).toBe(404);

    // Nobody works on a schema that is not as it should be, however it came to be so.
    way.shut();
    for (const pid of server.workers()) process.kill(pid, 'SIGKILL');
    await server.said('worker answers', 8);
    await run('flags', 'set', 'po_management', '--on');
    await database.query(
      `INSERT INTO po.schema_version SELECT 9999, 'later', checksum, 1, false FROM po.schema_version LIMIT 1`,
    );
    way.open();
    await expect.poll(() => statusOf(account), { timeout: 10_000 }).toBe(503);
    expect(await statusOf('/readyz')).toBe(503);
    await database.query('DELETE FROM po.schema_version WHERE number = 9999');
    await expect.poll(() => statusOf(account), { timeout: 10_000 }).toBe(200);
    expect(await server.stop()).toBe(0);
    way.close();
  }, 90_000);

  it('answers with a worker that was started anew while nothing comes back from the database', async () => {
    await run('flags', 'set', 'po_management', '--on');
    const way = await openWay();
    const server = await serve([], { DATABASE_URL: way.url });
    const statusOf = async (path: string): Promise<number | undefined> => (await get(server, path, false)).status;
    way.silence();
    const [killed = 0] = server.workers();
    process.kill(killed, 'SIGKILL');
    await server.said('worker answers', 2);
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]);
    way.open();
    await expect.poll(() => statusOf('/readyz'), { timeout: 30_000 }).toBe(200);
    expect(await server.stop()).toBe(0);
    way.close();
  }, 90_000);

  it('says what is not as it should be to administrators, and stays ready', async () => {
    const server = await serve([], { ENABLE_PO_MANAGEMENT: 'maybe', PO_CDC_PAUSE: '00:00-23:59' });
    const { status, text } = await get(server, '/readyz');
    expect([status, JSON.parse(text)]).toMatchObject([
      200,
      { status: 'ready', degraded: ['cdc-paused', 'switch-misspelt'] },
    ]);
    expect(JSON.parse((await get(server, '/readyz', false)).text)).toEqual({ status: 'ready' });
    expect(await server.stop()).toBe(0);

    const inPlainFile = await serve([], { PO_OFF_FILE: join(process.execPath, 'off') });
    const { degraded } = JSON.parse((await get(inPlainFile, '/readyz')).text);
    expect(degraded).toContain('switch-unreadable');
    expect((await get(inPlainFile, '/orders/api/v1/account')).status).toBe(404);
    await inPlainFile.said('PO_OFF_FILE cannot be looked at: off');
    expect(await inPlainFile.stop()).toBe(0);
  });

  it('listens at a socket, also where a dead server left one', async () => {
    const socketPath = join(directory, 'http.sock');
    const env = { HOST: socketPath, PO_TRUSTED_PROXIES: 'unix' };
    const first = await serve([], env);
    expect(first.url).toBe(`unix:${socketPath}:/orders`);
    expect((await get({ socketPath }, '/orders/api/v1/account')).status).toBe(200);
    const second = await runCommand(['serve', '--lang', 'en'], { env: { ...environment(), ...env } });
    expect([second.code, second.stderr]).toEqual([4, expect.stringContaining(`Cannot listen on ${socketPath}`)]);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(socketPath)).toBe(true);
    const third = await serve([], env);
    expect((await get({ socketPath }, '/orders/api/v1/account')).status).toBe(200);
    expect(await third.stop()).toBe(0);
  });

  it('takes the socket that systemd has opened', async () => {
    const listening = createSocketServer();
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address() as AddressInfo;
    const program = fromSource.map((argument) => `"${argument}"`).join(' ');
    // The shell knows its own number, which the program then has.
    const command = `LISTEN_FDS=1 LISTEN_PID=$$ exec ${program} serve --json`;
    const { fd } = (listening as unknown as { readonly _handle: { readonly fd: number } })._handle;
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: directory,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LANG: 'C.UTF-8', ...environment() },
      stdio: ['ignore', 'pipe', 'ignore', fd],
    });
    const [printed] = (await once(child.stdout!, 'data')) as [Buffer];
    listening.close();
    expect(JSON.parse(String(printed)).url).toBe(`http://127.0.0.1:${port}/orders`);
    expect((await get({ root: `http://127.0.0.1:${port}` }, '/orders/api/v1/account')).status).toBe(200);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('refuses more workers than there are connections for, and a database that is not there', async () => {
    const many = await runCommand(['serve', '--workers', '9', '--lang', 'en'], { env: environment() });
    expect([many.code, many.stderr]).toEqual([2, expect.stringContaining('PO_DB_MAX_CONNECTIONS=20 is enough for 3')]);
    const away = await runCommand(['serve', '--workers', '2', '--lang', 'en', '--json'], {
      env: { ...environment(), DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/x' },
    });
    expect([away.code, JSON.parse(away.stdout).error.code]).toEqual([4, 'NO_CONNECTION']);
    expect(away.stderr.match(/No PostgreSQL answers/g)).toHaveLength(1);
    expect(away.stderr).not.toContain('secret');
  });
});
