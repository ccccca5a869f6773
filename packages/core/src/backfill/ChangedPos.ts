import { docNo } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Changes } from './Changes.ts';
import { type KnownPos, needsDecision, type RecordedDocument } from './KnownPos.ts';
import { PoTable } from './PoTable.ts';

/** What was decided and cannot be looked up yet: later decisions see it over what the store holds. */
export class ChangedPos {
  readonly #changed = new PoTable();
  /** POs that were touched or removed: what the store says of them no longer counts. */
  readonly #outdated = new Set<string>();

  add(changes: Changes): void {
    for (const { po } of changes.touched) this.#outdated.add(po.id);
    for (const id of changes.removed) this.#outdated.add(id);
    this.#changed.apply(changes);
  }

  /** The PO as it was changed; undefined when it was not, or is gone. */
  get(id: PoId): PoWithDeliveries | undefined {
    return this.#changed.get(id);
  }

  /**
   * What is known of a batch once the changes are written, whether or not the store's answer holds some of them already.
   */
  over(known: KnownPos, batch: readonly FcmsDocument[], force: boolean): KnownPos {
    const recorded = new Map<string, RecordedDocument>(known.recorded);
    const pos = new Map(known.pos.filter(({ po }) => !this.#outdated.has(po.id)).map((entry) => [entry.po.id, entry]));
    for (const document of batch) {
      const home = this.#changed.byDocument(document.docNo);
      const delivery = home?.deliveries.find(({ docNo }) => docNo === document.docNo);
      if (home !== undefined && delivery !== undefined) {
        recorded.set(document.docNo, { hash: delivery.hash, held: home.po.manual || home.po.reviewed });
        pos.set(home.po.id, home);
      }
      if (!needsDecision(document, recorded.get(document.docNo), force)) continue;
      const reserved = known.reservations.get(docNo(document.docNo) ?? '');
      for (const target of [
        this.#changed.byIdentity(document.identity),
        this.#changed.byAlias(document.identity),
        reserved === undefined ? undefined : this.#changed.get(reserved.poId),
      ]) {
        if (target !== undefined) pos.set(target.po.id, target);
      }
    }
    return { ...known, recorded, pos: [...pos.values()] };
  }
}
