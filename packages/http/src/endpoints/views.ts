import {
  namedPo,
  type OrphanSuggestions,
  type OrphanView,
  orphanDay,
  type Po,
  type Reservation,
  type Run,
  type RunRequest,
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

/** A requested backfill, without what only serves to carry it out. */
export const runRequestView = ({ options, progress, ...request }: RunRequest) => {
  const { id, dryRun, acceptMissing, state, actor, queuedAt, startedAt, endedAt } = request;
  const { process, cancel, waitsFor, result, failure } = request;
  return {
    ...{ id, dryRun, ...options.window, limit: options.limit, force: options.force, acceptMissing },
    ...{ state, actor, queuedAt, startedAt, endedAt, process, cancel, waitsFor },
    progress:
      progress === null
        ? null
        : { indexing: progress.indexing, listed: progress.listed, read: progress.read, ...progress.tally },
    ...{ result, failure },
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
