import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the embedded PostgreSQL lives, below the working directory. */
export const embeddedDirectory = (cwd: string): string => join(cwd, '.cynow');

/** Why the embedded PostgreSQL, which is for trying out, may not stand in for a missing DATABASE_URL. */
export type EmbeddedRefusal = 'production' | 'systemd' | 'release';

/** Null when it may. */
export const embeddedRefusal = (
  env: Readonly<Record<string, string | undefined>>,
  onTerminal: boolean,
): EmbeddedRefusal | null => {
  if (env.NODE_ENV === 'production') return 'production';
  // systemd gives every service an id of its invocation; so it does to a desktop, where somebody sits at a terminal.
  if (env.INVOCATION_ID && !onTerminal) return 'systemd';
  return isRelease() ? 'release' : null;
};

/** The release archive says what it is by a file at its root: this package, or up to three directories above it. */
const isRelease = (): boolean => {
  let directory = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
  for (let up = 0; up <= 3; up += 1, directory = dirname(directory)) {
    if (existsSync(join(directory, 'RELEASE'))) return true;
  }
  return false;
};
