import { randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { type Cluster, clusterAt, clusterIn } from './Cluster.ts';
import type { Home } from './chooseHome.ts';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { errorCode } from './errorCode.ts';
import { runAs } from './runAs.ts';

const draftPrefix = 'postgres-new-';

/** Whether the cluster was made to its end; what a killed `initdb` or a cleaner of temporary files leaves is not. */
export async function isComplete({ data, passwordFile }: Cluster): Promise<boolean> {
  const needed = [join(data, 'PG_VERSION'), join(data, 'global', 'pg_control'), passwordFile];
  return (await Promise.all(needed.map(isPresent))).every(Boolean);
}

/**
 * Makes the home's cluster: UTF-8, C collation, and a superuser `postgres` with a random password, without which no
 * other account of the machine gets in. It is made under another name and renamed, so that it is there as a whole or
 * not at all. An incomplete one is set aside as `postgres-broken-…`, not deleted.
 *
 * @param durable whether to wait until the disk has it; pass false for a cluster that is thrown away.
 * @throws {EmbeddedPostgresError} INIT_FAILED
 */
export async function initialiseCluster({ initdb }: Binaries, home: Home, durable: boolean): Promise<void> {
  const entries = await readdir(home.path);
  for (const leftover of entries.filter((entry) => entry.startsWith(draftPrefix))) {
    await rm(join(home.path, leftover), { recursive: true, force: true, maxRetries: 5 });
  }

  const draft = clusterAt(await mkdtemp(join(home.path, draftPrefix)));
  await mkdir(draft.data, { mode: 0o700 });
  await writeFile(draft.passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (home.account !== undefined) {
    const { uid, gid } = home.account;
    await chmod(draft.path, 0o711);
    for (const path of [draft.data, draft.passwordFile]) await chown(path, uid, gid);
  }

  const args = ['--encoding=UTF8', '--locale=C', '--username=postgres', '--auth=scram-sha-256', '--no-instructions'];
  const ran = await runAs(
    home.account,
    initdb,
    [...args, `--pwfile=${draft.passwordFile}`, ...(durable ? [] : ['--no-sync']), '-D', draft.data],
    { cwd: home.path },
  );
  if (!ran.ok) {
    await rm(draft.path, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      'INIT_FAILED',
      `The embedded PostgreSQL in ${home.path} could not be set up. Its last words:\n${ran.why}\n` +
        'Remove what it complains about and try again, or set DATABASE_URL to a server of your own.',
    );
  }

  const { path } = clusterIn(home.path);
  if (await isPresent(path)) await rename(path, join(home.path, `postgres-broken-${Date.now()}`));
  await rename(draft.path, path);
}

async function isPresent(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
