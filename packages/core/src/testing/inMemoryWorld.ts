import type { SourceDocument } from '../document/SourceDocument.ts';
import { inMemoryPorts } from '../memory/inMemoryPorts.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import { moveKey } from '../progress/inMemoryProgressStore.ts';
import { defaultNow, moveReport } from './builders.ts';
import { snapshotOf } from './snapshotOf.ts';
import type { SourceChange, World } from './World.ts';

/** The in-memory adapters as a world to test in. */
export const inMemoryWorld = async (): Promise<World> => {
  let now = defaultNow;
  const ports = inMemoryPorts({ clock: { now: () => now } });
  const { documents, moveReports } = ports.source;

  const setProgress = (docNo: string, progressCode: string | null): void => {
    const document = documents.get(docNo);
    if (document !== undefined) documents.set(docNo, { ...document, progressCode });
  };
  const putDocument = (document: SourceDocument): void => {
    const { docNo, progressCode, addDatetime } = document;
    documents.set(docNo, document);
    const report = moveReports.get(docNo) ?? moveReport({ docNo, addDatetime });
    if (progressCode === null) moveReports.delete(docNo);
    else moveReports.set(docNo, { ...report, progressCode });
  };
  const putMoveReport = (report: MoveReport): void => {
    moveReports.set(report.docNo, report);
    setProgress(report.docNo, report.progressCode);
  };

  return {
    ports,
    audit: ports.audit,
    reservations: ports.reservations,
    reports: ports.reports,
    progress: ports.progress,
    reviews: ports.reviews,
    directory: ports.directory,
    async setSource({ remove = [], removeMoveReports = [], put = [], putMoveReports = [] }: SourceChange) {
      for (const docNo of remove) documents.delete(docNo);
      for (const docNo of removeMoveReports) {
        moveReports.delete(docNo);
        setProgress(docNo, null);
      }
      put.forEach(putDocument);
      putMoveReports.forEach(putMoveReport);
    },
    async setMoves({ remove = [], put = [] }) {
      const { moves } = ports.progress;
      for (const key of remove) moves.delete(moveKey(key));
      for (const move of put) moves.set(moveKey(move), move);
    },
    setNow(at) {
      now = at;
    },
    snapshot: async () => snapshotOf(ports.pos.all()),
    kill: async () => ports.runs.abandon(),
    close: async () => undefined,
  };
};
