import { inWindow } from '../backfill/Window.ts';
import { effectiveDate } from '../document/days.ts';
import { compareDecisionOrder, type Position } from '../document/decisionOrder.ts';
import { createDocNoReader } from '../document/docNo.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import type { DocumentSource } from '../ports/DocumentSource.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';

/** FCMS in memory: what the maps hold when it is read. */
export interface InMemoryDocumentSource extends DocumentSource {
  readonly documents: Map<string, SourceDocument>;
  readonly moveReports: Map<string, MoveReport>;
}

/** A source over documents in memory, for embedding and trying out. */
export const inMemoryDocumentSource = (
  documents: Iterable<SourceDocument> = [],
  moveReports: Iterable<MoveReport> = [],
  docPrefix = 'FP',
): InMemoryDocumentSource => {
  const byNo = new Map([...documents].map((document) => [document.docNo, document]));
  const reports = new Map([...moveReports].map((report) => [report.docNo, report]));
  const readDocNo = createDocNoReader(docPrefix);
  const found = <T>(map: ReadonlyMap<string, T>, docNos: readonly string[]): T[] =>
    docNos.flatMap((docNo) => map.get(docNo) ?? []);

  return {
    documents: byNo,
    moveReports: reports,
    async list(window, after) {
      const positionOf = ({ docNo, orderDate, addDatetime }: SourceDocument): Position => ({
        docNo,
        effectiveOn: effectiveDate(orderDate, addDatetime),
        parts: readDocNo(docNo),
      });
      const start = after === null ? null : { ...after, parts: readDocNo(after.docNo) };
      const listed = [...byNo.values()]
        .map(positionOf)
        .filter((position) => inWindow(window, position.effectiveOn))
        .filter((position) => start === null || compareDecisionOrder(position, start) > 0)
        .sort(compareDecisionOrder);
      return {
        count: listed.length,
        async *batches(size) {
          for (let i = 0; i < listed.length; i += size) {
            yield listed.slice(i, i + size).flatMap(({ docNo, effectiveOn }) => {
              const document = byNo.get(docNo);
              return document === undefined ? [] : [{ document, listedOn: effectiveOn }];
            });
          }
        },
        close: async () => undefined,
      };
    },
    find: async (docNos) => found(byNo, docNos),
    async *absent(pages) {
      for await (const docNos of pages) yield docNos.filter((docNo) => !byNo.has(docNo));
    },
    findMoveReports: async (docNos) => found(reports, docNos),
    async sequencesOf(year) {
      const lengths = [4, 6].map((digits) => docPrefix.length + 2 + digits);
      const sequences = [...byNo.keys(), ...reports.keys()]
        .filter((docNo) => lengths.includes(docNo.length))
        .map(readDocNo)
        .flatMap((parts) => (parts?.year === year ? [parts.sequence] : []));
      return [...new Set(sequences)].sort((a, b) => b - a);
    },
    async *moveReportsWithoutOrder() {
      const missing = [...reports.values()]
        .filter(({ docNo, progressCode }) => progressCode?.trim() !== '51' && !byNo.has(docNo))
        .sort((a, b) => compareCodePoints(a.docNo, b.docNo));
      if (missing.length > 0) yield missing;
    },
  };
};
