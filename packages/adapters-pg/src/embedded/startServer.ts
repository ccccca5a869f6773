import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { type Cluster, clusterIn } from './Cluster.ts';
import type { Home } from './chooseHome.ts';
import { connect, type NoPresence, type Presence } from './connect.ts';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { errorCode } from './errorCode.ts';
import { isRunning, readPostmaster } from './postmaster.ts';
import { lastLines, serverEnvironment } from './runAs.ts';

/** Server settings by name, e.g. `{ fsync: 'off' }`. */
export type Settings = Readonly<Record<string, string>>;

/** Recovery after a crash is the longest thing to wait for; a database for trying out recovers within seconds. */
const patienceMs = 60_000;

/** What a server says that lost a race for a port, or came before the remains of a killed one were gone. */
const passing = /could not create any TCP\/IP sockets|"postmaster\.pid" already exists|shared memory block .* in use/;

/** Nothing that time mends: somebody changed the superuser's password, or the file that holds it. */
const wrongPassword = '28P01';

/**
 * Connects to the server of the home's cluster, which it starts unless it runs. To be called under the directory's
 * lock, so that nobody stops it in between.
 *
 * @throws {EmbeddedPostgresError} START_FAILED, with the last lines of the server's log.
 */
export async function joinOrStart(
  home: Home,
  findBinaries: () => Promise<Binaries>,
  settings: Settings,
): Promise<Presence> {
  const cluster = clusterIn(home.path);
  const deadline = Date.now() + patienceMs;
  let server: Server | undefined;
  let reason: unknown;
  do {
    const found = await readPostmaster(cluster.data);
    if (found?.port !== undefined) {
      const joined = await connect(cluster, found.port);
      if ('client' in joined) return joined;
      reason = joined.error;
    }
    if (found === undefined || !(await isRunning(found, cluster.data))) {
      const { postgres } = await findBinaries();
      server = await spawnServer(postgres, home, cluster, settings, found?.pid);
      const started = await firstConnection(server, cluster, deadline);
      if ('client' in started) return started;
      reason = started.error;
      if (hasEnded(server.process) && !passing.test(await readFile(cluster.log, 'utf8'))) break;
    } else if (errorCode(reason) === wrongPassword) break;
    await setTimeout(50);
  } while (Date.now() < deadline);
  server?.process.kill('SIGINT');
  throw await failed(cluster, reason);
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
  /** Settles when the process is gone, with the reason if it never ran. */
  readonly ended: Promise<unknown>;
}

/** In a session of its own and with no file of ours, so that the server outlives us and the Ctrl-C of our terminal. */
async function spawnServer(
  postgres: string,
  home: Home,
  cluster: Cluster,
  settings: Settings,
  stalePid: number | undefined,
): Promise<Server> {
  const port = await freePort();
  const all = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 100, ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const env = serverEnvironment();
  // A process that PostgreSQL would take for the former server, because it has its number, does not hinder the start.
  if (stalePid !== undefined) env.PG_GRANDPARENT_PID = String(stalePid);

  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND, O_NOFOLLOW = 0 } = constants;
  const log = await open(cluster.log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, 0o600);
  try {
    const child = spawn(postgres, ['-D', cluster.data, ...args], {
      ...home.account,
      cwd: home.path,
      env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    });
    child.unref();
    return { process: child, port, ended: once(child, 'exit').catch((error: unknown) => error) };
  } finally {
    await log.close();
  }
}

async function firstConnection(
  { process, port, ended }: Server,
  cluster: Cluster,
  deadline: number,
): Promise<Presence | NoPresence> {
  for (;;) {
    const answer = await connect(cluster, port);
    if ('client' in answer || hasEnded(process) || Date.now() > deadline) return answer;
    if (errorCode(answer.error) === wrongPassword) return answer;
    await Promise.race([ended, setTimeout(25)]);
  }
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function failed({ path, log }: Cluster, cause: unknown): Promise<EmbeddedPostgresError> {
  const words = lastLines(await readFile(log, 'utf8').catch(String));
  return new EmbeddedPostgresError(
    'START_FAILED',
    `The embedded PostgreSQL in ${path} did not start, or does not let us in: ` +
      `${cause instanceof Error ? cause.message : cause}\nIts log, ${log}, ends with:\n${words}\n` +
      `Put right what it complains about and try again. If its data may go, delete ${path}; a new one is then set up. ` +
      'Or set DATABASE_URL to a server of your own.',
    { cause },
  );
}

/** Free now; whoever takes it before the server does makes that start fail, and the next one asks again. */
async function freePort(): Promise<number> {
  const probe = createServer().listen({ port: 0, host: '127.0.0.1', exclusive: true });
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}
