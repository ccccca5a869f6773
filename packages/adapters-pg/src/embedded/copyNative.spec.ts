import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { copyNative } from './copyNative.ts';

async function folders(files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), 'cynow-po-native-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const [installed, home] = [join(root, 'installed'), join(root, 'home')];
  await mkdir(home);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(installed, name)), { recursive: true, mode: 0o700 });
    await writeFile(join(installed, name), text, { mode: 0o600 });
  }
  return { installed, home };
}

it('makes the links that the package’s script did not make, and opens everything to other accounts', async () => {
  const { installed, home } = await folders({
    'native/bin/postgres': 'program',
    'native/lib/libpq.so.5.18': 'library',
    'native/lib/libpq.a': 'archive',
    'native/pg-symlinks.json': JSON.stringify([
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    ]),
  });
  await symlink('libpq.so.5.18', join(installed, 'native/lib/libpq.so.5'));
  const copied = await copyNative({ path: installed, version: '18.4.0' }, home);
  expect(copied).toBe(join(home, 'native-18.4.0'));
  const lib = join(copied, 'native', 'lib');
  expect((await readdir(lib)).toSorted()).toEqual(['libpq.so', 'libpq.so.5', 'libpq.so.5.18']);
  expect(await readlink(join(lib, 'libpq.so'))).toBe('libpq.so.5.18');
  expect(await readFile(join(lib, 'libpq.so.5'), 'utf8')).toBe('library');
  for (const path of [copied, lib, join(copied, 'native/bin/postgres')]) {
    expect((await stat(path)).mode & 0o777).toBe(0o755);
  }
});

it('copies a version once, and replaces other versions and what a killed copy left', async () => {
  const { installed, home } = await folders({ 'native/bin/postgres': '1' });
  const first = await copyNative({ path: installed, version: '1' }, home);
  await writeFile(join(installed, 'native/bin/postgres'), '2');
  expect(await copyNative({ path: installed, version: '1' }, home)).toBe(first);
  expect(await readFile(join(first, 'native/bin/postgres'), 'utf8')).toBe('1');

  await mkdir(join(home, 'native-new-abc'));
  await mkdir(join(home, 'postgres'));
  await copyNative({ path: installed, version: '2' }, home);
  expect((await readdir(home)).toSorted()).toEqual(['native-2', 'postgres']);
});
