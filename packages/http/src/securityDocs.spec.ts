import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(`${root}/docs/security.md`, 'utf8');

it('the page about security names a test for each promise, and each is there', () => {
  const promises = page.split('\n').filter((line) => /^\| [A-Z]/.test(line));
  expect(promises.length).toBeGreaterThan(20);
  for (const promise of promises) {
    const files = [...promise.matchAll(/`([\w./-]+\.spec(?:\.support)?\.ts)`/g)].map(([, file]) => file!);
    expect(files.length, promise).toBeGreaterThan(0);
    for (const file of files) {
      const path = file.startsWith('packages/') ? `${root}/${file}` : `${root}/packages/http/src/${file}`;
      expect([file, existsSync(path)]).toEqual([file, true]);
    }
  }
});
