import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { PoStore, RecordResult } from '../ports/PoStore.ts';
import type { RecordedDocument } from './KnownPos.ts';
import { type KnownPos, needsDecision } from './KnownPos.ts';
import { PoTable } from './PoTable.ts';

type Rehearsal = Pick<PoStore, 'lookUp' | 'record'>;

/**
 * A store that decides as the real one would and writes nothing: what a run changed stays in memory, over what the real
 * store holds, so that later decisions of the same run see it.
 */
export const rehearse = (store: Pick<PoStore, 'lookUp'>): Rehearsal => {
  const changed = new PoTable();
  /** POs that the run has touched or removed: what the store says of them no longer counts. */
  const outdated = new Set<string>();

  const lookUp = async (batch: readonly FcmsDocument[], force: boolean): Promise<KnownPos> => {
    const known = await store.lookUp(batch, force);
    const recorded = new Map<string, RecordedDocument>(known.recorded);
    const pos = new Map(known.pos.filter(({ po }) => !outdated.has(po.id)).map((entry) => [entry.po.id, entry]));
    for (const document of batch) {
      const home = changed.byDocument(document.docNo);
      const delivery = home?.deliveries.find(({ docNo }) => docNo === document.docNo);
      if (home !== undefined && delivery !== undefined) {
        recorded.set(document.docNo, { hash: delivery.hash, held: home.po.manual || home.po.reviewed });
        pos.set(home.po.id, home);
      }
      if (!needsDecision(document, recorded.get(document.docNo), force)) continue;
      const target = changed.byIdentity(document.identity);
      if (target !== undefined) pos.set(target.po.id, target);
    }
    return { recorded, pos: [...pos.values()] };
  };

  return {
    lookUp,
    async record(batch, force, decide): Promise<RecordResult> {
      const { changes } = decide(await lookUp(batch, force)).decided;
      for (const { po } of changes.touched) outdated.add(po.id);
      for (const id of changes.removed) outdated.add(id);
      changed.apply(changes);
      return { outcome: 'recorded' };
    },
  };
};
