import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { PoWithDeliveries } from '../po/Po.ts';
import type { Found, PoQuery } from '../ports/Amendment.ts';
import type { LookUp, PoStore } from '../ports/PoStore.ts';
import { ChangedPos } from './ChangedPos.ts';
import { type Changes, isEmpty } from './Changes.ts';

/**
 * A store that decides as the real one would and writes nothing: what a run changed stays in memory, over what the real
 * store holds, so that later decisions of the same run see it.
 */
export const rehearse = (
  store: Pick<PoStore, 'lookUp' | 'find'>,
): Pick<PoStore, 'lookUp' | 'write' | 'record' | 'find' | 'change'> => {
  const changed = new ChangedPos();
  let revision = 0;

  const lookUp = async (batch: readonly FcmsDocument[], force: boolean): Promise<LookUp> => {
    const { known } = await store.lookUp(batch, force);
    return { known: changed.over(known, batch, force), revision };
  };
  const find = async (query: PoQuery): Promise<Found> => {
    const found = await store.find(query);
    const now = <T extends PoWithDeliveries>(entry: T): T => ({ ...entry, ...changed.get(entry.po.id) });
    return { ...found, pos: found.pos.map(now) };
  };
  const keep = (changes: Changes) => {
    changed.add(changes);
    if (!isEmpty(changes)) revision += 1;
    return { outcome: 'recorded' } as const;
  };

  return {
    lookUp,
    find,
    write: async (decided) => keep(decided.changes),
    record: async (batch, force, decide) => keep(decide((await lookUp(batch, force)).known).decided.changes),
    async change(query, _at, change) {
      const { changes, result } = change(await find(query));
      keep(changes);
      return result;
    },
  };
};
