import { unknown } from '../po/codeKeys.ts';
import type { Delivery, PoId, PoWithDeliveries } from '../po/Po.ts';
import { remembered } from '../text/remembered.ts';
import { candidateOf, namedIn } from './CandidatePo.ts';
import type { MatchFacts } from './MatchFacts.ts';
import { type MatchFeatures, matchFeatures } from './MatchFeatures.ts';
import type { Asking } from './probableMatch.ts';

/** The live document that made a PO which is to be asked for its candidates; null when it is not to be. */
export const askingDelivery = (entry: PoWithDeliveries): Delivery | null =>
  candidateOf(entry).asks
    ? (entry.deliveries.find(({ link, number }) => link === 'new' && number !== null) ?? null)
    : null;

/** What was compared of the document when it made the PO. */
const factsOfMaking = ({ po }: PoWithDeliveries, delivery: Delivery): MatchFacts => ({
  id: delivery.docNo,
  poKey: po.identity.poKey,
  customerKey: po.identity.customerKey === unknown ? null : po.identity.customerKey,
  customerName: delivery.customerName,
  lines: [{ productKey: delivery.productKey, qty: delivery.qty, deliveryOn: delivery.content.deliveryOn }],
  orderedOn: delivery.content.effectiveOn === null ? [] : [delivery.content.effectiveOn],
  need: null,
});

/** A PO that was asked before and is to be asked again; null when it is not to be. Worked out once. */
export const askingOf = remembered(
  (entry: PoWithDeliveries): { readonly asking: (Asking & { readonly docNo: string }) | null } => {
    const delivery = askingDelivery(entry);
    if (delivery === null) return { asking: null };
    const facts = factsOfMaking(entry, delivery);
    const before: readonly PoId[] = namedIn(delivery.reasons);
    return {
      asking: { docNo: delivery.docNo, own: candidateOf(entry), facts, features: matchFeatures(facts), before },
    };
  },
);

/** What is looked for when POs are asked again. */
export const askingFeatures = (entry: PoWithDeliveries): readonly MatchFeatures[] => {
  const { asking } = askingOf(entry);
  return asking === null ? [] : [asking.features];
};
