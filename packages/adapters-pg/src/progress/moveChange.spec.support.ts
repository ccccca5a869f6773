import type { CylinderMove } from '@cynow/po-core';

/** One move each of this many cylinders, spread over documents and stages; another `round`, other moves of the same cylinders. */
export const moveChangeOf = (cylinders: number, round: number): readonly CylinderMove[] =>
  Array.from({ length: cylinders }, (_, i) => ({
    cylinderNo: `C${i}`,
    seq: String(round + 1),
    code: ['22', '50', '60', '10'][(i + round) % 4]!,
    docNo: `FP26${String((i * 7 + round) % 11).padStart(6, '0')}`,
    movedAt: '2025-11-20 10:00:00',
  }));
