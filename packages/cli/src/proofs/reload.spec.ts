import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadOptions, openLoop, type Sent } from '../testing/openLoop.ts';
import { runCommand, startCommand } from '../testing/runCommand.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

const full = process.env.PO_FULL === '1';
const seconds = full ? 60 : 10;
const reloadEveryMs = full ? 5000 : 2000;
const perSecond = 300;
const connections = 40;

let database: TestDatabase;
let token: string;
const environment = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  PO_ACTOR: 'kim',
  PORT: '0',
  // So that the id of a request stands in the log, beside the worker that answered it.
  PO_TRUSTED_PROXIES: '127.0.0.1',
});
const run = (...args: readonly string[]) => runCommand(args, { env: environment() });

beforeAll(async () => {
  database = await createTestDatabase();
  await runCommand(['user', 'add', 'load', '--role', 'admin', '--password-stdin'], {
    env: environment(),
    stdin: 'a password for the load\n',
  });
  token = (await run('token', 'create', '--user', 'load', '--scope', 'admin')).stdout.trim();
  await run('flags', 'set', 'po_management', '--on');
});
afterAll(() => database.drop());

/** A server of two workers, and what its log says. */
const serve = async () => {
  const started = startCommand(['serve', '--workers', '2', '--json'], { cwd: tmpdir(), env: environment() });
  let text = '';
  started.child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  await started.printed('}');
  const { port } = new URL((JSON.parse(text) as { url: string }).url);
  return { ...started, port: Number(port) };
};

/** Reads for the most part; every tenth request writes, under a key of its own. */
const make: LoadOptions['make'] = (n, id) => {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  if (n % 10 === 0) {
    const body = JSON.stringify({ user: 'load', scope: 'read', expiresAt: null });
    return {
      method: 'POST',
      path: '/orders/api/v1/tokens',
      headers: { ...headers, 'idempotency-key': id },
      body,
      expected: 201,
    };
  }
  const path = n % 10 === 5 ? '/orders/api/v1/reviews' : '/orders/api/v1/account';
  return { method: 'GET', path, headers, expected: 200 };
};

const tokensMade = async (): Promise<number> => {
  const [row] = await database.query("SELECT count(*)::integer AS n FROM po.audit WHERE action = 'create-token'");
  return Number(row?.n);
};

interface LogLine {
  readonly msg: string;
  readonly pid?: number;
  readonly requestId?: string;
}

const linesOf = (stderr: string): readonly LogLine[] =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);

const percentile = (sent: readonly Sent[], share: number): string =>
  (sent.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor((sent.length - 1) * share)] ?? Number.NaN).toFixed(1);

const tell = (what: string, sent: readonly Sent[], more: string): void => {
  const posts = sent.filter(({ method }) => method === 'POST').length;
  const line = `${what}: ${sent.length} requests, ${posts} of them POST, ${sent.filter(({ ok }) => !ok).length} failed; `;
  console.log(`${line}p50 ${percentile(sent, 0.5)} ms, p99 ${percentile(sent, 0.99)} ms; ${more}`);
};

describe(`under ${perSecond} requests a second`, () => {
  it('no request fails while workers are replaced, but those of a worker that was killed', async () => {
    const before = await tokensMade();
    const server = await serve();
    const pids = (): readonly number[] => {
      const lines = linesOf(log);
      const gone = new Set(lines.filter(({ msg }) => /ended|died/.test(msg)).map(({ pid }) => pid));
      return lines.filter(({ msg, pid }) => msg === 'worker answers' && !gone.has(pid)).map(({ pid }) => pid!);
    };
    let log = '';
    server.child.stderr?.on('data', (chunk) => {
      log += String(chunk);
    });
    const load = openLoop({ port: server.port, perSecond, connections, name: 'reload', make });
    let reloads = 0;
    let killed: number | undefined;
    const killOne = (): void => {
      if (killed !== undefined) return;
      killed = pids().at(-1);
      if (killed !== undefined) process.kill(killed, 'SIGKILL');
    };
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end - reloadEveryMs / 2) {
      await after(reloadEveryMs / 2);
      if (performance.now() > end - (seconds * 1000) / 2) killOne();
      await after(reloadEveryMs / 2);
      server.child.kill('SIGHUP');
      reloads += 1;
    }
    const gone = (): number => linesOf(log).filter(({ msg }) => msg === 'worker has ended').length;
    // A busy machine takes its time: a reload that comes meanwhile is done with the one that waits.
    while (gone() < 2 || killed === undefined) {
      await after(50);
      killOne();
    }
    const sent = await load.end();
    const replaced = gone();
    server.child.kill('SIGTERM');
    const { code, stderr } = await server.ended;
    const lines = linesOf(stderr);
    tell('reload', sent, `${reloads} reloads, ${replaced} workers replaced, 1 killed`);

    expect(code).toBe(0);
    expect(sent.length).toBeGreaterThanOrEqual(perSecond * (seconds - 1));
    expect(killed).toBeDefined();
    const answeredBy = new Map(lines.flatMap(({ requestId, pid }) => (requestId ? [[requestId, pid]] : [])));
    const workersOf = (connection: string) =>
      new Set(sent.filter((one) => one.connection === connection && one.ok).map(({ id }) => answeredBy.get(id)));
    const failed = sent.filter(({ ok }) => !ok);
    const notOfTheKilled = failed.filter(
      ({ connection, status }) => status !== null || [...workersOf(connection)].some((pid) => pid !== killed),
    );
    expect(notOfTheKilled).toEqual([]);
    // A connection breaks once.
    expect(new Set(failed.map(({ connection }) => connection)).size).toBe(failed.length);
    const written = (await tokensMade()) - before;
    const answered = sent.filter(({ method, ok }) => method === 'POST' && ok).length;
    const lost = failed.filter(({ method }) => method === 'POST').length;
    expect(written).toBeGreaterThanOrEqual(answered);
    expect(written).toBeLessThanOrEqual(answered + lost);
  }, 120_000);

  it('every request that was accepted is answered when the server is told to stop, once or twice', async () => {
    const before = await tokensMade();
    const server = await serve();
    const load = openLoop({ port: server.port, perSecond, connections, name: 'stop', make });
    await after(2000);
    load.leave();
    server.child.kill('SIGTERM');
    await after(200);
    server.child.kill('SIGTERM');
    while (load.open() > 0) await after(20);
    const sent = await load.end();
    const [code] = server.child.exitCode === null ? await once(server.child, 'exit') : [server.child.exitCode];
    tell('stop', sent, `exit ${code}`);
    expect(code).toBe(0);
    expect(sent.filter(({ ok }) => !ok)).toEqual([]);
    expect(sent.length).toBeGreaterThan(connections);
    expect((await tokensMade()) - before).toBe(sent.filter(({ method }) => method === 'POST').length);
  }, 60_000);
});
