import { identityKey, type PoIdentity } from '../po/identity.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Changes } from './Changes.ts';

/** POs held in memory, found by id, by identity, by alias and by document. */
export class PoTable {
  readonly #pos = new Map<PoId, PoWithDeliveries>();
  readonly #byIdentity = new Map<string, PoId>();
  readonly #byAlias = new Map<string, PoId>();
  readonly #byDocument = new Map<string, PoId>();

  constructor(pos: Iterable<PoWithDeliveries> = []) {
    for (const entry of pos) this.put(entry);
  }

  get(id: PoId): PoWithDeliveries | undefined {
    return this.#pos.get(id);
  }

  byIdentity(identity: PoIdentity): PoWithDeliveries | undefined {
    const id = this.#byIdentity.get(identityKey(identity));
    return id === undefined ? undefined : this.#pos.get(id);
  }

  byAlias(identity: PoIdentity): PoWithDeliveries | undefined {
    const id = this.#byAlias.get(identityKey(identity));
    return id === undefined ? undefined : this.#pos.get(id);
  }

  byDocument(docNo: string): PoWithDeliveries | undefined {
    const id = this.#byDocument.get(docNo);
    return id === undefined ? undefined : this.#pos.get(id);
  }

  values(): IterableIterator<PoWithDeliveries> {
    return this.#pos.values();
  }

  /** Adds the PO, or replaces what was held of it. */
  put(entry: PoWithDeliveries): void {
    this.#forget(entry.po.id);
    this.#pos.set(entry.po.id, entry);
    this.#byIdentity.set(identityKey(entry.po.identity), entry.po.id);
    for (const { identity } of entry.po.aliases) this.#byAlias.set(identityKey(identity), entry.po.id);
    for (const { docNo } of entry.deliveries) this.#byDocument.set(docNo, entry.po.id);
  }

  remove(id: PoId): void {
    this.#forget(id);
    this.#pos.delete(id);
  }

  /** Carries out what a batch changed. */
  apply(changes: Changes): void {
    for (const id of changes.removed) this.remove(id);
    for (const entry of changes.touched) this.put(entry);
  }

  #forget(id: PoId): void {
    const before = this.#pos.get(id);
    if (before === undefined) return;
    const key = identityKey(before.po.identity);
    if (this.#byIdentity.get(key) === id) this.#byIdentity.delete(key);
    for (const { identity } of before.po.aliases) {
      const alias = identityKey(identity);
      if (this.#byAlias.get(alias) === id) this.#byAlias.delete(alias);
    }
    for (const { docNo } of before.deliveries) {
      if (this.#byDocument.get(docNo) === id) this.#byDocument.delete(docNo);
    }
  }
}
