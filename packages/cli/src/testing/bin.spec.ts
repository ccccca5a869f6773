import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/cynow-po.js', import.meta.url));
const pinned = dirname(createRequire(import.meta.url).resolve('node/package.json'));

/** A Node of this machine that is too old for the program; the wrapper exists for its sake. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((directory) => join(directory, 'node'))
  .find((node) => {
    const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    const major = Number(/^v(\d+)/.exec(stdout ?? '')?.[1]);
    return status === 0 && major >= 20 && major < 24;
  });

/** Stands in for the program: tells which Node runs it, and takes signals as the program does. */
const program = `
import { fstatSync } from 'node:fs';
console.log(JSON.stringify({ major: Number(process.versions.node.split('.')[0]), args: process.argv.slice(2) }));
const [what] = process.argv.slice(2);
if (what === 'exit') process.exit(Number(process.argv[3]));
if (what === 'wait') {
  console.log('begun');
  await new Promise((resolve) => setTimeout(resolve, 100));
  process.on('message', (message) => console.log(JSON.stringify(message)));
  process.on('disconnect', () => process.exit(99));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => { console.log(signal); process.exit(7); });
  process.send({ listening: true });
  setInterval(() => undefined, 1_000);
  console.log('ready');
}
if (what === 'socket') {
  const fd = process.env.CYNOW_PO_LISTEN_FD;
  console.log(JSON.stringify({ fd, isSocket: fstatSync(Number(fd)).isSocket() }));
}
if (what === 'die') process.kill(process.pid, 'SIGKILL');
if (process.channel) process.channel.unref();
`;

let root: string;
let cli: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'cynow-po-bin-')));
  cli = join(root, 'packages', 'cli');
  await mkdir(join(cli, 'bin'), { recursive: true });
  await mkdir(join(cli, 'dist'));
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await copyFile(bin, join(cli, 'bin', 'cynow-po.js'));
  await writeFile(join(cli, 'dist', 'main.js'), program);
  await symlink(pinned, join(root, 'node_modules', 'node'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const run = (node: string, ...args: readonly string[]) =>
  spawnSync(node, [join(cli, 'bin', 'cynow-po.js'), ...args], { encoding: 'utf8' });

const start = async (node: string, { early = false } = {}) => {
  const child = spawn(node, [join(cli, 'bin', 'cynow-po.js'), 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(printed);
      if (found !== null) return found;
      await once(child.stdout, 'data');
    }
  };
  await until(early ? /begun\n/ : /ready\n/);
  return { child, until, closed: once(child, 'close') };
};

describe('the command', () => {
  it('runs the program in this Node when it is new enough', () => {
    const { status, stdout } = run(process.execPath, 'exit', '5');
    expect([status, JSON.parse(stdout)]).toEqual([5, { major: 24, args: ['exit', '5'] }]);
  });

  it('hands over the socket that systemd has opened for it, and nothing that was meant for another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { fd } = (server as unknown as { readonly _handle: { readonly fd: number } })._handle;
    const started = (listenPid: string) => {
      const command = `LISTEN_FDS=1 LISTEN_PID=${listenPid} exec "$0" "$1" socket`;
      const args = ['-c', command, process.execPath, join(cli, 'bin', 'cynow-po.js')];
      return spawnSync('/bin/sh', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', fd] });
    };
    expect(JSON.parse(started('$$').stdout.split('\n')[1] ?? '')).toEqual({ fd: '4', isSocket: true });
    expect(started('1').status).not.toBe(0);
    server.close();
  });

  it('says how to build a program that has not been built', async () => {
    await rm(join(cli, 'dist', 'main.js'));
    const { status, stderr } = run(process.execPath);
    expect(status).toBe(4);
    expect(stderr).toMatch(/npm ci.*\n.*npm ci/);
  });

  describe.skipIf(oldNode === undefined)('under an older Node', () => {
    const node = oldNode ?? '';

    it('has the pinned Node 24 run the program, and passes the exit code on', () => {
      const { status, stdout } = run(node, 'exit', '5');
      expect([status, JSON.parse(stdout)]).toEqual([5, { major: 24, args: ['exit', '5'] }]);
      expect(run(node, 'die').status).toBe(128 + 9);
    });

    it('says in both languages when there is no Node 24', async () => {
      await rm(join(root, 'node_modules', 'node'));
      const { status, stderr } = run(node);
      expect(status).toBe(4);
      expect(stderr).toMatch(/Node\.js 24가 필요합니다.*\nNode\.js 24 is needed/);
    });

    it('passes SIGTERM and SIGHUP on', async () => {
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
        const { child, until, closed } = await start(node);
        child.kill(signal);
        await until(new RegExp(signal));
        expect((await closed)[0]).toBe(7);
      }
    });

    it('keeps a signal back until the program listens for it', async () => {
      const { child, until, closed } = await start(node, { early: true });
      child.kill('SIGTERM');
      await until(/SIGTERM/);
      expect((await closed)[0]).toBe(7);
    });

    it('tells how often it was interrupted, so that a Ctrl-C that reaches both counts once', async () => {
      const { child, until, closed } = await start(node);
      child.kill('SIGINT');
      await until(/\{"interrupts":1\}/);
      child.kill('SIGINT');
      await until(/\{"interrupts":2\}/);
      child.kill('SIGTERM');
      await closed;
    });

    it('takes the program with it when it is killed', async () => {
      const { child, closed } = await start(node);
      child.kill('SIGKILL');
      // The program holds the other end of stdout, so that this is its end, too.
      expect(await closed).toEqual([null, 'SIGKILL']);
    });
  });
});
