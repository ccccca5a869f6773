import {
  namedPo,
  type OrphanSuggestions,
  type OrphanView,
  orphanDay,
  type Po,
  type Reservation,
  type Run,
} from '@cynow/po-core';

/** A PO in an answer: how it is called, and its address. */
export const poView = (po: Po) => ({ id: po.id, ...namedPo(po) });

export const runView = ({ window, tally, missing, ...run }: Run) => {
  const { id, limit, force, state, actor, host, startedAt, finishedAt, error, orphans, undone } = run;
  return {
    ...{ id, ...window, limit, force, state, actor, host, startedAt, finishedAt, error },
    ...tally,
    ...{ missing: missing?.total ?? 0, orphans, undone },
  };
};

export const suggestionsView = ({ pos, none }: OrphanSuggestions) => ({
  candidates: pos.map(({ po, probability, evidence }) => ({
    ...poView(po),
    score: probability,
    evidence: evidence.map(({ feature, effect, code, facts }) => ({ feature, effect, code, facts })),
  })),
  none,
});

export const orphanView = ({ orphan, priority, chosen, landedOn, suggestions }: OrphanView) => {
  const { report, state, firstSeenAt, openedAt, settledAt, decision, arrivedAt, version } = orphan;
  const { docNo, fillingDate, shippingDate, addDatetime, cylinders, customerNames } = report;
  return {
    ...{ docNo, state, priority, day: orphanDay(orphan) },
    ...{ fillingDate, shippingDate, addDatetime, cylinders, customerNames },
    ...{ firstSeenAt, openedAt, settledAt },
    decision:
      decision === null
        ? null
        : {
            state: decision.state,
            po: chosen === null ? null : poView(chosen),
            note: decision.note,
            by: decision.by,
            at: decision.at,
            auditId: decision.auditId,
          },
    arrivedAt,
    landedOn: landedOn === null ? null : poView(landedOn),
    suggestions: suggestions === null ? null : suggestionsView(suggestions),
    version,
  };
};

export const reservationView = ({ matchedBy, ...reservation }: Reservation) => {
  const { docNo, poId, state, reservedAt, countedFrom, hours, expiresAt, mismatch, document } = reservation;
  return {
    ...{ docNo, poId, state, reservedAt, countedFrom, hours, expiresAt, mismatch, document },
    byHand: matchedBy !== null,
  };
};
