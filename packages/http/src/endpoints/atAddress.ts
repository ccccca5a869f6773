import type { PoDetails, PoStore } from '@cynow/po-core';

/**
 * Reads the PO at an address, or the one that it leads to since a merger: whoever kept an address finds what became of it, and
 * its `id` and version are those of the PO as it is now. Null: there is none.
 */
export const atAddress = async (
  pos: Pick<PoStore, 'find'>,
  read: (id: string) => Promise<PoDetails | null>,
  id: string,
): Promise<PoDetails | null> => {
  const found = await read(id);
  if (found !== null) return found;
  const into = (await pos.find({ ids: [id] })).merged.get(id);
  return into === undefined ? null : read(into);
};
