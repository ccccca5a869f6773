import type { Po } from '../po/Po.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { Priority } from '../review/priority.ts';
import type { Orphan } from './Orphan.ts';
import { orphanPriority } from './orphanPriority.ts';
import { findSuggestions, type OrphanSuggestions } from './suggestPos.ts';

/** An orphan as people look at it. */
export interface OrphanView {
  readonly orphan: Orphan;
  /** Of an open one; null otherwise. */
  readonly priority: Priority | null;
  /** Where the PO that people chose now is; null when they chose none, or it is gone. */
  readonly chosen: Po | null;
  /** The other PO on which its document is instead. */
  readonly landedOn: Po | null;
  /** Of an open one; null otherwise. */
  readonly suggestions: OrphanSuggestions | null;
}

/** Orphans with what people need to decide on them, in the order given. */
export const viewOrphans = async (
  pos: Pick<PoStore, 'find' | 'ofCustomersNamed'>,
  orphans: readonly Orphan[],
  at: Date,
): Promise<readonly OrphanView[]> => {
  const ids = orphans.flatMap(({ decision, landedOn }) => [decision?.poId ?? [], landedOn ?? []].flat());
  const found = ids.length === 0 ? null : await pos.find({ ids: [...new Set(ids)] });
  const poAt = (id: string | null | undefined): Po | null =>
    id == null ? null : (found?.pos.find(({ po }) => po.id === (found.merged.get(id) ?? id))?.po ?? null);
  const views: OrphanView[] = [];
  for (const orphan of orphans) {
    const open = orphan.state === 'open';
    views.push({
      orphan,
      priority: open ? orphanPriority(orphan, at) : null,
      chosen: poAt(orphan.decision?.poId),
      landedOn: poAt(orphan.landedOn),
      suggestions: open ? await findSuggestions(pos, orphan) : null,
    });
  }
  return views;
};
