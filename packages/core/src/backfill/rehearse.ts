import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { Candidates, Keeps, Sought } from '../matching/Candidates.ts';
import { indexChangesOf } from '../matching/IndexChanges.ts';
import type { PoWithDeliveries } from '../po/Po.ts';
import type { Found, PoQuery } from '../ports/Amendment.ts';
import type { LookUp, PoStore } from '../ports/PoStore.ts';
import { ChangedPos } from './ChangedPos.ts';
import { isEmpty } from './Changes.ts';
import type { BatchDecisions } from './decideInOrder.ts';
import { soughtBy } from './soughtBy.ts';

const keepsNone: Keeps = () => false;

const isEnough = ({ byKey, numbers }: Candidates, { keys, customers }: Sought, keeps: Keeps): boolean =>
  [...keys].every(([key, enough]) => {
    const found = byKey.get(key);
    return typeof found === 'number' ? found >= enough : found !== undefined;
  }) && [...customers].every((customer) => numbers.has(customer) || keeps(customer));

/**
 * A store that decides as the real one would and writes nothing: what a run changed stays in memory, over what the real
 * store holds, so that later decisions of the same run see it.
 */
export const rehearse = (
  store: Pick<PoStore, 'lookUp' | 'seek' | 'find'>,
): Pick<PoStore, 'lookUp' | 'seek' | 'write' | 'record' | 'find' | 'change'> => {
  const changed = new ChangedPos();
  let revision = 0;

  const lookUp = async (
    batch: readonly FcmsDocument[],
    force: boolean,
    keeps: Keeps | null = keepsNone,
  ): Promise<LookUp> => {
    let { known } = await store.lookUp(batch, force, keeps);
    for (;;) {
      const over = changed.over(known, batch, force);
      if (keeps === null) return { known: over, revision };
      // What was changed may send a document elsewhere than the store holds, or leave too little of a common key to tell.
      const sought = soughtBy(batch, over, force);
      if (isEnough(over.candidates, sought, keeps)) return { known: over, revision };
      known = { ...known, candidates: await store.seek(changed.enough(sought), keeps) };
    }
  };
  const find = async (query: PoQuery): Promise<Found> => {
    const found = await store.find(query);
    const now = <T extends PoWithDeliveries>(entry: T): T => ({ ...entry, ...changed.get(entry.po.id) });
    return { ...found, pos: found.pos.map(now) };
  };
  const keep = (decided: Pick<BatchDecisions, 'changes' | 'index'>) => {
    changed.add(decided);
    if (!isEmpty(decided.changes)) revision += 1;
    return { outcome: 'recorded' } as const;
  };

  return {
    lookUp,
    seek: async (sought, keeps) => changed.overCandidates(await store.seek(changed.enough(sought), keeps)),
    find,
    write: async (decided) => keep(decided),
    record: async (batch, force, decide) => keep(decide((await lookUp(batch, force)).known).decided),
    async change(query, _at, change) {
      const found = await find(query);
      const { changes, result } = change(found, revision + 1);
      const before = new Map(found.pos.map((entry) => [entry.po.id, entry]));
      keep({ changes, index: indexChangesOf((id) => before.get(id), changes.touched, changes.removed) });
      return result;
    },
  };
};
