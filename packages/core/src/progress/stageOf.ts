import type { StageCounts } from './stages.ts';

/** A sum of quantities in cylinders. When not `known`, a quantity in it is unknown, and the sum is too small. */
export interface Quantity {
  readonly qty: number;
  readonly known: boolean;
}

/**
 * 대기, 지시, 충전, 입고, 출하, 완료, in order.
 * `completed`: as many as ordered are shipped, and it is known how many that is.
 */
export const stages = ['waiting', 'instructed', 'filled', 'warehoused', 'shipped', 'completed'] as const;

/** The last of `stages` that anything has reached. */
export type Stage = (typeof stages)[number];

/** How far an order, an item or a delivery has come. */
export const stageOf = (ordered: Quantity, instructed: Quantity, progress: StageCounts): Stage => {
  if (ordered.known && ordered.qty > 0 && progress.shipped >= ordered.qty) return 'completed';
  if (progress.shipped > 0) return 'shipped';
  if (progress.warehoused > 0) return 'warehoused';
  if (progress.filled > 0) return 'filled';
  return instructed.qty > 0 || !instructed.known ? 'instructed' : 'waiting';
};

/** Shipped of ordered in percent, 0–100; null while it is not known how many are ordered, or nothing is. */
export const rateOf = (ordered: Quantity, shipped: number): number | null =>
  ordered.known && ordered.qty > 0 ? Math.min(100, (100 * shipped) / ordered.qty) : null;
