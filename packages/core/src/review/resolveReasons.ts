import { standingsOf } from '../backfill/standingsOf.ts';
import type { Delivery, Po, PoId, Resolved } from '../po/Po.ts';
import { basisOf } from './basisOf.ts';
import type { Reason, ReasonCode } from './Reason.ts';

/** The POs that a `PROBABLE_MATCH` suggested. */
const suggested = ({ facts }: Reason): readonly PoId[] =>
  ((facts.candidates ?? []) as readonly { readonly id: PoId }[]).map(({ id }) => id);

/**
 * The deliveries with the open reasons that `settles` resolved; the same objects where there are none. `refuses`: whether the
 * suggested POs are not the same order.
 */
export const resolveReasons = (
  po: Po,
  deliveries: readonly Delivery[],
  auditId: string,
  settles: (code: ReasonCode, delivery: Delivery) => boolean,
  refuses = true,
): readonly Delivery[] => {
  const standings = standingsOf(po, deliveries);
  return deliveries.map((delivery, i) => {
    const settled = delivery.reasons.filter(({ code }) => settles(code, delivery));
    if (settled.length === 0) return delivery;
    const resolved = settled.map((reason): Resolved => {
      const before = delivery.resolved.find((one) => one.reason.code === reason.code);
      const refused = [...(before?.refused ?? []), ...(refuses ? suggested(reason) : [])];
      return {
        reason,
        basis: basisOf(reason.code, delivery, standings[i]!),
        auditId,
        ...(reason.code === 'PROBABLE_MATCH' ? { refused } : {}),
      };
    });
    const codes = new Set(settled.map(({ code }) => code));
    return {
      ...delivery,
      reasons: delivery.reasons.filter(({ code }) => !codes.has(code)),
      resolved: [...delivery.resolved.filter(({ reason }) => !codes.has(reason.code)), ...resolved],
    };
  });
};
