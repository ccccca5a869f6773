import type { AcceptedDecision, BackfillEvent, BackfillResult, Decision, FailedDocument, Reason } from '@cynow/po-core';
import type { Target } from '../config/databaseUrl.ts';
import type { Messages } from '../messages/messages.ts';
import type { Output, Style } from '../output/createOutput.ts';

import { missingLines } from './tellMissing.ts';

/** How much of the decisions is printed: the first ones, and after them perhaps every one that needs a review. */
export interface Shown {
  readonly first: number;
  readonly reviews: boolean;
}

/** What everybody is shown. */
const usuallyShown: Shown = { first: 50, reviews: true };

const homeOf = ({ po, delivery }: AcceptedDecision, { labels }: Messages): string => {
  const number = po.numberless ? labels.numberless : po.poNo;
  return [po.customer, number, ...(delivery === null ? [] : [labels.delivery(delivery)])].join(' ');
};

/** A candidate or rival as it is called: customer and number. */
const called = ({ customer, poNo }: { readonly customer: string; readonly poNo: string }): string =>
  `${customer} ${poNo}`;

/** A reason in words, with the PO that it is about where it is about one. */
const reasonText = (
  { code, facts }: Reason,
  { candidates: [best] }: AcceptedDecision,
  { labels, backfill }: Messages,
): string => {
  if (code === 'PROBABLE_MATCH' && best !== undefined) {
    return backfill.about(labels.reasons[code], `${called(best)} (${Math.floor(100 * best.score)}%)`);
  }
  if (code === 'SUSPECT_LINK') {
    return backfill.about(labels.reasons[code], called(facts.rival as { customer: string; poNo: string }));
  }
  return labels.reasons[code];
};

/** A decision in words: its tag, its document, and what there is to say. */
const decisionParts = (
  decision: Decision,
  messages: Messages,
): { readonly tag: string; readonly style: Style | null; readonly rest: string } => {
  const { labels } = messages;
  const { docNo } = decision;
  if (decision.outcome === 'skipped') {
    return { tag: labels.outcomes.skipped, style: 'dim', rest: `${docNo} — ${labels.skipped[decision.skipped]}` };
  }
  if (decision.outcome === 'needs-review') {
    const reasons = decision.reasons.map((reason) => reasonText(reason, decision, messages)).join(', ');
    return { tag: labels.outcomes['needs-review'], style: 'yellow', rest: `${docNo} — ${reasons}` };
  }
  if (decision.action === 'new-po') return { tag: labels.outcomes.created, style: 'green', rest: docNo };
  return { tag: labels.actions[decision.action], style: 'green', rest: `${docNo} → ${homeOf(decision, messages)}` };
};

/** Prints a backfill as people read it, event by event. */
export const createPrinter = (
  output: Output,
  messages: Messages,
  request: { readonly target: Target; readonly schema: string; readonly days: number | null; readonly dryRun: boolean },
  shown: Shown = usuallyShown,
) => {
  const { backfill, labels } = messages;
  let decided = 0;
  let hidden = 0;
  let told: number | null = null;

  const printDecision = (decision: Decision): void => {
    decided += 1;
    if (decided > shown.first && !(shown.reviews && decision.outcome === 'needs-review')) {
      hidden += 1;
      return;
    }
    const { tag, style, rest } = decisionParts(decision, messages);
    output.print(`   ${style === null ? `[${tag}]` : output.paint(style, `[${tag}]`)} ${rest}`);
  };

  const printFailure = ({ docNo, error }: FailedDocument): void => {
    output.print(`   ${output.paint('red', `[${labels.failed}]`)} ${docNo} — ${error}`);
  };

  const printResult = ({ run, dryRun, tally, orphans }: BackfillResult): void => {
    const { checked, created, skipped, needsReview, failed, reworked } = tally;
    const before = skipped.byReason.ALREADY_RECORDED ?? 0;
    if (hidden > 0) output.print(backfill.more(hidden));
    output.print();
    output.print(run.state === 'completed' ? backfill.done : backfill.stopped);
    output.print(before > 0 ? backfill.checkedOf(checked, checked - before, before) : backfill.checked(checked));
    output.print(backfill.created(created.total, created.newPo, created.attached, created.refreshed));
    output.print(backfill.skipped(skipped.total));
    output.print(backfill.needsReview(needsReview.total));
    if (failed.total > 0) output.print(backfill.failed(failed.total));
    if (reworked.opened + reworked.closed > 0) output.print(backfill.reworked(reworked.opened, reworked.closed));
    if (run.missing !== null && run.missing.total > 0) output.print(backfill.missing(run.missing.total));
    if (orphans.found + orphans.open > 0) output.print(backfill.orphans(orphans.found, orphans.open));
    if (dryRun) {
      output.print();
      output.print(backfill.dryRunEnd);
    }
  };

  return (event: BackfillEvent): void => {
    switch (event.type) {
      case 'started': {
        const { target, schema, days, dryRun } = request;
        const { window, limit } = event.run;
        output.print(backfill.title);
        output.print(backfill.target(target.database, target.host, target.port, schema));
        output.print(backfill.window(days, window.since, window.until));
        output.print(backfill.limit(limit));
        output.print(backfill.dryRun(dryRun));
        output.print();
        output.print(backfill.reading);
        break;
      }
      case 'looked':
        for (const line of missingLines(event.missing, messages, shown.first)) output.print(line);
        break;
      case 'indexing':
        if (told !== null) break;
        told = event.left;
        output.print(backfill.indexing(event.left));
        break;
      case 'listed':
        output.print(backfill.listed(event.count));
        output.print();
        output.print(backfill.deciding);
        break;
      case 'decided':
        for (const decision of event.decisions) printDecision(decision);
        break;
      case 'failed':
        printFailure(event.failure);
        break;
      case 'finished':
        printResult(event.result);
        break;
      default:
    }
  };
};
