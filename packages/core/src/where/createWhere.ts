import type { BackfillPorts } from '../backfill/runBackfill.ts';
import { createDocNoReader } from '../document/docNo.ts';
import { createDocumentReader } from '../document/FcmsDocument.ts';
import { typedDocNos } from '../document/typedDocNos.ts';
import { viewOrphans } from '../orphan/viewOrphans.ts';
import type { PoId } from '../po/Po.ts';
import type { Found } from '../ports/Amendment.ts';
import type { PoReports } from '../ports/PoReports.ts';
import type { SiteRules } from '../SiteRules.ts';
import type { WhereAnswer } from './WhereAnswer.ts';
import { whereDocument } from './whereDocument.ts';

/** Runs that are looked through for a window that covers a document. */
const runsLookedAt = 100;

/** The numbers of the orphans that people put on each PO. */
const orphansByPo = ({ orphans, merged }: Found): ReadonlyMap<PoId, readonly string[]> => {
  const on = orphans.flatMap(({ report, decision }) => {
    const id = decision?.poId;
    return id == null ? [] : [{ docNo: report.docNo, poId: merged.get(id) ?? id }];
  });
  const byPo = Map.groupBy(on, ({ poId }) => poId);
  return new Map([...byPo].map(([poId, all]) => [poId, all.map(({ docNo }) => docNo)]));
};

/**
 * Answers what became of documents, one answer a number, in the order asked. Numbers may be typed in any case and width:
 * one that exists exactly as typed goes first, else its usual form is meant.
 */
export const createWhere = (
  ports: Pick<BackfillPorts, 'source' | 'pos' | 'orphans' | 'runs' | 'clock'> & {
    readonly reports: Pick<PoReports, 'progressOf'>;
  },
  rules: SiteRules,
): ((typed: readonly string[]) => Promise<readonly WhereAnswer[]>) => {
  const readDocument = createDocumentReader(rules);
  const readDocNo = createDocNoReader(rules.docPrefix);
  return async (typed) => {
    const forms = typed.map(typedDocNos);
    const numbers = [...new Set(forms.flat())];
    const [recorded, documents, moveReports, orphans, runs] = await Promise.all([
      ports.pos.findDocuments(numbers),
      ports.source.find(numbers),
      ports.source.findMoveReports(numbers),
      ports.orphans.find(numbers),
      ports.runs.latest(runsLookedAt),
    ]);
    // Asked afterwards: what was recorded by then stays on a PO.
    const progress = await ports.reports.progressOf(recorded.map(({ delivery }) => delivery.docNo));
    const orphansOnPo = orphansByPo(
      await ports.pos.find({ ids: [...new Set(recorded.map(({ po }) => po.id))], orphans: [] }),
    );
    const recordedBy = new Map(
      recorded.map((each) => [
        each.delivery.docNo,
        { ...each, progress: progress.get(each.delivery.docNo)!, orphansOnPo: orphansOnPo.get(each.po.id) ?? [] },
      ]),
    );
    const documentBy = new Map(documents.map((each) => [each.docNo, readDocument(each)]));
    const moveReportBy = new Map(moveReports.map((each) => [each.docNo, each]));
    const views = await viewOrphans(ports.pos, orphans, ports.clock.now());
    const orphanBy = new Map(views.map((each) => [each.orphan.report.docNo, each]));
    const everything = [recordedBy, documentBy, moveReportBy, orphanBy];
    return forms.map((meant) => {
      const number = meant.find((each) => everything.some((known) => known.has(each))) ?? meant.at(-1)!;
      return whereDocument(number, {
        recorded: recordedBy.get(number),
        document: documentBy.get(number),
        moveReport: moveReportBy.get(number),
        orphan: orphanBy.get(number),
        runs,
        readDocNo,
      });
    });
  };
};
