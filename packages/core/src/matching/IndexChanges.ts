import type { NumberedIdentity } from '../po/identity.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import { heldKeysOf } from './CandidatePo.ts';

/** A PO under a blocking key. */
export interface HeldKey {
  readonly key: string;
  readonly poId: PoId;
}

/** What changes in what candidates are found by, and in the numbers that customers' POs have. First is lost, then gained. */
export interface IndexChanges {
  readonly keys: { readonly lost: readonly HeldKey[]; readonly gained: readonly HeldKey[] };
  readonly numbers: { readonly lost: readonly NumberedIdentity[]; readonly gained: readonly NumberedIdentity[] };
}

export const noIndexChanges: IndexChanges = { keys: { lost: [], gained: [] }, numbers: { lost: [], gained: [] } };

const nothing: readonly string[] = [];

/**
 * What changes when POs become others. `touched`: each PO as it is afterwards; `before` knows it as it was, if it was;
 * `removed`: POs that are gone.
 */
export const indexChangesOf = (
  before: (id: PoId) => PoWithDeliveries | undefined,
  touched: readonly PoWithDeliveries[],
  removed: readonly PoId[],
): IndexChanges => {
  const lost: HeldKey[] = [];
  const gained: HeldKey[] = [];
  const lostNumbers: NumberedIdentity[] = [];
  const gainedNumbers: NumberedIdentity[] = [];
  const compare = (poId: PoId, was: PoWithDeliveries | undefined, is: PoWithDeliveries | undefined): void => {
    const [had, has] = [was, is].map((entry) => (entry === undefined ? nothing : heldKeysOf(entry)));
    for (const key of had ?? nothing) if (has?.includes(key) !== true) lost.push({ key, poId });
    for (const key of has ?? nothing) if (had?.includes(key) !== true) gained.push({ key, poId });
    const [old, now] = [was?.po.identity, is?.po.identity];
    if (old?.poKey === now?.poKey && old?.customerKey === now?.customerKey) return;
    if (old !== undefined && old.poKey !== null) lostNumbers.push(old);
    if (now !== undefined && now.poKey !== null) gainedNumbers.push(now);
  };
  for (const entry of touched) compare(entry.po.id, before(entry.po.id), entry);
  for (const id of removed) compare(id, before(id), undefined);
  return { keys: { lost, gained }, numbers: { lost: lostNumbers, gained: gainedNumbers } };
};
