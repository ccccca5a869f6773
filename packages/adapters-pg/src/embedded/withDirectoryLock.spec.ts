import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { withDirectoryLock } from './withDirectoryLock.ts';

async function someDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'cynow-po-lock-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

it('lets one in at a time, gives what the work gives, and lets the next in after a failure', async () => {
  const directory = await someDirectory();
  let inside = 0;
  const work = (result: number) => async () => {
    inside += 1;
    expect(inside).toBe(1);
    await setImmediate();
    inside -= 1;
    if (result === 2) throw new Error('two');
    return result;
  };
  const results = await Promise.allSettled([1, 2, 3].map((n) => withDirectoryLock(directory, work(n))));
  expect(results).toMatchObject([{ value: 1 }, { reason: { message: 'two' } }, { value: 3 }]);
});

it('keeps directories apart', async () => {
  const [one, other] = [await someDirectory(), await someDirectory()];
  expect(await withDirectoryLock(one, () => withDirectoryLock(other, async () => 'both'))).toBe('both');
});

it('is free as soon as its holder is killed', async () => {
  const directory = await someDirectory();
  const module = new URL('withDirectoryLock.ts', import.meta.url).href;
  const script = `
    const { withDirectoryLock } = await import(${JSON.stringify(module)});
    await withDirectoryLock(process.argv[1], () => new Promise(() => console.log('held')));`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script, directory], { stdio: 'pipe' });
  const ended = once(holder, 'exit');
  await once(holder.stdout, 'data');
  let entered = false;
  const waiting = withDirectoryLock(directory, async () => {
    entered = true;
  });
  await setImmediate();
  expect(entered).toBe(false);
  holder.kill('SIGKILL');
  await ended;
  await waiting;
});
