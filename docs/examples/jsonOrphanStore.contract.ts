import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryWorld, orphanStoreContract } from '@cynow/po-core/testing';
import { afterAll, describe } from 'vitest';
import { fileTable } from './fileTable.ts';
import { jsonOrphanStore, type TextTable } from './jsonOrphanStore.ts';

const table = (): TextTable => {
  const rows = new Map<string, string>();
  return {
    get: async (keys) => keys.flatMap((key) => rows.get(key) ?? []),
    replace: async (key, before, text) => {
      if ((rows.get(key) ?? null) !== before) return false;
      rows.set(key, text);
      return true;
    },
    all: async () => [...rows.values()],
  };
};

// #region contract
orphanStoreContract(async () => {
  const world = await inMemoryWorld();
  return { ...world, ports: { ...world.ports, orphans: jsonOrphanStore(table()) } };
});
// #endregion contract

describe('in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orphans-'));
  afterAll(() => rm(folder, { recursive: true }));
  orphanStoreContract(async () => {
    const world = await inMemoryWorld();
    const orphans = jsonOrphanStore(fileTable(join(folder, randomUUID())));
    return { ...world, ports: { ...world.ports, orphans } };
  });
});
