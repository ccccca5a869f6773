import type { BackfillResult, Decision, Run } from '@cynow/po-core';

/** A decision as the report holds it: without what differs between two runs that decide the same. */
export const reportDecision = (decision: Decision): object => {
  if (decision.outcome === 'skipped') {
    const { docNo, hash, outcome, skipped } = decision;
    return { docNo, hash, outcome, skipped };
  }
  const { docNo, hash, outcome, action, link, po, delivery, reasons, candidates } = decision;
  const { customer, poNo, manual } = po;
  return { docNo, hash, outcome, action, link, po: { customer, poNo, manual }, delivery, reasons, candidates };
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
