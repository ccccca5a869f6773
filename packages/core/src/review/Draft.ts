import type { Changes } from '../backfill/Changes.ts';
import { PoTable } from '../backfill/PoTable.ts';
import { workOut } from '../backfill/workOut.ts';
import { identityKey, type NumberedIdentity } from '../po/identity.ts';
import type { Alias, Delivery, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import { type DecisionSnapshot, snapshotOfPos } from './DecisionSnapshot.ts';

/** What people's change of POs comes to: built step by step on what is held, and given out as what is to be written. */
export class Draft {
  readonly #found: Found;
  readonly #tolerance: number;
  readonly #table: PoTable;
  readonly #touched = new Set<PoId>();
  readonly #createdAt: Map<PoId, Date>;
  readonly #merged = new Map<PoId, PoId | null>();
  readonly #reservedFor: Map<string, PoId>;

  constructor(found: Found, qtyTolerance: number) {
    this.#found = found;
    this.#tolerance = qtyTolerance;
    this.#table = new PoTable(found.pos.map(({ po, deliveries }) => ({ po, deliveries })));
    this.#createdAt = new Map(found.pos.map(({ po, createdAt }) => [po.id, createdAt]));
    this.#reservedFor = new Map([...found.reservations].map(([docNo, { poId }]) => [docNo, poId]));
  }

  /** The POs as they are in the draft. */
  get pos(): PoTable {
    return this.#table;
  }

  /** The PO at an address, or the one that it leads to. */
  at(id: PoId): PoWithDeliveries | undefined {
    return this.#table.get(this.#found.merged.get(id) ?? id);
  }

  /** The deliveries in decision order; what depends on the PO as a whole is worked out. */
  put(po: Po, deliveries: readonly Delivery[]): PoWithDeliveries {
    const at = deliveries.map((delivery) => (delivery.poId === po.id ? delivery : { ...delivery, poId: po.id }));
    const entry = workOut({ po, deliveries: at }, this.#tolerance);
    this.#table.put(entry);
    this.#touched.add(po.id);
    return entry;
  }

  /** A PO that was not there, or comes back: made at `createdAt`. */
  create(po: Po, deliveries: readonly Delivery[], createdAt: Date): PoWithDeliveries {
    this.#createdAt.set(po.id, createdAt);
    if (this.#found.merged.has(po.id)) this.#merged.set(po.id, null);
    return this.put(po, deliveries);
  }

  /** The PO is gone. `into`: its address leads there, and what was reserved for it is for that. */
  remove(id: PoId, into: PoId | null): void {
    this.#table.remove(id);
    this.#touched.add(id);
    if (into === null) return;
    this.#merged.set(id, into);
    for (const [docNo, poId] of this.#reservedFor) if (poId === id) this.#reservedFor.set(docNo, into);
  }

  reserveFor(docNo: string, poId: PoId): void {
    if (this.#reservedFor.has(docNo)) this.#reservedFor.set(docNo, poId);
  }

  /** Takes a number that a PO had before away from it; gives that PO. */
  takeAlias(identity: NumberedIdentity): Po | null {
    const holder = this.#table.byAlias(identity);
    if (holder === undefined) return null;
    const key = identityKey(identity);
    const aliases = holder.po.aliases.filter((alias) => identityKey(alias.identity) !== key);
    return this.put({ ...holder.po, aliases }, holder.deliveries).po;
  }

  /** The POs that the draft concerns, as they were. */
  before(): DecisionSnapshot {
    const held = this.#found.pos.filter(({ po }) => this.#touched.has(po.id));
    const reservations = new Map([...this.#found.reservations].map(([docNo, { poId }]) => [docNo, poId]));
    return snapshotOfPos(held, new Map(held.map(({ po, createdAt }) => [po.id, createdAt])), reservations);
  }

  /** The same as they are now. */
  after(): DecisionSnapshot {
    return snapshotOfPos(this.#entries(), this.#createdAt, this.#reservedFor);
  }

  /** Every PO that the draft concerns. */
  subjects(): readonly `po:${PoId}`[] {
    return [...this.#touched].map((id) => `po:${id}` as const);
  }

  /** What is to be written. */
  amendment(): Omit<Amendment<unknown>, 'result' | 'audit'> {
    const entries = this.#entries();
    const held = new Map(this.#found.pos.map((entry) => [entry.po.id, entry]));
    const before = new Set(this.#found.pos.flatMap(({ deliveries }) => deliveries));
    const changes: Changes = {
      touched: entries,
      added: new Set(entries.filter(({ po }) => !held.has(po.id)).map(({ po }) => po.id)),
      removed: [...this.#touched].filter((id) => held.has(id) && this.#table.get(id) === undefined),
      recorded: [],
      changed: entries.flatMap(({ deliveries }) => deliveries.filter((delivery) => !before.has(delivery))),
      aliases: this.#aliases(entries),
    };
    const reservedFor = [...this.#reservedFor].filter(
      ([docNo, poId]) => this.#found.reservations.get(docNo)?.poId !== poId,
    );
    return { changes, merged: this.#merged, reservedFor: new Map(reservedFor), createdAt: this.#createdAt };
  }

  #entries(): readonly PoWithDeliveries[] {
    return [...this.#touched].flatMap((id) => this.#table.get(id) ?? []);
  }

  #aliases(entries: readonly PoWithDeliveries[]): Changes['aliases'] {
    const before = this.#found.pos.filter(({ po }) => this.#touched.has(po.id)).flatMap(({ po }) => givenOf(po));
    const after = entries.flatMap(({ po }) => givenOf(po));
    const [were, are] = [before, after].map((all) => new Set(all.map(textOf))) as [Set<string>, Set<string>];
    return {
      taken: before.filter((one) => !are.has(textOf(one))).map(({ alias }) => alias.identity),
      given: after.filter((one) => !were.has(textOf(one))),
    };
  }
}

interface Given {
  readonly poId: PoId;
  readonly alias: Alias;
}

const givenOf = ({ id, aliases }: Po): readonly Given[] => aliases.map((alias) => ({ poId: id, alias }));

const textOf = ({ poId, alias: { identity, always, auditId } }: Given): string =>
  JSON.stringify([poId, identityKey(identity), always, auditId]);
