import { inMemoryWorld, orphanStoreContract } from '@cynow/po-core/testing';
import { jsonOrphanStore, type TextTable } from './jsonOrphanStore.ts';

const table = (): TextTable => {
  const rows = new Map<string, string>();
  return {
    get: async (keys) => keys.flatMap((key) => rows.get(key) ?? []),
    put: async (changed) => {
      for (const { key, text } of changed) rows.set(key, text);
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
