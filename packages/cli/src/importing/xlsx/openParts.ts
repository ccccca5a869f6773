import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { decodeUtf8 } from '../decodeUtf8.ts';
import { limits } from './limits.ts';
import { UnusableWorkbook } from './UnusableWorkbook.ts';

/** The parts of a workbook, by their path in its container. */
export interface Parts {
  has(path: string): boolean;
  /** The text of a part, as it is unpacked. @throws UnusableWorkbook when it is damaged or all parts read are too large */
  read(path: string, maxBytes?: number): AsyncIterable<string>;
  close(): void;
}

/** Whether the operating system could not do what was asked; then it is not the file's content. */
const isOfSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** What to throw for an error: the problem with the file, unless the operating system failed or it is known better. */
const asProblem = (error: unknown, problem: 'no-workbook' | 'damaged'): unknown =>
  isOfSystem(error) || error instanceof UnusableWorkbook ? error : new UnusableWorkbook(problem, { cause: error });

/** How Office's other container begins. */
const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

const isCompoundFile = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(compoundFile.length), 0, compoundFile.length, 0);
    return buffer.equals(compoundFile);
  } finally {
    await file.close();
  }
};

const openZip = async (path: string): Promise<ZipFile> => {
  try {
    return await openPromise(path, { autoClose: false });
  } catch (error) {
    if (!isOfSystem(error) && (await isCompoundFile(path))) throw new UnusableWorkbook('locked', { cause: error });
    throw asProblem(error, 'no-workbook');
  }
};

const entriesOf = async (zip: ZipFile): Promise<ReadonlyMap<string, Entry>> => {
  if (zip.entryCount > limits.maxParts) throw new UnusableWorkbook('too-large');
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  return entries;
};

/** Passes bytes on, and at the end compares them with the sum that the container gives. */
async function* verified(chunks: AsyncIterable<Uint8Array>, expected: number): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== expected) throw new UnusableWorkbook('damaged');
}

/** Opens the container of a workbook. @throws UnusableWorkbook, or the operating system's error */
export const openParts = async (path: string): Promise<Parts> => {
  const zip = await openZip(path);
  let entries: ReadonlyMap<string, Entry>;
  try {
    entries = await entriesOf(zip);
  } catch (error) {
    zip.close();
    throw asProblem(error, 'no-workbook');
  }
  let room: number = limits.maxBytes;
  return {
    has: (part) => entries.has(part.toLowerCase()),
    async *read(part, maxBytes = limits.maxBytes) {
      const entry = entries.get(part.toLowerCase());
      if (entry === undefined) throw new UnusableWorkbook('damaged');
      // The reader ends a part that unpacks to more than its entry says.
      room -= entry.uncompressedSize;
      if (room < 0 || entry.uncompressedSize > maxBytes) throw new UnusableWorkbook('too-large');
      try {
        yield* decodeUtf8(verified(await zip.openReadStreamPromise(entry), entry.crc32));
      } catch (error) {
        throw asProblem(error, 'damaged');
      }
    },
    close: () => zip.close(),
  };
};
