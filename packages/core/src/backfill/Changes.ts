import type { NumberedIdentity } from '../po/identity.ts';
import type { Alias, Delivery, PoId, PoWithDeliveries } from '../po/Po.ts';

/** What changes in aliases, besides those that go with a removed PO. First are taken, then given. */
export interface AliasChanges {
  readonly taken: readonly NumberedIdentity[];
  readonly given: readonly { readonly poId: PoId; readonly alias: Alias }[];
}

/** What deciding a batch changes. Writing it makes the store what the next batch decides upon. */
export interface Changes {
  /** POs that are new or were touched, whole. */
  readonly touched: readonly PoWithDeliveries[];
  /** Which of the touched POs did not exist before. */
  readonly added: ReadonlySet<PoId>;
  /** POs that are gone: backfilled ones that lost their only document. */
  readonly removed: readonly PoId[];
  /** Deliveries of documents that were not recorded before, each on one of the touched POs. */
  readonly recorded: readonly Delivery[];
  /** Deliveries that were known and differ now, each on one of the touched POs. */
  readonly changed: readonly Delivery[];
  readonly aliases: AliasChanges;
}

export const noAliasChanges: AliasChanges = { taken: [], given: [] };

export const noChanges: Changes = {
  touched: [],
  added: new Set(),
  removed: [],
  recorded: [],
  changed: [],
  aliases: noAliasChanges,
};

/** Whether nothing is to be written but how far the run has come. */
export const isEmpty = ({ touched, removed }: Changes): boolean => touched.length === 0 && removed.length === 0;
