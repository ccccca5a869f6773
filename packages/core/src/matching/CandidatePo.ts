import type { Position } from '../document/decisionOrder.ts';
import { identityKey } from '../po/identity.ts';
import type { Delivery, Item, Po, PoId } from '../po/Po.ts';
import type { Reason } from '../review/Reason.ts';
import { remembered } from '../text/remembered.ts';
import { blockingKeys } from './blockingKeys.ts';
import { factsOfPo } from './factsOf.ts';
import type { MatchFacts } from './MatchFacts.ts';
import { type MatchFeatures, matchFeatures } from './MatchFeatures.ts';

/** What matching needs of a delivery. */
export interface MatchableDelivery
  extends Pick<Delivery, 'productKey' | 'qty' | 'position' | 'number' | 'link' | 'reasons' | 'resolved'> {
  readonly content: Pick<Delivery['content'], 'deliveryOn'>;
}

/** What matching needs of a PO, its live deliveries in decision order; cancelled ones among them are left out. The items of a backfilled PO are not looked at. */
export interface MatchablePo {
  readonly po: Pick<
    Po,
    'id' | 'identity' | 'customer' | 'customerName' | 'poNo' | 'manual' | 'reviewed' | 'state' | 'receivedOn'
  > & { readonly items: readonly Pick<Item, 'productKey' | 'qty' | 'deliveryOn'>[] };
  readonly deliveries: readonly MatchableDelivery[];
}

/** A PO as it may be the order of a document. */
export interface CandidatePo {
  readonly id: PoId;
  /** Compared; its `id` is the text of the PO's identity, so that ties break alike wherever the PO is held. */
  readonly facts: MatchFacts;
  /** As shown. */
  readonly customer: string;
  readonly poNo: string;
  /** Whether the PO is itself asked for its candidates: made by a backfill, and nobody has reviewed it. */
  readonly asks: boolean;
  /** The place of its first live delivery; null when it has none. */
  readonly first: Position | null;
  /** The candidates that its own open `PROBABLE_MATCH` names. */
  readonly names: readonly PoId[];
  /** POs of which people said that they are another order. */
  readonly refused: readonly PoId[];
}

/** The POs that a `PROBABLE_MATCH` names. */
export const namedIn = (reasons: readonly Reason[]): readonly PoId[] => {
  const facts = reasons.find(({ code }) => code === 'PROBABLE_MATCH')?.facts as
    | { readonly candidates?: readonly { readonly id: PoId }[] }
    | undefined;
  return facts?.candidates?.map(({ id }) => id) ?? [];
};

const none: readonly PoId[] = [];

/** What a PO is as a candidate. Worked out once for each state of a PO. */
export const candidateOf = remembered((entry: MatchablePo): CandidatePo => {
  const { po } = entry;
  const live = entry.deliveries.filter(({ number }) => number !== null);
  const reasons = live.flatMap((each) => (each.reasons.length === 0 ? [] : each.reasons));
  const resolved = live.flatMap((each) => (each.resolved.length === 0 ? [] : each.resolved));
  return {
    id: po.id,
    facts: { ...factsOfPo(entry), id: identityKey(po.identity) },
    customer: po.customer,
    poNo: po.poNo,
    asks: !po.manual && !po.reviewed && live.some(({ link }) => link === 'new'),
    first: live[0]?.position ?? null,
    names: reasons.length === 0 ? none : namedIn(reasons),
    refused: resolved.length === 0 ? none : resolved.flatMap(({ refused }) => refused ?? []),
  };
});

/** The features of a candidate. Worked out once. */
export const featuresOf = remembered(({ facts }: CandidatePo): MatchFeatures => matchFeatures(facts));

const noKeys: readonly string[] = [];

/** The keys under which a PO is found: none when our staff cancelled it. */
export const heldKeysOf = (entry: MatchablePo): readonly string[] =>
  entry.po.state === 'cancelled' ? noKeys : heldKeys(candidateOf(entry));

const heldKeys = remembered((candidate: CandidatePo): readonly string[] => blockingKeys(featuresOf(candidate)).held);
