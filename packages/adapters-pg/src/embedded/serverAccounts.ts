import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './errorCode.ts';
import type { Account } from './runAs.ts';

/**
 * The accounts that root may hand the server of `home` to, the best first: PostgreSQL refuses to run as root, and
 * serves a data directory only to the account that owns it.
 */
export async function serverAccounts(home: string): Promise<readonly Account[]> {
  const owner = await ownerOf(join(home, 'postgres', 'data'));
  if (owner !== undefined && owner.uid !== 0) return [owner];

  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8')).filter(({ uid }) => uid !== 0);
  const preferred = ['postgres', 'nobody'].flatMap((name) => accounts.filter((account) => account.name === name));
  const other = accounts.find((account) => !preferred.includes(account));
  return other === undefined ? preferred : [...preferred, other];
}

interface NamedAccount extends Account {
  readonly name: string;
}

/** The accounts listed in the text of an `/etc/passwd`; lines that are none are passed over. */
export function parsePasswd(text: string): readonly NamedAccount[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

async function ownerOf(path: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await lstat(path);
    return { uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
