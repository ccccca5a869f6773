import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { errorCode } from './errorCode.ts';

/**
 * Copies the `native` folder of an installed package into `home`, once for each version, readable and executable for
 * every account that can enter `home`, with the links that the package's own script makes. 60 MB, 0.2 s.
 * Gives the folder that holds the copied `native`.
 */
export async function copyNative(
  installed: { readonly path: string; readonly version: string },
  home: string,
): Promise<string> {
  const name = `native-${installed.version}`;
  const target = join(home, name);
  const present = (await readdir(home)).filter((entry) => entry.startsWith('native-'));
  if (present.includes(name)) return target;
  for (const outdated of present) await rm(join(home, outdated), { recursive: true, force: true });

  const draft = await mkdtemp(join(home, 'native-new-'));
  await chmod(draft, 0o755);
  await copyTree(join(installed.path, 'native'), join(draft, 'native'));
  await makeLinks(draft);
  await rename(draft, target);
  return target;
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    // Archives to link C programs against: 1.5 MB that no server reads.
    else if (!entry.name.endsWith('.a')) {
      await copyFile(source, target);
      await chmod(target, 0o755);
    }
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

async function makeLinks(packageRoot: string): Promise<void> {
  for (const { source, target } of links.parse(await readLinks(packageRoot))) {
    try {
      await symlink(relative(dirname(target), source), join(packageRoot, target));
    } catch (error) {
      // Copied with the rest: the package's own script did run.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** The package for Windows lists no links. */
async function readLinks(packageRoot: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
