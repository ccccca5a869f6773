import type { HeldProgress, ProgressStanding, ProgressStore, ProgressWork } from '../ports/ProgressStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type CylinderMove, countCylinders, stageOfMove } from './CylinderMove.ts';
import { type LotParts, lotNo } from './lotNo.ts';

/** FCMS's histories in memory, and the counts that passes over them made. */
export interface InMemoryProgressStore extends ProgressStore {
  /** The histories, by `moveKey`: what they hold is what a pass reads. */
  readonly moves: Map<string, CylinderMove>;
  /** The lots that move reports name, by document. */
  readonly lots: Map<string, LotParts>;
}

/** The key of a row of the histories. */
export const moveKey = ({ cylinderNo, seq }: Pick<CylinderMove, 'cylinderNo' | 'seq'>): string =>
  `${cylinderNo}\n${seq}`;

const cylindersAtOnce = 100;

const sameMove = (a: CylinderMove, b: CylinderMove): boolean => a.code === b.code && a.docNo === b.docNo;

/** Progress over histories in memory, for embedding and trying out. */
export const inMemoryProgressStore = (histories: Iterable<CylinderMove> = []): InMemoryProgressStore => {
  const moves = new Map([...histories].map((move) => [moveKey(move), move]));
  const lots = new Map<string, LotParts>();
  /** What passes have read of each cylinder. */
  const read = new Map<string, readonly CylinderMove[]>();
  let readAt: Date | null = null;
  let full: ProgressStanding['full'] = null;
  let unfinished: { readonly at: Date; readonly done: Set<string> } | null = null;
  let held = false;

  const underDocument = (rows: Iterable<CylinderMove>, docNo: string): CylinderMove[] =>
    [...rows].filter((move) => move.docNo === docNo && stageOfMove(move.code) !== null);
  const countsOf = (docNo: string) => countCylinders(underDocument([...read.values()].flat(), docNo));

  const known = (): Map<string, CylinderMove> =>
    new Map([...read.values()].flat().map((move) => [moveKey(move), move]));
  const changedCylinders = (): Set<string> => {
    const before = known();
    const differs = (move: CylinderMove): boolean => {
      const old = before.get(moveKey(move));
      return old === undefined || !sameMove(old, move);
    };
    return new Set([...moves.values()].filter(differs).map(({ cylinderNo }) => cylinderNo));
  };

  /** Reads these cylinders and tells the work that it was. */
  const readCylinders = (cylinders: readonly string[]): Omit<ProgressWork, 'looked'> => {
    const wanted = new Set(cylinders);
    const now = Map.groupBy(
      [...moves.values()].filter(({ cylinderNo }) => wanted.has(cylinderNo)),
      ({ cylinderNo }) => cylinderNo,
    );
    const rows = cylinders.flatMap((cylinder) => now.get(cylinder) ?? []);
    const touched = new Set(
      [...cylinders.flatMap((cylinder) => read.get(cylinder) ?? []), ...rows].flatMap(({ docNo }) => docNo || []),
    );
    const before = new Map([...touched].map((docNo) => [docNo, JSON.stringify(countsOf(docNo))]));
    for (const cylinder of cylinders) read.set(cylinder, now.get(cylinder) ?? []);
    const changed = [...touched].filter((docNo) => JSON.stringify(countsOf(docNo)) !== before.get(docNo));
    return { cylinders: cylinders.length, histories: rows.length, documents: changed.length };
  };

  async function* readAll(cylinders: Iterable<string>, looked: number): AsyncGenerator<ProgressWork, void> {
    const inOrder = [...cylinders].sort(compareCodePoints);
    let work: ProgressWork = { looked, cylinders: 0, histories: 0, documents: 0 };
    for (let i = 0; i < inOrder.length; i += cylindersAtOnce) {
      const page = inOrder.slice(i, i + cylindersAtOnce);
      const step = readCylinders(page);
      for (const cylinder of page) unfinished?.done.add(cylinder);
      work = {
        looked,
        cylinders: work.cylinders + step.cylinders,
        histories: work.histories + step.histories,
        documents: work.documents + step.documents,
      };
      yield work;
    }
  }

  const passes: HeldProgress = {
    async standing() {
      return {
        readAt,
        full,
        interrupted: unfinished !== null,
        moved: changedCylinders().size > 0,
        removed: [...known().keys()].some((key) => !moves.has(key)),
        lost: false,
      };
    },
    async *pass(kind, at) {
      if (kind === 'changes') {
        const changed = changedCylinders();
        yield* readAll(changed, 1);
        readAt = at;
        return;
      }
      unfinished ??= { at, done: new Set() };
      const { at: begun, done } = unfinished;
      const present = [...moves.values()].map(({ cylinderNo }) => cylinderNo);
      yield* readAll(new Set([...present, ...read.keys()]).difference(done), 0);
      readAt = begun;
      full = { at: begun, durationMs: 0 };
      unfinished = null;
    },
    async release() {
      held = false;
    },
  };

  return {
    moves,
    lots,
    async find(docNos) {
      const at = readAt;
      return at === null ? [] : docNos.map((docNo) => ({ docNo, ...countsOf(docNo), readAt: at }));
    },
    readAt: async () => readAt,
    async evidence(docNo) {
      const behind = underDocument(moves.values(), docNo).sort(
        (a, b) => compareCodePoints(a.cylinderNo, b.cylinderNo) || Number(a.seq) - Number(b.seq),
      );
      const lot = lots.get(docNo);
      return {
        outcome: 'read',
        lotNo: lot === undefined ? null : lotNo(lot),
        moves: behind,
        cylinders: countCylinders(behind),
      };
    },
    async hold() {
      if (held) return null;
      held = true;
      return passes;
    },
  };
};
