import { identityKey, type PoIdentity } from '../po/identity.ts';
import type { Alias, Delivery, Po, PoWithDeliveries, Resolved } from '../po/Po.ts';
import { type Reason, sortReasons } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** An alias without the entry that made it. */
type AliasSnapshot = Omit<Alias, 'auditId'>;

const byIdentity = (a: AliasSnapshot, b: AliasSnapshot): number =>
  compareCodePoints(identityKey(a.identity), identityKey(b.identity));

/** Facts name entries of the audit trail and POs by ids, which differ between worlds. */
export const withoutIds = ({ code, facts }: Reason): Reason => ({
  code,
  facts: JSON.parse(JSON.stringify(facts, (key, value) => (key === 'id' || key === 'decision' ? undefined : value))),
});

/** A delivery without what differs between worlds that mean the same: ids and runs. */
export type DeliverySnapshot = Omit<Delivery, 'poId' | 'runId' | 'position' | 'resolved'> & {
  readonly resolved: readonly Omit<Resolved, 'auditId' | 'refused'>[];
};

/** A PO with its deliveries in decision order, without what differs between worlds that mean the same. */
export interface PoSnapshot extends Omit<Po, 'id' | 'identity' | 'aliases'> {
  readonly aliases: readonly AliasSnapshot[];
  readonly identity: PoIdentity;
  readonly deliveries: readonly DeliverySnapshot[];
}

/** POs as they are compared between worlds: sorted by identity, reasons in their fixed order, no ids. */
export const snapshotOf = (entries: readonly PoWithDeliveries[]): readonly PoSnapshot[] =>
  entries
    .map(({ po: { id: _id, aliases, ...po }, deliveries }) => ({
      ...po,
      aliases: aliases.map(({ auditId: _auditId, ...alias }) => ({ ...alias })).sort(byIdentity),
      deliveries: deliveries.map(({ poId: _poId, runId: _runId, position: _position, ...delivery }) => ({
        ...delivery,
        reasons: sortReasons(delivery.reasons).map(withoutIds),
        resolved: delivery.resolved.map(({ auditId: _auditId, refused: _refused, reason, ...resolved }) => ({
          ...resolved,
          reason: withoutIds(reason),
        })),
        correction: delivery.correction === null ? null : { ...delivery.correction, auditId: '' },
      })),
    }))
    .sort((a, b) => compareCodePoints(identityKey(a.identity), identityKey(b.identity)));
