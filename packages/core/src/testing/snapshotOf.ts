import { identityKey, type PoIdentity } from '../po/identity.ts';
import type { Delivery, Po, PoWithDeliveries } from '../po/Po.ts';
import { sortReasons } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** A delivery without what differs between worlds that mean the same: ids and runs. */
export type DeliverySnapshot = Omit<Delivery, 'poId' | 'runId' | 'position'>;

/** A PO with its deliveries in decision order, without what differs between worlds that mean the same. */
export interface PoSnapshot extends Omit<Po, 'id' | 'identity'> {
  readonly identity: PoIdentity;
  readonly deliveries: readonly DeliverySnapshot[];
}

/** POs as they are compared between worlds: sorted by identity, reasons in their fixed order, no ids. */
export const snapshotOf = (entries: readonly PoWithDeliveries[]): readonly PoSnapshot[] =>
  entries
    .map(({ po: { id: _id, ...po }, deliveries }) => ({
      ...po,
      deliveries: deliveries.map(({ poId: _poId, runId: _runId, position: _position, ...delivery }) => ({
        ...delivery,
        reasons: sortReasons(delivery.reasons),
      })),
    }))
    .sort((a, b) => compareCodePoints(identityKey(a.identity), identityKey(b.identity)));
