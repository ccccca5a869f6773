import { type ProgressFigures, progressFigures } from './ProgressFigures.ts';
import { type Quantity, rateOf, type Stage, stages } from './stageOf.ts';
import { type StageCounts, sumOf } from './stages.ts';

/**
 * Some POs together, one at least. They agree in all that a stage depends on: whether quantities are known, whether anything
 * is ordered and instructed, whether any cylinder is filled, warehoused, shipped, and whether as many as ordered are. So the
 * stage of their sums is the stage of each.
 */
export interface PoGroup {
  readonly pos: number;
  readonly ordered: Quantity;
  readonly instructed: Quantity;
  readonly cylinders: StageCounts;
}

/** How far all POs together have come. */
export interface OverallProgress extends Omit<ProgressFigures, 'stage' | 'rate'> {
  /** The moment as of which cylinders were counted; null while none were. */
  readonly asOf: Date | null;
  /**
   * Shipped of ordered in percent, 0–100, over the POs of which it is known how many are ordered; null while no progress has
   * been read, or nothing is ordered with them.
   */
  readonly rate: number | null;
  /** POs in each stage; null while no progress has been read. */
  readonly byStage: Readonly<Record<Stage, number>> | null;
}

const together = (quantities: readonly Quantity[]): Quantity => ({
  qty: quantities.reduce((sum, { qty }) => sum + qty, 0),
  known: quantities.every(({ known }) => known),
});

/** Adds up POs; what was counted holds as of `asOf`, null while nothing was. */
export const overallProgress = (groups: readonly PoGroup[], asOf: Date | null): OverallProgress => {
  const read = asOf !== null;
  const whole = ({ ordered, instructed, cylinders }: Omit<PoGroup, 'pos'>) =>
    progressFigures(ordered, instructed, read ? cylinders : null);
  const sum = (of: readonly PoGroup[]): Omit<PoGroup, 'pos'> => ({
    ordered: together(of.map(({ ordered }) => ordered)),
    instructed: together(of.map(({ instructed }) => instructed)),
    cylinders: sumOf(of.map(({ cylinders }) => cylinders)),
  });
  const byStage = Object.fromEntries(stages.map((stage) => [stage, 0])) as Record<Stage, number>;
  for (const group of groups) {
    const { stage } = whole(group);
    if (stage !== null) byStage[stage] += group.pos;
  }
  const { stage: _stage, rate: _rate, ...figures } = whole(sum(groups));
  const known = sum(groups.filter(({ ordered }) => ordered.known));
  return {
    asOf,
    ...figures,
    rate: read ? rateOf(known.ordered, known.cylinders.shipped) : null,
    byStage: read ? byStage : null,
  };
};
