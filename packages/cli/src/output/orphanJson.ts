import { namedPo, type OrphanSuggestions, type OrphanView, orphanDay, type Po } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';

/** A PO in an answer: how it is called, and its address. */
export const poJson = (po: Po) => ({ id: po.id, ...namedPo(po) });

/** Suggested POs as JSON, shaped as the candidates of a decision are. */
export const suggestionsJson = ({ pos, none }: OrphanSuggestions, { orphans }: Messages) => ({
  candidates: pos.map(({ po, probability, evidence }) => ({
    ...poJson(po),
    score: probability,
    evidence: evidence.map((each) => ({ feature: each.feature, effect: each.effect, text: orphans.evidence(each) })),
  })),
  none,
});

/** An orphan as JSON. */
export const orphanJson = (view: OrphanView, messages: Messages) => {
  const { orphan, priority, chosen, landedOn, suggestions } = view;
  const { report, state, firstSeenAt, openedAt, settledAt, decision, arrivedAt, version } = orphan;
  const { docNo, fillingDate, shippingDate, addDatetime, cylinders, customerNames } = report;
  return {
    docNo,
    state,
    priority,
    day: orphanDay(orphan),
    fillingDate,
    shippingDate,
    addDatetime,
    cylinders,
    customerNames,
    firstSeenAt,
    openedAt,
    settledAt,
    decision:
      decision === null
        ? null
        : {
            state: decision.state,
            po: chosen === null ? null : poJson(chosen),
            note: decision.note,
            by: decision.by,
            at: decision.at,
            auditId: decision.auditId,
          },
    arrivedAt,
    /** The other PO on which its document is instead: to be looked at. */
    landedOn: landedOn === null ? null : poJson(landedOn),
    suggestions: suggestions === null ? null : suggestionsJson(suggestions, messages),
    version,
  };
};
