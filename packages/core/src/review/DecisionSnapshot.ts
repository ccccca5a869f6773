import type { Correction, Delivery, Link, Po, PoId, PoWithDeliveries, Resolved } from '../po/Po.ts';
import type { Reason } from './Reason.ts';

/** What an undo needs to know of a document on a PO. What FCMS says of it is not part of a decision. */
export interface SnapshotDocument {
  readonly docNo: string;
  readonly hash: string;
  readonly link: Link;
  readonly product: string | null;
  readonly productKey: string | null;
  readonly correction: Correction | null;
  readonly reasons: readonly Reason[];
  readonly resolved: readonly Resolved[];
}

/** A PO as it was before or after a decision. */
export interface SnapshotPo {
  readonly po: Po;
  /** When it was made, ISO 8601. */
  readonly createdAt: string;
  readonly documents: readonly SnapshotDocument[];
  /** The reserved numbers that were for it. */
  readonly reservations: readonly string[];
}

/** The POs that a decision concerned: `before` and `after` of its entry in the audit trail. */
export interface DecisionSnapshot {
  readonly pos: readonly SnapshotPo[];
}

const documentOf = (delivery: Delivery): SnapshotDocument => ({
  docNo: delivery.docNo,
  hash: delivery.hash,
  link: delivery.link,
  product: delivery.product,
  productKey: delivery.productKey,
  correction: delivery.correction,
  reasons: delivery.reasons,
  resolved: delivery.resolved,
});

/** What of these POs a decision may change. `reservations`: for which PO each reserved number is. */
export const snapshotOfPos = (
  entries: readonly PoWithDeliveries[],
  createdAt: ReadonlyMap<PoId, Date>,
  reservations: ReadonlyMap<string, PoId>,
): DecisionSnapshot => ({
  pos: entries.map(({ po, deliveries }) => ({
    po,
    createdAt: createdAt.get(po.id)?.toISOString() ?? '',
    documents: deliveries.map(documentOf),
    reservations: [...reservations].filter(([, poId]) => poId === po.id).map(([docNo]) => docNo),
  })),
});

/** Whether what an entry of the audit trail keeps is the POs, as a decision about them leaves it. */
export const isDecisionSnapshot = (kept: unknown): kept is DecisionSnapshot =>
  typeof kept === 'object' && kept !== null && 'pos' in kept && Array.isArray(kept.pos);
