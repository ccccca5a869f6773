import { type CylinderStage, cylinderStages, moveCodes, type StageCounts } from './stages.ts';

/** A row of FCMS's cylinder histories: something happened to a cylinder, mostly under a document. */
export interface CylinderMove {
  /** `CYLINDER_NO` without its padding. */
  readonly cylinderNo: string;
  /** `HISTORY_SEQ` as text; with the cylinder it is the row's key. */
  readonly seq: string;
  /** `MOVE_CODE`, trimmed. */
  readonly code: string | null;
  /** `MOVE_REPORT_NO` without its padding; null or empty for moves outside a document. */
  readonly docNo: string | null;
  /** `MOVE_DATE`, Asia/Seoul wall-clock text. */
  readonly movedAt: string | null;
}

const stageByCode = new Map(
  cylinderStages.flatMap((stage) => moveCodes[stage].map((code): [string, CylinderStage] => [code, stage])),
);

/** The stage that a move code leads to; null for moves that lead to none. */
export const stageOfMove = (code: string | null): CylinderStage | null => stageByCode.get(code ?? '') ?? null;

/** Counts the cylinders of one document's moves: each at most once a stage, however often it moved. */
export const countCylinders = (moves: Iterable<Pick<CylinderMove, 'cylinderNo' | 'code'>>): StageCounts => {
  const reached: Record<CylinderStage, Set<string>> = {
    filled: new Set(),
    warehoused: new Set(),
    shipped: new Set(),
  };
  for (const { cylinderNo, code } of moves) {
    const stage = stageOfMove(code);
    if (stage !== null) reached[stage].add(cylinderNo);
  }
  return { filled: reached.filled.size, warehoused: reached.warehoused.size, shipped: reached.shipped.size };
};
