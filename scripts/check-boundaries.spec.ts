import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const made: string[] = [];
afterEach(() => Promise.all(made.splice(0).map((path) => rm(path, { recursive: true }))));

/** Runs the check over a tree with these files and tells its exit code and what it found. */
const check = async (files: Readonly<Record<string, string>>): Promise<{ code: number; text: string }> => {
  const root = await mkdtemp(join(tmpdir(), 'cynow-po-boundaries-'));
  made.push(root);
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  for (const name of ['core', 'adapters-pg', 'cli'])
    await mkdir(join(root, 'packages', name, 'src'), { recursive: true });
  const all = {
    'core/src/a.ts': 'export {};',
    'adapters-pg/src/a.ts': 'export {};',
    'cli/src/a.ts': 'export {};',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) await writeFile(join(root, 'packages', path), text);
  return new Promise((done) => {
    execFile(process.execPath, [resolve('scripts/check-boundaries.mjs')], { cwd: root }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
  });
};

it('passes a tree whose dependencies point inwards', async () => {
  expect(await check({})).toMatchObject({ code: 0 });
});

it.each([
  ['core-has-no-io', 'core/src/b.ts', `import { readFileSync } from 'node:fs'; export { readFileSync };`],
  ['core-has-no-io', 'core/src/b.ts', `import { createHash } from 'crypto'; export { createHash };`],
  ['core-depends-on-zod-and-small-pure-libraries', 'core/src/b.ts', `import pg from 'pg'; export { pg };`],
  ['core-imports-no-other-package-of-ours', 'core/src/b.ts', `import '../../cli/src/a.ts';`],
  ['adapters-import-only-core', 'adapters-pg/src/b.ts', `import '../../cli/src/a.ts';`],
  [
    'container-only-in-the-composition-root',
    'cli/src/b.ts',
    `import { Container } from 'inversify'; export { Container };`,
  ],
])('refuses %s: %s', async (rule, path, text) => {
  const result = await check({ [path]: text });
  expect(result).toMatchObject({ code: 1, text: expect.stringContaining(rule) });
});
