import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { RunTraces, TakenBack } from '../ports/Amendment.ts';
import type { Revision } from '../ports/PoStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import type { InMemoryAuditTrail } from './inMemoryAuditTrail.ts';

type Earlier = RunTraces['earlier'][number];

/** What is kept of a run. */
interface Trace {
  /** The revisions that its first and its last batch made, and the newest entry of the audit trail before the first. */
  readonly first: Revision;
  last: Revision;
  readonly auditSeq: number;
  readonly decided: Set<string>;
  readonly earlier: Map<string, Earlier>;
  readonly takenBack: Set<string>;
}

/** What the PO store of the same memory keeps of runs, so that they can be taken back. */
export const inMemoryRunTraces = (audit: InMemoryAuditTrail) => {
  const traces = new Map<string, Trace>();
  const openOf = ({ decided, earlier, takenBack }: Trace): string[] =>
    [...new Set([...decided, ...earlier.keys()])].filter((docNo) => !takenBack.has(docNo));

  return {
    /** A batch was written. */
    add(runId: string, revision: Revision, decided: readonly string[], earlier: readonly Earlier[]): void {
      const trace = traces.get(runId) ?? {
        first: revision,
        last: revision,
        auditSeq: audit.lastSeq(),
        decided: new Set(),
        earlier: new Map(),
        takenBack: new Set(),
      };
      traces.set(runId, trace);
      trace.last = revision;
      for (const docNo of decided) trace.decided.add(docNo);
      for (const one of earlier) {
        if (!trace.earlier.has(one.delivery.docNo)) trace.earlier.set(one.delivery.docNo, one);
      }
    },
    takeBack({ runId, docNos }: TakenBack): void {
      const trace = traces.get(runId);
      if (trace === undefined) return;
      for (const docNo of docNos) {
        trace.takenBack.add(docNo);
        trace.earlier.delete(docNo);
      }
    },
    takenBackOf: (runId: string): ReadonlySet<string> => traces.get(runId)?.takenBack ?? new Set(),
    ofRun(runId: string, limit: number, after: string | null): readonly string[] {
      const trace = traces.get(runId);
      return (trace === undefined ? [] : openOf(trace))
        .sort(compareCodePoints)
        .filter((docNo) => after === null || compareCodePoints(docNo, after) > 0)
        .slice(0, limit);
    },
    about(
      runId: string,
      asked: { readonly ids: readonly PoId[]; readonly docNos: readonly string[] },
      pos: readonly PoWithDeliveries[],
    ): RunTraces | null {
      const trace = traces.get(runId);
      if (trace === undefined) return null;
      const ids = new Set([...asked.ids, ...pos.map(({ po }) => po.id)]);
      const docNos = new Set([
        ...asked.docNos,
        ...pos.flatMap(({ deliveries }) => deliveries.map(({ docNo }) => docNo)),
      ]);
      const earlier = [...trace.earlier.values()].filter(
        ({ delivery, po }) => ids.has(po.id) || docNos.has(delivery.docNo),
      );
      for (const { delivery } of earlier) docNos.add(delivery.docNo);
      const laterRuns = new Set(
        [...traces].filter(([id, { last }]) => id !== runId && last > trace.first).map(([id]) => id),
      );
      const subjects = new Set([...[...ids].map((id) => `po:${id}`), ...[...docNos].map((no) => `document:${no}`)]);
      return {
        decided: new Set([...docNos].filter((no) => trace.decided.has(no) && !trace.takenBack.has(no))),
        earlier,
        later: new Set(
          pos.flatMap(({ deliveries }) => deliveries.map((one) => one.runId)).filter((id) => laterRuns.has(id)),
        ),
        changedLater: new Set(
          [...laterRuns].flatMap((id) =>
            [...(traces.get(id)?.earlier.values() ?? [])].map(({ po }) => po.id).filter((poId) => ids.has(poId)),
          ),
        ),
        since: audit.since(trace.auditSeq, subjects),
      };
    },
  };
};
