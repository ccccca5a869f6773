import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type CylinderMove, stageOfMove } from './CylinderMove.ts';
import { type CylinderStage, cylinderStages } from './stages.ts';

/** A cylinder that counts for a stage of a document, with the move by which it first reached it. */
export interface CountedCylinder extends Pick<CylinderMove, 'cylinderNo' | 'movedAt'> {
  readonly stage: CylinderStage;
  /** The move code. */
  readonly code: string;
}

const inOrder = (a: CountedCylinder, b: CountedCylinder): number =>
  cylinderStages.indexOf(a.stage) - cylinderStages.indexOf(b.stage) || compareCodePoints(a.cylinderNo, b.cylinderNo);

/**
 * The cylinders behind the counts of a document, by stage and cylinder: each once a stage, so that there are as many as
 * `countCylinders` says. `moves`: those under the document, of each cylinder in their order.
 */
export const countedCylinders = (moves: Iterable<CylinderMove>): readonly CountedCylinder[] => {
  const first = new Map<string, CountedCylinder>();
  for (const { cylinderNo, movedAt, code } of moves) {
    const stage = stageOfMove(code);
    if (stage === null || code === null) continue;
    const key = `${stage}\n${cylinderNo}`;
    if (!first.has(key)) first.set(key, { stage, cylinderNo, movedAt, code });
  }
  return [...first.values()].sort(inOrder);
};

/** A place in such a list: right behind this cylinder. */
export type CylinderPlace = Pick<CountedCylinder, 'stage' | 'cylinderNo'>;

/** Whether a cylinder comes after a place. */
export const isBehind = (cylinder: CountedCylinder, place: CylinderPlace): boolean =>
  inOrder(cylinder, { ...cylinder, ...place }) > 0;
