import { inMemoryWorld, orphanStoreContract } from '@cynow/po-core/testing';
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
