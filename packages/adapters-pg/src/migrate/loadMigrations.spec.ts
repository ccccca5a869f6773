import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMigrations } from './loadMigrations.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cynow 마이그레이션 '));
});
afterEach(() => rm(directory, { recursive: true }));

const write = async (...files: readonly string[]) => {
  for (const file of files) await writeFile(join(directory, file), `-- ${file}`);
};

it('reads the files in order and leaves the others alone', async () => {
  await write('000002_more_tables.sql', '000001_purchase_order.sql', 'README.md', '000001_purchase_order.sql~');
  expect(await loadMigrations(directory)).toEqual([
    { number: 1, name: 'purchase_order', sql: '-- 000001_purchase_order.sql' },
    { number: 2, name: 'more_tables', sql: '-- 000002_more_tables.sql' },
  ]);
});

it.each([
  ['a number that is left out', ['000001_a.sql', '000003_c.sql'], '000003_c.sql stands where 000002_name.sql'],
  ['a number that comes twice', ['000001_a.sql', '000001_b.sql'], '000001_b.sql stands where 000002_name.sql'],
  ['a name that does not fit', ['1_a.sql'], '1_a.sql stands where 000001_name.sql'],
  ['no file at all', ['README.md'], 'There are no migrations in'],
])('refuses %s', async (_what, files, message) => {
  await write(...files);
  await expect(loadMigrations(directory)).rejects.toThrow(message);
});
