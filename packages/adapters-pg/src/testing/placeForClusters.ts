import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** Linux keeps these files in memory. */
const inMemory = '/dev/shm';
const spaceNeeded = 4 * 2 ** 30;
const memoryNeeded = 8 * 2 ** 30;

/**
 * Where the clusters of a test run are put: in memory if there is plenty of it, for every test has a database of its own, and making one
 * of 300 files takes ten times as long on many disks. Else in the temporary directory.
 */
export async function placeForClusters(): Promise<string> {
  if (process.platform !== 'linux' || process.availableMemory() < memoryNeeded) return tmpdir();
  try {
    const { bavail, bsize } = await statfs(inMemory);
    return bavail * bsize < spaceNeeded ? tmpdir() : inMemory;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return tmpdir();
    throw error;
  }
}
