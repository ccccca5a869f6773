import type { ReasonCode } from '../review/Reason.ts';
import type { Action, Decision, SkipReason } from './Decision.ts';

/** A document that could not be written, with the database's words. It comes again in the next run. */
export interface FailedDocument {
  readonly docNo: string;
  readonly error: string;
}

/** Counts of a run. `checked = created.total + skipped.total + needsReview.total`; failed documents stand beside. */
export interface Tally {
  readonly checked: number;
  readonly created: {
    readonly total: number;
    readonly newPo: number;
    readonly attached: number;
    readonly refreshed: number;
  };
  readonly skipped: { readonly total: number; readonly byReason: Readonly<Partial<Record<SkipReason, number>>> };
  readonly needsReview: {
    readonly total: number;
    readonly newPo: number;
    readonly attached: number;
    readonly refreshed: number;
    readonly none: number;
    /** Documents that have the reason; one with two counts in both. */
    readonly byReason: Readonly<Partial<Record<ReasonCode, number>>>;
  };
  readonly failed: { readonly total: number; readonly documents: readonly FailedDocument[] };
  /** Reasons opened and closed on documents that the run did not itself decide. */
  readonly reworked: { readonly opened: number; readonly closed: number };
}

export const emptyTally: Tally = {
  checked: 0,
  created: { total: 0, newPo: 0, attached: 0, refreshed: 0 },
  skipped: { total: 0, byReason: {} },
  needsReview: { total: 0, newPo: 0, attached: 0, refreshed: 0, none: 0, byReason: {} },
  failed: { total: 0, documents: [] },
  reworked: { opened: 0, closed: 0 },
};

/** How many documents steps 3–8 decided: what a limit counts. */
export const decidedCount = ({ created, needsReview }: Tally): number => created.total + needsReview.total;

const countOf: Readonly<Record<Action, 'newPo' | 'attached' | 'refreshed' | 'none'>> = {
  'new-po': 'newPo',
  attached: 'attached',
  refreshed: 'refreshed',
  none: 'none',
};

const increment = <K extends string>(counts: Partial<Record<K, number>>, key: K): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** The failures of other documents: a run that is taken up again may come once more to one that it could not write. */
const failuresOfOthers = ({ failed }: Tally, docNos: readonly string[]): readonly FailedDocument[] =>
  failed.total === 0 ? failed.documents : failed.documents.filter(({ docNo }) => !docNos.includes(docNo));

/** The counts with these decisions added. */
export const tallied = (tally: Tally, decisions: readonly Decision[]): Tally => {
  const created = { ...tally.created, none: 0 };
  const needsReview = { ...tally.needsReview };
  const skippedBy = { ...tally.skipped.byReason };
  const reasonsBy = { ...tally.needsReview.byReason };
  let skipped = tally.skipped.total;
  for (const decision of decisions) {
    if (decision.outcome === 'skipped') {
      skipped += 1;
      increment(skippedBy, decision.skipped);
      continue;
    }
    const counts = decision.outcome === 'created' ? created : needsReview;
    counts.total += 1;
    counts[countOf[decision.action]] += 1;
    for (const { code } of decision.reasons) increment(reasonsBy, code);
  }
  const { none: _none, ...createdCounts } = created;
  const failures = failuresOfOthers(
    tally,
    decisions.map(({ docNo }) => docNo),
  );
  return {
    ...tally,
    checked: tally.checked + decisions.length,
    created: createdCounts,
    skipped: { total: skipped, byReason: skippedBy },
    needsReview: { ...needsReview, byReason: reasonsBy },
    failed: { total: failures.length, documents: failures },
  };
};

/** The counts with one more document that could not be written. */
export const withFailure = (tally: Tally, failure: FailedDocument): Tally => {
  const documents = [...failuresOfOthers(tally, [failure.docNo]), failure];
  return { ...tally, failed: { total: documents.length, documents } };
};
