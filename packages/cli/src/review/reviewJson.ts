import type { AuditRecord, OpenReason, PoDetails, ReviewEntry } from '@cynow/po-core';

const reasonJson = ({ code, docNo, delivery, since, facts }: OpenReason) => ({ code, docNo, delivery, since, facts });

/** A review of the queue as JSON. */
export const entryJson = (entry: ReviewEntry) => {
  const { id, version, customer, customerName, poNo, numberless, manual, state, receivedOn } = entry;
  const { priority, since, deliveries, codes, reasons } = entry;
  return {
    ...{ id, version, customer, customerName, poNo, numberless, manual, state, receivedOn },
    ...{ priority, since, deliveries, codes, reasons: reasons.map(reasonJson) },
  };
};

const auditJson = ({ id, at, by, batchId, action, note, undoes, undoneBy }: AuditRecord) => ({
  ...{ id, at, actor: by.actor, channel: by.channel, batchId, action, note, undoes, undoneBy },
});

/** A PO in full as JSON. */
export const detailsJson = (details: PoDetails) => {
  const { po, version, createdAt, priority, open, deliveries, candidates, reservations, progress, nextDueOn } = details;
  const { id, identity, customer, customerName, poNo, manual, reviewed, state, receivedOn, memo } = po;
  const decision = (auditId: string) => {
    const entry = details.decisions.get(auditId);
    return { decision: auditId, actor: entry?.by.actor ?? null, at: entry?.at ?? null, note: entry?.note ?? null };
  };
  return {
    ...{ id, version, customer, customerName, poNo, numberless: identity.poKey === null },
    ...{ manual, reviewed, state, receivedOn, nextDueOn, memo, createdAt, priority },
    items: po.items.map(({ product, qty, deliveryOn, incomplete }) => ({ product, qty, deliveryOn, incomplete })),
    deliveries: deliveries.map((delivery) => ({
      docNo: delivery.docNo,
      delivery: delivery.number,
      link: delivery.link,
      product: delivery.product,
      productName: delivery.productName,
      packing: delivery.packing,
      qty: delivery.qty,
      mark: delivery.mark,
      fcms: delivery.content,
      runId: delivery.runId,
      correction:
        delivery.correction === null ? null : { ...delivery.correction, ...decision(delivery.correction.auditId) },
      reasons: open
        .filter(({ docNo }) => docNo === delivery.docNo)
        .map(({ code, since, facts }) => ({ code, since, facts })),
      resolved: delivery.resolved.map(({ reason, auditId }) => ({ ...reason, ...decision(auditId) })),
    })),
    candidates,
    aliases: po.aliases.map((alias) => ({
      customer: alias.identity.customerKey,
      poNo: alias.identity.poKey,
      always: alias.always,
      ...decision(alias.auditId),
    })),
    reservations,
    progress,
    history: details.history.map(auditJson),
  };
};
