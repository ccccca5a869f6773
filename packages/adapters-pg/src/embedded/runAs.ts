import { execFile } from 'node:child_process';

/** An account of the operating system. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How a program ended; `why` holds its last words, or why it could not be started at all. */
export type Ran = { readonly ok: true } | { readonly ok: false; readonly why: string };

/**
 * What the server's programs see of our environment: where to find the shell, and nothing that a person set for other
 * purposes (PGDATA, DATABASE_URL, LANG). The locale keeps messages in English and the time zone is UTC everywhere.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a program to its end, as `account`, or as ourselves when it is undefined. */
export function runAs(
  account: Account | undefined,
  file: string,
  args: readonly string[],
  { cwd }: { readonly cwd: string },
): Promise<Ran> {
  return new Promise((resolve) => {
    try {
      execFile(file, args, { ...account, cwd, env: serverEnvironment() }, (error, _stdout, stderr) => {
        resolve(error === null ? { ok: true } : { ok: false, why: lastLines(stderr) || error.message });
      });
    } catch (error) {
      // A kernel that does not let us become `account` makes the call itself throw (EPERM, EINVAL).
      resolve({ ok: false, why: String(error) });
    }
  });
}

/** The last 15 lines that say something. */
export function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-15).join('\n');
}
