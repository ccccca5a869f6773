import { chmod, lstat, mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { errorCode } from './errorCode.ts';
import { type Account, runAs } from './runAs.ts';
import { serverAccounts } from './serverAccounts.ts';

/** Where the server's files lie, and which account runs it: ourselves when it is undefined. */
export interface Home {
  readonly path: string;
  readonly account: Account | undefined;
}

/** Makes sure that the directory exists, and gives its real path. */
export async function makeDirectory(directory: string): Promise<string> {
  const created = await mkdir(directory, { recursive: true, mode: 0o755 });
  // The server's account has to pass through; chmod, because a narrow umask took that away from mkdir's mode.
  if (created !== undefined && isRoot()) await chmod(directory, 0o711);
  return realpath(directory);
}

/**
 * The place of the server that belongs to `directory`: `directory` itself, except for root when no account that may
 * run the server can enter it. Then a directory below the system's temporary one stands in, and a file `location`
 * in `directory` names it for the next time. To be called under the directory's lock.
 *
 * @throws {EmbeddedPostgresError} NO_ACCOUNT when no account can enter the stand-in either.
 */
export async function chooseHome(directory: string): Promise<Home> {
  if (!isRoot()) return { path: directory, account: undefined };

  const earlier = await readLocation(directory);
  if (earlier !== undefined) {
    const home = await withAnAccount(earlier);
    if (home !== undefined) return home;
  }
  return (await withAnAccount(directory)) ?? (await makeStandIn(directory));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function withAnAccount(path: string): Promise<Home | undefined> {
  const { uid } = await lstat(path);
  for (const account of await serverAccounts(path)) {
    // In a directory of somebody else, that person could exchange the programs that we are about to run.
    const trusted = uid === 0 || uid === account.uid;
    if (trusted && (await canEnter(account, path))) return { path, account };
  }
  return undefined;
}

/** Tried, not computed: access lists, mounts and security modules have their say besides the mode bits. */
async function canEnter(account: Account, path: string): Promise<boolean> {
  const ran = await runAs(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', path], { cwd: '/' });
  return ran.ok;
}

async function makeStandIn(directory: string): Promise<Home> {
  // Some systems give root a temporary directory of its own that nobody else can enter.
  const parents = new Set([tmpdir(), '/tmp']);
  for (const parent of parents) {
    const path = await mkdtemp(join(await realpath(parent), 'cynow-po-'));
    await chmod(path, 0o711);
    const home = await withAnAccount(path);
    if (home !== undefined) {
      await writeFile(join(path, 'belongs-to'), `${directory}\n`, { mode: 0o600 });
      await writeLocation(directory, path);
      return home;
    }
    await rm(path, { recursive: true });
  }
  throw new EmbeddedPostgresError(
    'NO_ACCOUNT',
    `The embedded PostgreSQL cannot run: it refuses to run as root, and no account in /etc/passwd can be used for it ` +
      `in ${directory} or in ${[...parents].join(' or ')}. Run the command as an ordinary user, or set DATABASE_URL ` +
      'to a server of your own.',
  );
}

/**
 * The stand-in named earlier, if it is still there and still ours. A name below a temporary directory is free for
 * anybody once its owner is gone, and a copy of `directory` names the stand-in of the original.
 */
async function readLocation(directory: string): Promise<string | undefined> {
  try {
    const path = (await readFile(join(directory, 'location'), 'utf8')).trim();
    if (!isAbsolute(path)) return undefined;
    const found = await lstat(path);
    if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) return undefined;
    const owner = (await readFile(join(path, 'belongs-to'), 'utf8')).trim();
    return owner === directory ? path : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written aside and renamed: complete or absent, and never through a link that somebody left under that name. */
async function writeLocation(directory: string, path: string): Promise<void> {
  const draft = join(directory, `location.${process.pid}`);
  await rm(draft, { force: true });
  await writeFile(draft, `${path}\n`, { flag: 'wx', mode: 0o644 });
  await rename(draft, join(directory, 'location'));
}
