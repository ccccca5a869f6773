import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { access, chmod, chown, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openEmbeddedPostgres } from './openEmbeddedPostgres.ts';
import type { Account } from './runAs.ts';
import { serverAccounts } from './serverAccounts.ts';

const isRoot = process.getuid?.() === 0;
const settings = { fsync: 'off' };

let parent: string;
let directory: string;
let users: UserProcess[];
const clusters = new Set<string>();

/** Where a server is set up once (1 s) for all the specs that are not about setting up. */
let warm: string;

beforeAll(async () => {
  warm = await makeParent();
});

afterAll(() => rm(warm, { recursive: true }));

beforeEach(async () => {
  users = [];
  parent = await makeParent();
  directory = join(parent, '.cynow');
});

afterEach(async () => {
  for (const user of users) user.process.kill('SIGKILL');
  for (const cluster of clusters) {
    for (const pid of processesIn(join(cluster, 'data'))) signal(pid, 'SIGKILL');
    if (!cluster.startsWith(warm)) await rm(dirname(cluster), { recursive: true, force: true, maxRetries: 5 });
  }
  clusters.clear();
  await rm(parent, { recursive: true, force: true, maxRetries: 5 });
});

describe('a server shared by processes', () => {
  it('is the same for five that open it at once, and ends with the last', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => startUser()));
    const [first, ...rest] = opened as [UserProcess, ...UserProcess[]];
    expect(new Set(opened.map((user) => user.url)).size).toBe(1);
    for (const user of rest) {
      await user.leave();
      expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    }
    await first.leave();
    await expectGone(first);
  });

  it('ends when all leave at once', async () => {
    directory = join(warm, '.cynow');
    const opened = await Promise.all(Array.from({ length: 3 }, () => startUser()));
    await Promise.all(opened.map((user) => user.leave()));
    await expectGone(opened[0]!);
  });

  it('is opened twice by one process, and closed twice by one opener', async () => {
    directory = join(warm, '.cynow');
    const [one, other] = await Promise.all([open(), open()]);
    expect(one.url).toBe(other.url);
    await Promise.all([one.close(), one.close()]);
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await other.close();
    await expectGone(other);
  });

  it('outlives the SIGKILL of its starter for those who have it open', async () => {
    directory = join(warm, '.cynow');
    const starter = await startUser();
    const other = await startUser();
    await starter.end('SIGKILL');
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await other.leave();
    await expectGone(other);
  });

  it('is joined by a newcomer after the SIGKILL of its only user, and ends with the newcomer', async () => {
    directory = join(warm, '.cynow');
    const starter = await startUser();
    await starter.end('SIGKILL');
    const newcomer = await open();
    expect(newcomer.url).toBe(starter.url);
    await newcomer.close();
    await expectGone(newcomer);
  });

  it('does not notice the Ctrl-C of its starter’s terminal', async () => {
    directory = join(warm, '.cynow');
    const starter = await startUser({ detached: true });
    const other = await startUser();
    // A terminal sends it to every process of the foreground group.
    process.kill(-starter.process.pid!, 'SIGINT');
    await starter.ended;
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await other.leave();
    await expectGone(other);
  });

  it('keeps running for a connection that is not ours, and the next user stops it', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    const stranger = new pg.Client({ connectionString: server.url });
    await stranger.connect();
    await server.close();
    expect((await stranger.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await stranger.end();
    const next = await open();
    expect(next.url).toBe(server.url);
    await next.close();
    await expectGone(next);
  });

  it('does not keep running for connections that were closed just before', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    const pool = new pg.Pool({ connectionString: server.url, max: 5 });
    await Promise.all(Array.from({ length: 5 }, () => pool.query('SELECT pg_sleep(0.01)')));
    await pool.end();
    await server.close();
    await expectGone(server);
  });
});

describe('what is stored', () => {
  it('is there the next time, below a path with spaces, Hangul and signs of the shell', async () => {
    directory = join(parent, `수주 관리 "$HOME" 'x' & 100%`, '.cynow');
    const first = await open();
    await query(first.url, `CREATE TABLE cylinder AS SELECT '수소' AS gas`);
    await first.close();
    await expectGone(first);
    const second = await open();
    expect(second.directory).toBe(first.directory);
    expect(await query(second.url, 'SELECT gas FROM cylinder')).toEqual([{ gas: '수소' }]);
    await second.close();
  });

  it('is durable by default, and independent of our environment', async () => {
    const env = { PGDATA: '/nowhere', PGPORT: '1', PGSSLMODE: 'require', PGUSER: 'x', TZ: 'Asia/Seoul', LC_ALL: 'xx' };
    const user = await startUser({ env, settings: {} });
    const rows = await query(
      user.url,
      `SELECT name, setting FROM pg_settings WHERE name = ANY ('{fsync,full_page_writes,synchronous_commit,TimeZone,
       log_timezone,listen_addresses,unix_socket_directories,max_connections,server_encoding,lc_messages}')`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      TimeZone: 'UTC',
      log_timezone: 'UTC',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '100',
      server_encoding: 'UTF8',
      lc_messages: 'C',
    });
    await user.leave();
  });

  it('is closed to the other accounts of the machine', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    expect(statSync(join(server.directory, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(server.directory, 'data')).mode & 0o777).toBe(0o700);
    expect(statSync(join(server.directory, 'server.log')).mode & 0o777).toBe(0o600);
    const guess = new URL(server.url);
    guess.password = 'postgres';
    await expect(query(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await server.close();
  });
});

describe('after an accident', () => {
  it('sets up anew what a killed initdb left', async () => {
    const user = spawnUser();
    const drafts = () => (existsSync(directory) ? readdirSync(directory) : []).filter((name) => name.includes('-new-'));
    await expect.poll(drafts, { interval: 5, timeout: 20_000 }).toHaveLength(1);
    await user.end('SIGKILL');
    expect(existsSync(join(directory, 'postgres'))).toBe(false);
    const server = await open();
    expect(drafts()).toEqual([]);
    await server.close();
  });

  it('sets aside what is no complete cluster', async () => {
    directory = join(warm, '.cynow');
    const first = await open();
    await first.close();
    await unlink(join(first.directory, 'data', 'PG_VERSION'));
    const second = await open();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.close();
    expect(readdirSync(directory).filter((name) => name.startsWith('postgres-broken-'))).toHaveLength(1);
  });

  it('recovers from the SIGKILL of the server', async () => {
    directory = join(warm, '.cynow');
    const user = await startUser();
    await query(user.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    signal(postmasterPid(user), 'SIGKILL');
    const server = await open();
    expect(await query(server.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await user.leave();
    expect(await query(server.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await server.close();
    await expectGone(server);
  });

  it('is not misled by a process that has the number of the former server', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    const noted = await readFile(join(server.directory, 'data', 'postmaster.pid'), 'utf8');
    await server.close();
    const account = isRoot ? (await serverAccounts(directory))[0] : undefined;
    const bystander = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { ...account, stdio: 'ignore' });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    await writeFile(join(server.directory, 'data', 'postmaster.pid'), noted.replace(/^\d+/, String(bystander.pid)));
    if (account) await chown(join(server.directory, 'data', 'postmaster.pid'), account.uid, account.gid);
    const next = await open();
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.close();
    await expectGone(next);
    expect(bystander.exitCode ?? bystander.signalCode).toBe(null);
  });

  it('still stops a server that cut everybody off because one of its processes crashed', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    const victim = new pg.Client({ connectionString: server.url });
    const lost = new Promise((resolve) => victim.on('error', resolve));
    await victim.connect();
    const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    signal(rows[0]!.pid, 'SIGKILL');
    await lost;
    await server.close();
    await expectGone(server);
  });

  it('says what the server said, and leaves none running', async () => {
    directory = join(warm, '.cynow');
    const failure = await open({ shared_buffers: 'a lot' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('invalid value for parameter "shared_buffers": "a lot"'),
    });
    expect(processesIn(join(directory, 'postgres', 'data'))).toEqual([]);
  });

  it('says so at once when the password was changed, and leaves none running', async () => {
    const server = await open();
    await query(server.url, `ALTER ROLE postgres PASSWORD 'another'`);
    await server.close();
    await expect(open()).rejects.toMatchObject({ code: 'START_FAILED', cause: { code: '28P01' } });
    await expect.poll(() => processesIn(join(server.directory, 'data')), { timeout: 10_000 }).toEqual([]);
  });

  it('does not take the server of the original for that of a copy', async () => {
    directory = join(warm, '.cynow');
    const original = await open();
    const copy = join(parent, 'copy');
    execFileSync('cp', ['-a', directory, copy]);
    const server = await openEmbeddedPostgres({ directory: copy, settings });
    expect(server.url).not.toBe(original.url);
    await server.close();
    expect(await query(original.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await original.close();
  });
});

describe.skipIf(!isRoot)('as root', () => {
  it('runs the server as another account, and changes no permission of what was there', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    expect(server.directory).toBe(join(directory, 'postgres'));
    expect(statSync(`/proc/${postmasterPid(server)}`).uid).not.toBe(0);
    expect(statSync(parent).mode & 0o777).toBe(0o711);
    await server.close();
  });

  it('moves out of a directory that the server’s account cannot enter, and finds the place again', async () => {
    await chmod(parent, 0o700);
    const first = await open();
    expect(dirname(dirname(first.directory))).toBe(tmpdir());
    expect(await readFile(join(directory, 'location'), 'utf8')).toBe(`${dirname(first.directory)}\n`);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.close();
    const second = await startUser();
    expect(second.directory).toBe(first.directory);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.leave();
    expect(statSync(parent).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory)).toEqual(['location']);
  });
});

/** The account that stands for an ordinary user where the specs run as root, if it can read this clone. */
const nobody = isRoot ? (await serverAccounts('/nonexistent')).findLast(canRead) : undefined;

describe.skipIf(nobody === undefined)('as an ordinary user, seen from root', () => {
  it('runs the server as that user, and serves root without taking anything from the user', async () => {
    await chown(parent, nobody!.uid, nobody!.gid);
    await chmod(parent, 0o700);
    const [first, second] = await Promise.all([startUser({ account: nobody! }), startUser({ account: nobody! })]);
    expect(first.directory).toBe(join(directory, 'postgres'));
    expect(statSync(`/proc/${postmasterPid(first)}`).uid).toBe(nobody!.uid);
    await first.end('SIGKILL');
    await second.leave();
    await expectGone(second);

    const server = await open();
    expect(server.directory).toBe(first.directory);
    expect(statSync(`/proc/${postmasterPid(server)}`).uid).toBe(nobody!.uid);
    await server.close();
    const again = await startUser({ account: nobody! });
    await again.leave();
    await expectGone(again);
  });

  it('says whose directory it is when root made it', async () => {
    directory = join(warm, '.cynow');
    const server = await open();
    await server.close();
    const user = spawnUser({ account: nobody! });
    await expect(user.opened).rejects.toThrow('is closed to this account');
  });
});

async function makeParent(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'cynow-po-spec-'));
  await chmod(path, 0o711);
  return path;
}

interface Opened {
  readonly url: string;
  readonly directory: string;
}

interface UserOptions {
  readonly account?: Account;
  readonly detached?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A process that opens the server, and closes it when its standard input ends. */
interface UserProcess extends Opened {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  leave(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
}

async function open(overrides: Readonly<Record<string, string>> = {}) {
  const server = await openEmbeddedPostgres({ directory, settings: { ...settings, ...overrides } });
  clusters.add(server.directory);
  return server;
}

async function startUser(options: UserOptions = {}): Promise<UserProcess> {
  const user = spawnUser(options);
  const opened = await user.opened;
  clusters.add(opened.directory);
  const started = { ...user, ...opened };
  users.push(started);
  return started;
}

function spawnUser(options: UserOptions = {}) {
  const module = new URL('openEmbeddedPostgres.ts', import.meta.url).href;
  const script = `
    const { openEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const [directory, settings] = process.argv.slice(1);
    const server = await openEmbeddedPostgres({ directory, settings: JSON.parse(settings) });
    console.log(JSON.stringify({ url: server.url, directory: server.directory }));
    for await (const _ of process.stdin);
    await server.close();`;
  const args = ['--input-type=module', '-e', script, directory, JSON.stringify(options.settings ?? settings)];
  const child = spawn(process.execPath, args, {
    ...options.account,
    cwd: '/',
    detached: options.detached ?? false,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const line = once(createInterface(child.stdout), 'line').then(([text]): Opened => JSON.parse(text));
  const failed = once(child, 'close').then((): never => {
    throw new Error(`The user process ended: ${errors}`);
  });
  const opened = Promise.race([line, failed]);
  opened.catch(() => undefined);
  return {
    process: child,
    opened,
    ended,
    async leave() {
      child.stdin.end();
      const [code] = await ended;
      expect([code, errors]).toEqual([0, '']);
    },
    async end(name: NodeJS.Signals) {
      child.kill(name);
      await ended;
    },
  };
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Neither a process that works in the data nor anybody who listens on the port, and a shutdown in order. */
async function expectGone(server: Opened): Promise<void> {
  await expect.poll(() => processesIn(join(server.directory, 'data')), { timeout: 10_000 }).toEqual([]);
  await expect(access(join(server.directory, 'data', 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readFileSync(join(server.directory, 'server.log'), 'utf8')).toContain('database system is shut down');
  await expect(query(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
}

/** Every process of a server works in its data directory. Empty where there is no /proc. */
function processesIn(data: string): readonly number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === data;
      } catch {
        // Gone since it was listed, or not ours to look at.
        return false;
      }
    });
}

function postmasterPid(server: Opened): number {
  return Number(readFileSync(join(server.directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  process.kill(pid, name);
}

function canRead(account: Account): boolean {
  try {
    const here = fileURLToPath(import.meta.url);
    execFileSync(process.execPath, ['-e', 'fs.readFileSync(process.argv[1])', here], { ...account, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
