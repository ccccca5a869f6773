import type { Run } from '../backfill/Run.ts';
import { inWindow } from '../backfill/Window.ts';
import { compareDecisionOrder, type Position } from '../document/decisionOrder.ts';
import type { DocNoParts } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import type { OrphanView } from '../orphan/viewOrphans.ts';
import type { RecordedDelivery } from '../ports/PoStore.ts';
import type { PoProgress } from '../progress/poProgress.ts';
import { namedPo, type WaitingBecause, type WhereAnswer, type WhereDecision } from './WhereAnswer.ts';

/** All that is known of a number. */
export interface WhereFacts {
  readonly recorded:
    | (RecordedDelivery & { readonly progress: PoProgress; readonly orphansOnPo: readonly string[] })
    | undefined;
  /** Its order row in FCMS. */
  readonly document: FcmsDocument | undefined;
  /** Its move report in FCMS. */
  readonly moveReport: MoveReport | undefined;
  readonly orphan: OrphanView | undefined;
  /** Real runs, newest first. */
  readonly runs: readonly Run[];
  readonly readDocNo: (docNo: string) => DocNoParts | null;
}

const decidedOf = (view: OrphanView | undefined): WhereDecision | null => {
  const decision = view?.orphan.decision;
  if (view === undefined || decision == null) return null;
  const { state, note, by, at } = decision;
  return { state, note, by, at, po: view.chosen === null ? null : namedPo(view.chosen) };
};

/** Says what became of a number: on a PO, else what FCMS and the runs say of it. */
export const whereDocument = (docNo: string, facts: WhereFacts): WhereAnswer => {
  const { recorded, document, moveReport, orphan, runs } = facts;
  if (recorded !== undefined) {
    const { delivery, po, recordedAt, progress, orphansOnPo } = recorded;
    return {
      docNo,
      answer: 'recorded',
      po: namedPo(po),
      delivery: delivery.number,
      cancelled: delivery.content.cancelled,
      reasons: delivery.reasons,
      runId: delivery.runId,
      recordedAt,
      inFcms: document !== undefined,
      progress,
      decided: decidedOf(orphan),
      orphansOnPo,
    };
  }
  if (document !== undefined) {
    if (document.content.cancelled) return { docNo, answer: 'cancelled' };
    return unrecorded(document, runs, facts.readDocNo);
  }
  if (orphan !== undefined && orphan.orphan.state !== 'resolved') {
    const { priority, suggestions } = orphan;
    return { docNo, answer: 'orphan', state: orphan.orphan.state, priority, decided: decidedOf(orphan), suggestions };
  }
  if (moveReport === undefined) return { docNo, answer: 'not-in-fcms' };
  return moveReport.progressCode?.trim() === '51'
    ? { docNo, answer: 'cancelled' }
    : { docNo, answer: 'orphan', state: 'seen', priority: null, decided: null, suggestions: null };
};

const unrecorded = (
  { docNo, position }: FcmsDocument,
  runs: readonly Run[],
  readDocNo: WhereFacts['readDocNo'],
): WhereAnswer => {
  const { effectiveOn } = position;
  const waiting = (because: WaitingBecause, run: Run | undefined, error: string | null = null): WhereAnswer => ({
    docNo,
    answer: 'waiting',
    because,
    effectiveOn,
    runId: run?.id ?? null,
    error,
  });
  if (runs.length === 0) return waiting('no-run-yet', undefined);
  const run = runs.find(({ window }) => inWindow(window, effectiveOn));
  if (run === undefined) return effectiveOn === null ? waiting('arrived-later', run) : outside(docNo, effectiveOn);
  if (run.undone !== null) return waiting('undone', run);
  const failure = run.tally.failed.documents.find((failed) => failed.docNo === docNo);
  if (failure !== undefined) return waiting('failed', run, failure.error);
  return waiting(passed(run, position, readDocNo) ? 'arrived-later' : notReached(run), run);
};

const outside = (docNo: string, effectiveOn: string): WhereAnswer => ({
  docNo,
  answer: 'outside-every-window',
  effectiveOn,
});

/** Whether the run has come past this place in decision order. */
const passed = ({ cursor }: Run, position: Position, readDocNo: WhereFacts['readDocNo']): boolean =>
  cursor !== null && compareDecisionOrder(position, { ...cursor, parts: readDocNo(cursor.docNo) }) <= 0;

const notReached = ({ state, limit, tally: { created, needsReview } }: Run): WaitingBecause => {
  if (state === 'running') return 'running';
  if (state !== 'completed') return 'stopped';
  return limit !== null && created.total + needsReview.total >= limit ? 'limit' : 'arrived-later';
};
