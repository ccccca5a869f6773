import type { Decision } from '../backfill/Decision.ts';
import type { RunTold } from '../ports/RunRequests.ts';
import { type NumberedDecision, type RunProgress, type RunRequest, runDecisionOf } from './RunRequest.ts';

/** The first decisions are told, whatever they are; after them those that need a review, as far as anybody can follow. */
const firstTold = 50;
const mostTold = 1000;

/** What is to be told of a request and has not been told yet. */
export interface Telling {
  /** How many decisions wait to be told. */
  readonly waiting: number;
  progress(change: Partial<RunProgress>): void;
  decided(decisions: readonly Decision[]): void;
  /** All that waits. It is told again the next time, unless `heard` says that it was heard. */
  take(at: Date): RunTold;
  heard(told: RunTold): void;
}

/**
 * Gathers what happens in a run until it is told. Every decision of a dry run is kept, since nothing else keeps it; of a real
 * one those that are told, since the run itself keeps them all.
 */
export const createTelling = ({ dryRun, decided, voidUpTo }: RunRequest, before: RunProgress): Telling => {
  let seq = decided;
  let told = decided - voidUpTo;
  let waiting: readonly NumberedDecision[] = [];
  let progress = before;
  let isNew = true;
  return {
    get waiting() {
      return waiting.length;
    },
    progress(change) {
      progress = { ...progress, ...change };
      isNew = true;
    },
    decided(decisions) {
      const more: NumberedDecision[] = [];
      for (const each of decisions) {
        const decision = runDecisionOf(each);
        if (decision === null) continue;
        const isTold = told < firstTold || (decision.outcome === 'needs-review' && told < mostTold);
        if (isTold) told += 1;
        if (!isTold && !dryRun) continue;
        seq += 1;
        more.push({ seq, told: isTold, decision });
      }
      waiting = [...waiting, ...more];
    },
    take: (at) => ({ at, progress: isNew ? progress : null, decisions: waiting }),
    heard(heard) {
      const upTo = heard.decisions.at(-1)?.seq ?? 0;
      waiting = waiting.filter((each) => each.seq > upTo);
      if (heard.progress === progress) isNew = false;
    },
  };
};
