import {
  createCandidateIndex,
  createDocumentReader,
  createNumbering,
  customerKey,
  type Delivery,
  defaultSiteRules,
  type FcmsDocument,
  factsOfDocument,
  factsOfPo,
  identityKey,
  type MatchFeatures,
  matchFeatures,
  type Numbering,
  type Po,
  poIdentityOf,
  poKey,
} from '@cynow/po-core';
import type { TradeEvent, TradeOrder } from './generateTrade.ts';

/** A document that made a new PO, and what is known at that moment. */
export interface NewPo {
  readonly document: MatchFeatures;
  readonly typed: string;
  /** The kind of corruption of its number; null when it is as the customer wrote it. */
  readonly kind: string | null;
  /** The POs that blocking finds. */
  readonly candidates: readonly MatchFeatures[];
  readonly numbering: Numbering;
  /** The existing POs that are the same order. */
  readonly right: ReadonlySet<string>;
}

/** How the documents of a trade were taken in. */
export interface PlayedTrade {
  readonly documents: number;
  readonly attached: number;
  /** Documents with a corrupted number that is another order's: attached by number, and not matching's business. */
  readonly collided: number;
  readonly newPos: number;
}

interface KeptPo {
  readonly po: Po;
  readonly deliveries: Delivery[];
  readonly orderId: string;
}

const readDocument = createDocumentReader(defaultSiteRules);

const enteredPo = (order: TradeOrder): KeptPo => ({
  orderId: order.id,
  deliveries: [],
  po: {
    id: `${order.id}/entered`,
    identity: poIdentityOf(customerKey(order.customer), poKey(order.number), ''),
    customer: order.customer,
    customerName: order.customerName,
    poNo: order.number,
    manual: true,
    reviewed: false,
    receivedOn: order.placedOn,
    items: order.lines.map(({ product, qty, deliveryOn }) => ({
      productKey: product,
      product,
      qty,
      deliveryOn,
      incomplete: false,
    })),
    memo: '',
  },
});

const backfilledPo = (document: FcmsDocument, orderId: string): KeptPo => ({
  orderId,
  deliveries: [],
  po: {
    id: document.docNo,
    identity: document.identity,
    customer: document.customer ?? 'UNKNOWN',
    customerName: document.customerName,
    poNo: document.poNo ?? '',
    manual: false,
    reviewed: false,
    receivedOn: document.content.effectiveOn,
    items: [],
    memo: '',
  },
});

const deliveryOf = (document: FcmsDocument, poId: string, number: number): Delivery => ({
  ...document,
  poId,
  link: 'exact',
  runId: '',
  number,
  reasons: [],
});

/** Takes in the events as a backfill would, and shows each new PO to `onNewPo` before it is added to the others. */
export const playTrade = (events: readonly TradeEvent[], onNewPo: (newPo: NewPo) => void): PlayedTrade => {
  const byIdentity = new Map<string, KeptPo>();
  const byOrder = new Map<string, Set<string>>();
  const index = createCandidateIndex();
  const numbering = createNumbering();
  const played = { documents: 0, attached: 0, collided: 0, newPos: 0 };

  const keep = (kept: KeptPo): void => {
    index.put(matchFeatures(factsOfPo(kept)));
  };
  const add = (kept: KeptPo): void => {
    byIdentity.set(identityKey(kept.po.identity), kept);
    byOrder.set(kept.orderId, (byOrder.get(kept.orderId) ?? new Set()).add(kept.po.id));
    numbering.add(matchFeatures(factsOfPo(kept)));
    keep(kept);
  };

  for (const event of events) {
    if (event.type === 'entered') {
      const kept = enteredPo(event.order);
      if (!byIdentity.has(identityKey(kept.po.identity))) add(kept);
      continue;
    }
    const { order, kind, source } = event;
    const document = readDocument(source);
    played.documents += 1;
    const existing = byIdentity.get(identityKey(document.identity));
    if (existing !== undefined) {
      played.attached += 1;
      if (existing.orderId !== order.id) played.collided += 1;
      existing.deliveries.push(deliveryOf(document, existing.po.id, existing.deliveries.length + 1));
      keep(existing);
      continue;
    }
    played.newPos += 1;
    const features = matchFeatures(factsOfDocument(document));
    onNewPo({
      document: features,
      typed: source.poNo ?? '',
      kind,
      candidates: index.find(features),
      numbering,
      right: byOrder.get(order.id) ?? new Set(),
    });
    const made = backfilledPo(document, order.id);
    made.deliveries.push(deliveryOf(document, made.po.id, 1));
    add(made);
  }
  return played;
};
