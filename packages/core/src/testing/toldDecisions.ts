import type { Decision } from '../backfill/Decision.ts';
import { withoutIds } from './snapshotOf.ts';

/** Decisions without the addresses of POs, which are new in every world. */
export const toldDecisions = (decisions: readonly Decision[]): unknown =>
  decisions.map((decision) =>
    decision.outcome === 'skipped'
      ? decision
      : {
          ...decision,
          po: { ...decision.po, id: null },
          reasons: decision.reasons.map(withoutIds),
          candidates: decision.candidates.map(({ id: _id, ...candidate }) => candidate),
        },
  );
