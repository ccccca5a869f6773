/** What cylinders of a document go through, in order, as far as FCMS's histories tell it. */
export const cylinderStages = ['filled', 'warehoused', 'shipped'] as const;

export type CylinderStage = (typeof cylinderStages)[number];

/** The move codes of FCMS that say that a cylinder has reached a stage. Filled: at the plant, or outside. */
export const moveCodes: Readonly<Record<CylinderStage, readonly string[]>> = {
  filled: ['22', '31'],
  warehoused: ['50'],
  shipped: ['60'],
};

/** Distinct cylinders that have reached each stage. */
export type StageCounts = Readonly<Record<CylinderStage, number>>;

export const noCylinders: StageCounts = { filled: 0, warehoused: 0, shipped: 0 };

/** The cylinders of several documents together. */
export const sumOf = (all: Iterable<StageCounts>): StageCounts => {
  let { filled, warehoused, shipped } = noCylinders;
  for (const counts of all) {
    filled += counts.filled;
    warehoused += counts.warehoused;
    shipped += counts.shipped;
  }
  return { filled, warehoused, shipped };
};
