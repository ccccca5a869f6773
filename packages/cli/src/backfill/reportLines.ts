import type { BackfillResult, Candidate, Decision, Reason, Run } from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import { evidenceText } from './evidenceText.ts';

/** The facts of a reason without addresses of POs, which differ between two runs; candidates stand beside the reasons. */
const reportReason = ({ code, facts }: Reason): Reason => {
  if (code === 'PROBABLE_MATCH') {
    const { candidates: _candidates, ...rest } = facts;
    return { code, facts: rest };
  }
  if (code !== 'SUSPECT_LINK') return { code, facts };
  const { id: _id, ...rival } = facts.rival as Record<string, unknown>;
  return { code, facts: { ...facts, rival } };
};

const reportCandidate = ({ customer, poNo, score, evidence }: Candidate, messages: Messages): object => ({
  customer,
  poNo,
  score,
  evidence: evidence.map((one) => ({
    feature: one.feature,
    effect: one.effect,
    code: one.code,
    text: evidenceText(one, messages),
  })),
});

/** A decision as the report holds it: without what differs between two runs that decide the same. */
export const reportDecision = (decision: Decision, messages: Messages): object => {
  if (decision.outcome === 'skipped') {
    const { docNo, hash, outcome, skipped } = decision;
    return { docNo, hash, outcome, skipped };
  }
  const { docNo, hash, outcome, action, link, po, delivery, reasons, candidates } = decision;
  const { customer, poNo, manual } = po;
  return {
    docNo,
    hash,
    outcome,
    action,
    link,
    po: { customer, poNo, manual },
    delivery,
    reasons: reasons.map(reportReason),
    candidates: candidates.map((candidate) => reportCandidate(candidate, messages)),
  };
};

/** What the last line of a report says besides the run itself. */
export interface ReportHead {
  readonly dryRun: boolean;
  readonly days: number | null;
  readonly schema: string;
  readonly fcmsSchema: string;
  readonly database: string;
}

/** The last line of a report: what was run, and how it ended. */
export const reportRun = (
  run: Run,
  { dryRun, days, schema, fcmsSchema, database }: ReportHead,
  end: { readonly state: Run['state']; readonly tally: BackfillResult['tally'] | null },
): object => ({
  run: {
    id: run.id,
    dryRun,
    ...run.window,
    days,
    limit: run.limit,
    force: run.force,
    schema,
    fcmsSchema,
    database,
    state: end.state,
    actor: run.actor,
    startedAt: run.startedAt,
    ...(end.tally !== null && { checked: end.tally.checked, failed: end.tally.failed.documents }),
  },
});
