import { readFile, rename, writeFile } from 'node:fs/promises';
import type { TextTable } from './jsonOrphanStore.ts';

// #region file
/** Texts by key in a JSON file that this process alone writes. */
export const fileTable = (path: string): TextTable => {
  const read = async (): Promise<Map<string, string>> => {
    try {
      return new Map(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      throw error;
    }
  };
  const write = async (rows: Map<string, string>): Promise<void> => {
    await writeFile(`${path}.new`, JSON.stringify([...rows], null, 2));
    // Whoever reads sees the file before or after, and never a part of it.
    await rename(`${path}.new`, path);
  };
  // Two writers would each write what the other has not seen.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    return done;
  };
  return {
    get: async (keys) => {
      const rows = await read();
      return keys.flatMap((key) => rows.get(key) ?? []);
    },
    replace: (key, before, text) =>
      inTurn(async () => {
        const rows = await read();
        if ((rows.get(key) ?? null) !== before) return false;
        await write(rows.set(key, text));
        return true;
      }),
    all: async () => [...(await read()).values()],
  };
};
// #endregion file
