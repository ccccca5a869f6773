import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { LookUp, PoStore } from '../ports/PoStore.ts';
import { ChangedPos } from './ChangedPos.ts';
import type { BatchDecisions } from './decideInOrder.ts';

/**
 * A store that decides as the real one would and writes nothing: what a run changed stays in memory, over what the real
 * store holds, so that later decisions of the same run see it.
 */
export const rehearse = (store: Pick<PoStore, 'lookUp'>): Pick<PoStore, 'lookUp' | 'write' | 'record'> => {
  const changed = new ChangedPos();
  let revision = 0;

  const lookUp = async (batch: readonly FcmsDocument[], force: boolean): Promise<LookUp> => {
    const { known } = await store.lookUp(batch, force);
    return { known: changed.over(known, batch, force), revision };
  };
  const keep = ({ changes }: BatchDecisions) => {
    changed.add(changes);
    revision += 1;
    return { outcome: 'recorded' } as const;
  };

  return {
    lookUp,
    write: async (decided) => keep(decided),
    record: async (batch, force, decide) => keep(decide((await lookUp(batch, force)).known).decided),
  };
};
