import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { Day } from './days.ts';
import type { DocNoParts } from './docNo.ts';

/** What places a document in decision order. */
export interface Position {
  readonly effectiveOn: Day | null;
  /** Year and sequence when the number is well formed. */
  readonly parts: DocNoParts | null;
  readonly docNo: string;
}

/**
 * Decision order: effective date (none last), then well-formed numbers by year and sequence, then the others, then the
 * number by code point.
 */
export const compareDecisionOrder = (a: Position, b: Position): number => {
  if (a.effectiveOn !== b.effectiveOn) {
    if (a.effectiveOn === null) return 1;
    if (b.effectiveOn === null) return -1;
    return a.effectiveOn < b.effectiveOn ? -1 : 1;
  }
  if (a.parts === null || b.parts === null) {
    if (a.parts !== b.parts) return a.parts === null ? 1 : -1;
    return compareCodePoints(a.docNo, b.docNo);
  }
  return a.parts.year - b.parts.year || a.parts.sequence - b.parts.sequence || compareCodePoints(a.docNo, b.docNo);
};
