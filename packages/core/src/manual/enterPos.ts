import type { AuditEntry, Doer } from '../audit/AuditEntry.ts';
import type { Changes } from '../backfill/Changes.ts';
import { PoTable } from '../backfill/PoTable.ts';
import { workOut } from '../backfill/workOut.ts';
import { customerKey, productKey } from '../po/codeKeys.ts';
import { identityKey, type NumberedIdentity } from '../po/identity.ts';
import type { Item, Po, PoId, PoWithDeliveries } from '../po/Po.ts';
import { createPoNumberReader } from '../po/poNo.ts';
import { snapshotOfPos } from '../review/DecisionSnapshot.ts';
import type { SiteRules } from '../SiteRules.ts';
import { shown } from '../text/shown.ts';
import type { ManualPo } from './ManualPo.ts';

/** A PO to enter, read and normalised. */
export interface ReadManualPo {
  readonly identity: NumberedIdentity;
  readonly customer: string;
  /** undefined: not given, so what is there stays. */
  readonly customerName: string | null | undefined;
  readonly poNo: string;
  readonly receivedOn: string | null | undefined;
  readonly items: readonly Item[];
  readonly memo: string | undefined;
}

/** A field of an import that cannot be: a code or number that says "none". */
export interface UnusableField {
  readonly field: string;
  readonly value: string;
}

/** Reads what staff say was ordered; or names the products that are no code. */
export const readItems = (
  items: ManualPo['items'],
): { readonly items: readonly Item[]; readonly unusable: readonly UnusableField[] } => {
  const unusable: UnusableField[] = [];
  const read = items.map(({ product, qty, deliveryOn }, i): Item => {
    const key = productKey(product);
    if (key === null) unusable.push({ field: `items[${i}].product`, value: product });
    return {
      productKey: key ?? '',
      product: shown(product) ?? '',
      qty,
      deliveryOn: deliveryOn ?? null,
      incomplete: false,
    };
  });
  return { items: read, unusable };
};

/** Reads what staff enter by the site's rules; or names the fields that hold no code or number. */
export const createManualPoReader = (
  site: SiteRules,
): ((input: ManualPo) => ReadManualPo | readonly UnusableField[]) => {
  const readPoNumber = createPoNumberReader(site.placeholders);
  return (input) => {
    const customer = customerKey(input.customer);
    const { poNo, poKey } = readPoNumber(input.poNo);
    const unusable: UnusableField[] = [];
    if (customer === null) unusable.push({ field: 'customer', value: input.customer });
    if (poKey === null) unusable.push({ field: 'poNo', value: input.poNo });
    const { items, unusable: products } = readItems(input.items);
    unusable.push(...products);
    if (customer === null || poKey === null || poNo === null || unusable.length > 0) return unusable;
    return {
      identity: { customerKey: customer, poKey },
      customer: shown(input.customer) ?? customer,
      customerName: input.customerName === undefined ? undefined : shown(input.customerName),
      poNo,
      receivedOn: input.receivedOn,
      items,
      memo: input.memo === undefined || input.memo === null ? undefined : (shown(input.memo) ?? ''),
    };
  };
};

/** What became of an entered PO. */
export type ImportResult =
  | { readonly outcome: 'unchanged'; readonly po: Po }
  /** `aliasOf`: the PO that had this number before it was corrected; documents with it no longer go there. */
  | { readonly outcome: 'created'; readonly po: Po; readonly aliasOf?: Po }
  /**
   * A backfilled PO had the identity: it is now the one entered, its deliveries stay. `reopened`: staff had cancelled it, and it is
   * open again.
   */
  | {
      readonly outcome: 'taken-over';
      readonly po: Po;
      readonly deliveries: number;
      readonly reopened: boolean;
      readonly aliasOf?: Po;
    }
  /** A manual PO has the identity and says something else: nothing was changed. */
  | { readonly outcome: 'different'; readonly existing: Po };

const sameItems = (a: readonly Item[], b: readonly Item[]): boolean => {
  const told = (items: readonly Item[]): string =>
    JSON.stringify(items.map(({ productKey: key, qty, deliveryOn }) => [key, qty, deliveryOn]).sort());
  return told(a) === told(b);
};

const saysTheSame = (input: ReadManualPo, po: Po): boolean =>
  sameItems(input.items, po.items) &&
  (input.customerName === undefined || input.customerName === po.customerName) &&
  (input.receivedOn === undefined || input.receivedOn === po.receivedOn) &&
  (input.memo === undefined || input.memo === po.memo);

/** Entering changes nothing about when POs were made, nor about their reserved numbers. */
const snapshot = (entries: readonly PoWithDeliveries[]) => snapshotOfPos(entries, new Map(), new Map());

const entered = (input: ReadManualPo, existing: Po | undefined, newPoId: () => PoId): Po => ({
  id: existing?.id ?? newPoId(),
  identity: input.identity,
  customer: input.customer,
  customerName: input.customerName === undefined ? (existing?.customerName ?? null) : input.customerName,
  poNo: input.poNo,
  manual: true,
  reviewed: existing?.reviewed ?? false,
  // What staff enter is an order that lives, whatever they decided on the one that FCMS told of.
  state: 'open',
  receivedOn: input.receivedOn === undefined ? (existing?.receivedOn ?? null) : input.receivedOn,
  items: input.items,
  memo: input.memo ?? existing?.memo ?? '',
  aliases: existing?.aliases ?? [],
});

/** How to enter, and who does. */
export interface EnterOptions {
  readonly newId: () => string;
  readonly qtyTolerance: number;
  readonly by: Doer;
  readonly at: Date;
}

/**
 * Several entered POs, each with another identity, decided against what is there: results in order, and what to write. An
 * alias gives way to a PO with its number.
 */
export const enterPos = (
  inputs: readonly ReadManualPo[],
  known: readonly PoWithDeliveries[],
  { newId, qtyTolerance, by, at }: EnterOptions,
): {
  readonly results: readonly ImportResult[];
  readonly changes: Changes;
  readonly audit: readonly AuditEntry[];
} => {
  const table = new PoTable(known);
  const touched = new Set<PoId>();
  const added = new Set<PoId>();
  const taken: NumberedIdentity[] = [];
  const audit: AuditEntry[] = [];

  const put = (po: Po, deliveries: PoWithDeliveries['deliveries']): void => {
    table.put(workOut({ po, deliveries }, qtyTolerance));
    touched.add(po.id);
  };

  /** Takes the number away from the PO that had it before. */
  const takeAlias = (holder: PoWithDeliveries | undefined, identity: NumberedIdentity): Po | null => {
    if (holder === undefined) return null;
    const { po, deliveries } = holder;
    taken.push(identity);
    put(
      { ...po, aliases: po.aliases.filter((alias) => identityKey(alias.identity) !== identityKey(identity)) },
      deliveries,
    );
    return po;
  };

  const results = inputs.map((input): ImportResult => {
    const existing = table.byIdentity(input.identity);
    if (existing?.po.manual === true) {
      return saysTheSame(input, existing.po)
        ? { outcome: 'unchanged', po: existing.po }
        : { outcome: 'different', existing: existing.po };
    }
    const po = entered(input, existing?.po, newId);
    const holder = table.byAlias(input.identity);
    const before = [existing, holder].filter((entry) => entry !== undefined);
    const aliasOf = takeAlias(holder, input.identity);
    put(po, existing?.deliveries ?? []);
    if (existing === undefined) added.add(po.id);
    const after = [table.get(po.id)!, ...(aliasOf === null ? [] : [table.get(aliasOf.id)!])];
    audit.push({
      id: newId(),
      at,
      by,
      batchId: null,
      action: 'enter-po',
      subjects: [`po:${po.id}`, ...(aliasOf === null ? [] : [`po:${aliasOf.id}` as const])],
      note: null,
      before: snapshot(before),
      after: snapshot(after),
      undoes: null,
    });
    const alias = aliasOf === null ? {} : { aliasOf };
    return existing === undefined
      ? { outcome: 'created', po, ...alias }
      : {
          outcome: 'taken-over',
          po,
          deliveries: existing.deliveries.length,
          reopened: existing.po.state === 'cancelled',
          ...alias,
        };
  });
  const before = new Set(known.flatMap(({ deliveries }) => deliveries));
  const entries = [...touched].map((id) => table.get(id)!);
  return {
    results,
    changes: {
      touched: entries,
      added,
      removed: [],
      recorded: [],
      changed: entries.flatMap(({ deliveries }) => deliveries.filter((delivery) => !before.has(delivery))),
      aliases: { taken, given: [] },
    },
    audit,
  };
};
