import { type Quantity, rateOf, type Stage, stageOf } from './stageOf.ts';
import type { StageCounts } from './stages.ts';

/** How far something ordered has come, in cylinders; documents that FCMS has cancelled are left out. */
export interface ProgressFigures {
  /** What is ordered: with a PO or an item what that says, with a delivery what its document says. */
  readonly ordered: number;
  /** Whether a quantity in `ordered` is unknown, so that it is too small. */
  readonly incomplete: boolean;
  /** What the documents say; one that says nothing adds 0. */
  readonly instructed: number;
  /** Null, as `warehoused`, `shipped`, `rate` and `stage` are, while no progress has been read. */
  readonly filled: number | null;
  readonly warehoused: number | null;
  readonly shipped: number | null;
  /** Shipped of ordered in percent, 0–100; null also while it is not known how many are ordered, or nothing is. */
  readonly rate: number | null;
  readonly stage: Stage | null;
}

/** The figures of something, with what follows from them; `cylinders` is null while no progress has been read. */
export const progressFigures = (
  ordered: Quantity,
  instructed: Quantity,
  cylinders: StageCounts | null,
): ProgressFigures => ({
  ordered: ordered.qty,
  incomplete: !ordered.known,
  instructed: instructed.qty,
  filled: cylinders?.filled ?? null,
  warehoused: cylinders?.warehoused ?? null,
  shipped: cylinders?.shipped ?? null,
  rate: cylinders === null ? null : rateOf(ordered, cylinders.shipped),
  stage: cylinders === null ? null : stageOf(ordered, instructed, cylinders),
});
