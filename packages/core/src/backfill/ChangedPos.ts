import { docNo } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { candidateOf, heldKeysOf } from '../matching/CandidatePo.ts';
import type { Candidates, Sought } from '../matching/Candidates.ts';
import { createHeldKeys } from '../matching/createHeldKeys.ts';
import type { NumberedIdentity } from '../po/identity.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { BatchDecisions } from './decideInOrder.ts';
import { type KnownPos, needsDecision, type RecordedDocument } from './KnownPos.ts';
import { PoTable } from './PoTable.ts';

/** What was decided and cannot be looked up yet: later decisions see it over what the store holds. */
export class ChangedPos {
  readonly #changed = new PoTable();
  /** POs that were touched or removed: what the store says of them no longer counts. */
  readonly #outdated = new Set<string>();
  /** The touched POs under their blocking keys. */
  readonly #held = createHeldKeys();
  /** How often a key was lost: the store may count so many POs that do not have it any more. */
  readonly #lost = new Map<string, number>();
  /** By customer, the numbers that came (true) or went (false). */
  readonly #numbers = new Map<string, Map<string, boolean>>();

  add({ changes, index }: Pick<BatchDecisions, 'changes' | 'index'>): void {
    const gone = [...changes.removed, ...changes.touched.map(({ po }) => po.id)];
    for (const id of gone) {
      const before = this.#changed.get(id);
      if (before !== undefined) this.#held.remove(id, heldKeysOf(before));
      this.#outdated.add(id);
    }
    this.#changed.apply(changes);
    for (const entry of changes.touched) this.#held.add(entry.po.id, heldKeysOf(entry));
    for (const { key } of index.keys.lost) this.#lost.set(key, (this.#lost.get(key) ?? 0) + 1);
    const note = ({ customerKey, poKey }: NumberedIdentity, came: boolean): void => {
      const numbers = this.#numbers.get(customerKey) ?? new Map<string, boolean>();
      this.#numbers.set(customerKey, numbers.set(poKey, came));
    };
    for (const identity of index.numbers.lost) note(identity, false);
    for (const identity of index.numbers.gained) note(identity, true);
  }

  /** The PO as it was changed; undefined when it was not, or is gone. */
  get(id: PoId): PoWithDeliveries | undefined {
    return this.#changed.get(id);
  }

  /**
   * What is known of a batch once the changes are written, whether or not the store's answer holds some of them already. Of
   * the candidates, those that were looked for.
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
    return { ...known, recorded, pos: [...pos.values()], candidates: this.overCandidates(known.candidates) };
  }

  /** The same of what was found by keys. Where only a number of POs is known, it is too small rather than too great. */
  overCandidates(found: Candidates): Candidates {
    const pos = new Map(found.pos);
    for (const id of this.#outdated) pos.delete(id);
    const byKey = new Map(
      [...found.byKey].map(([key, ids]): [string, readonly PoId[] | number] => {
        const since = this.#held.of(key);
        if (typeof ids === 'number') return [key, ids - (this.#lost.get(key) ?? 0)];
        for (const id of since) pos.set(id, candidateOf(this.#changed.get(id)!));
        return [key, [...ids.filter((id) => !this.#outdated.has(id)), ...since]];
      }),
    );
    const numbers = new Map(
      [...found.numbers].map(([customerKey, poKeys]): [string, readonly string[]] => {
        const changed = this.#numbers.get(customerKey);
        if (changed === undefined) return [customerKey, poKeys];
        const came = [...changed].filter(([, is]) => is).map(([poKey]) => poKey);
        return [customerKey, [...poKeys.filter((poKey) => !changed.has(poKey)), ...came]];
      }),
    );
    return { byKey, pos, numbers };
  }

  /** The same question, asked so that the answer is enough whatever was lost since. */
  enough({ keys, customers }: Sought): Sought {
    return { keys: new Map([...keys].map(([key, enough]) => [key, enough + (this.#lost.get(key) ?? 0)])), customers };
  }
}
