import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import { errorCode } from '../config/errorText.ts';

/** A file that appears under its name only when it is complete. */
export interface ResultFile {
  /** Resolves when there is room for more. Rejects when the file cannot be written. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Whether something other than a file bears the name: a device, a pipe, a link. It is written through, not replaced. */
const isNoFile = async (path: string): Promise<boolean> => {
  try {
    return !(await lstat(path)).isFile();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
};

/**
 * Opens a file for writing, under another name beside it until `finish`.
 * @throws the operating system's error when the directory is not there or closed to us
 */
export const openResultFile = async (path: string): Promise<ResultFile> => {
  const through = await isNoFile(path);
  const unfinished = through ? path : `${path}.${process.pid}.part`;
  const stream = createWriteStream(unfinished, { flags: 'w' });
  await once(stream, 'open');
  let failure: unknown;
  stream.on('error', (error) => {
    failure ??= error;
  });
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) reject(failure);
        else stream.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
    async finish() {
      await end(stream);
      if (!through) await rename(unfinished, path);
    },
    async discard() {
      await end(stream);
      if (!through) await rm(unfinished, { force: true });
    },
  };
};

const end = (stream: WriteStream): Promise<void> =>
  new Promise((resolve, reject) => {
    if (stream.closed) resolve();
    else stream.end((error?: Error | null) => (error ? reject(error) : resolve()));
  });
