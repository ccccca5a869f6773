import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Migration } from './Migration.ts';

const fileName = /^(\d{6})_([a-z0-9_]+)\.sql$/;

/**
 * Reads the files `000001_name.sql`, `000002_…` of a directory, in order; other kinds of files are left alone.
 * @throws when the directory cannot be read or holds none, or when a file's name does not fit, repeats a number or
 * leaves one out: the release is incomplete then.
 */
export async function loadMigrations(directory: string): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  if (files.length === 0) throw new Error(`There are no migrations in ${directory}. Unpack the release again.`);
  return Promise.all(
    files.map(async (file, index) => {
      const [, digits, name] = fileName.exec(file) ?? [];
      const expected = String(index + 1).padStart(6, '0');
      if (name === undefined || digits !== expected) {
        throw new Error(
          `The migrations in ${directory} are not complete: ${file} stands where ${expected}_name.sql is expected. ` +
            'Unpack the release again.',
        );
      }
      return { number: index + 1, name, sql: await readFile(join(directory, file), 'utf8') };
    }),
  );
}
