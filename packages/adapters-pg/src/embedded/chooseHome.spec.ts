import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseHome, makeDirectory } from './chooseHome.ts';
import { serverAccounts } from './serverAccounts.ts';

const isRoot = process.getuid?.() === 0;

/** A directory below one that only root can enter when `mode` says so. */
async function directoryBelow(mode: number): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'cynow-po-home-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  await chmod(parent, mode);
  return makeDirectory(join(parent, 'project', '.cynow'));
}

async function chosen(directory: string): Promise<string> {
  const { path } = await chooseHome(directory);
  if (path !== directory) onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

it.skipIf(isRoot)('is the directory itself for an ordinary user', async () => {
  const directory = await directoryBelow(0o700);
  expect(await chooseHome(directory)).toEqual({ path: directory, account: undefined });
});

describe.skipIf(!isRoot)('for root', () => {
  it('is the directory itself where the server’s account can enter', async () => {
    const directory = await directoryBelow(0o711);
    const home = await chooseHome(directory);
    expect(home).toMatchObject({ path: directory, account: (await serverAccounts(directory))[0] });
    expect(home.account?.uid).not.toBe(0);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is one place outside where it cannot, and no permission changes', async () => {
    const directory = await directoryBelow(0o700);
    const parent = dirname(dirname(directory));
    await chmod(dirname(directory), 0o750);
    const before = (await stat(dirname(directory))).mode;
    const home = await chosen(directory);
    expect(dirname(home)).toBe(tmpdir());
    expect(await readFile(join(directory, 'location'), 'utf8')).toBe(`${home}\n`);
    expect(await readdir(directory)).toEqual(['location']);
    expect(await chosen(directory)).toBe(home);
    expect([(await stat(parent)).mode & 0o777, (await stat(dirname(directory))).mode]).toEqual([0o700, before]);
  });

  it('stays in that place when the directory becomes open', async () => {
    const directory = await directoryBelow(0o700);
    const home = await chosen(directory);
    await chmod(dirname(dirname(directory)), 0o711);
    expect(await chosen(directory)).toBe(home);
  });

  const accidents: Record<string, (home: string) => Promise<void>> = {
    'is gone': (home) => rm(home, { recursive: true }),
    'belongs to somebody else now': (home) => chown(home, 65534, 65534),
    'can be written to by others': (home) => chmod(home, 0o777),
    'is a link now': async (home) => {
      await rename(home, `${home}-moved`);
      onTestFinished(() => rm(`${home}-moved`, { recursive: true }));
      await symlink(`${home}-moved`, home);
    },
  };
  it.each(Object.entries(accidents))('is a new place when the former %s', async (_, happen) => {
    const directory = await directoryBelow(0o700);
    const home = await chosen(directory);
    await happen(home);
    const next = await chosen(directory);
    expect(next).not.toBe(home);
    expect(await readFile(join(directory, 'location'), 'utf8')).toBe(`${next}\n`);
  });

  it('is a place of its own for a copy of the directory', async () => {
    const directory = await directoryBelow(0o700);
    const home = await chosen(directory);
    const copy = join(dirname(directory), 'copy');
    await cp(directory, copy, { recursive: true });
    expect(await chosen(copy)).not.toBe(home);
    expect(await chosen(directory)).toBe(home);
  });

  it('is outside where somebody else owns the directory, who could exchange what lies in it', async () => {
    const directory = await directoryBelow(0o711);
    await chown(directory, 12_345, 12_345);
    expect(await chosen(directory)).not.toBe(directory);
  });

  it('keeps the account that owns the data', async () => {
    const directory = await directoryBelow(0o711);
    await mkdir(join(directory, 'postgres', 'data'), { recursive: true });
    await chown(join(directory, 'postgres', 'data'), 12_345, 54_321);
    expect(await chooseHome(directory)).toEqual({ path: directory, account: { uid: 12_345, gid: 54_321 } });
  });
});
