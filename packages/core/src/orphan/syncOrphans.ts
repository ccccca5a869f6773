import type { OrphanCounts } from '../backfill/Run.ts';
import { seoulInstant } from '../document/seoulInstant.ts';
import type { PoId } from '../po/Po.ts';
import type { DocumentSource } from '../ports/DocumentSource.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { MoveReport } from './MoveReport.ts';
import type { Orphan } from './Orphan.ts';

/** What is held of a report that is still missing its order; `held` itself when nothing changes. */
const stillMissing = (report: MoveReport, held: Orphan | undefined, at: Date, afterMinutes: number): Orphan => {
  if (held !== undefined && held.state !== 'seen' && held.state !== 'resolved') return held;
  // Its order has gone again: what people decided holds again.
  if (held?.decision != null) {
    const { state, at: settledAt } = held.decision;
    return { ...held, state, settledAt, arrivedAt: null, landedOn: null };
  }
  const firstSeenAt = held?.firstSeenAt ?? at;
  const since = seoulInstant(report.addDatetime) ?? firstSeenAt;
  const overdue = at.getTime() - since.getTime() >= afterMinutes * 60_000;
  const undecided = { decision: null, arrivedAt: null, landedOn: null, version: held?.version ?? 0 };
  if (!overdue) {
    return held?.state === 'seen'
      ? held
      : { report, state: 'seen', firstSeenAt, openedAt: null, settledAt: null, ...undecided };
  }
  return { report, state: 'open', firstSeenAt, openedAt: at, settledAt: null, ...undecided };
};

/** What there is of an unsettled orphan's number. */
interface Standing {
  /** Whether its order row is there. */
  readonly arrived: boolean;
  /** Its move report; undefined when that is gone. */
  readonly report: MoveReport | undefined;
  /** The PO that its document is on, and the PO that people chose, where that now leads. */
  readonly home: PoId | undefined;
  readonly chosen: PoId | null;
}

/** What becomes of an orphan by itself; `orphan` itself when nothing changes. */
const settled = (orphan: Orphan, { arrived, report, home, chosen }: Standing, at: Date): Orphan => {
  const resolved: Orphan = { ...orphan, state: 'resolved', settledAt: at, landedOn: null };
  if (report?.progressCode?.trim() === '51') return resolved;
  // A report that is gone is no reason to forget what people decided of it: the replica may be being reloaded.
  if (orphan.decision === null) return arrived || report === undefined ? resolved : orphan;
  if (!arrived) return orphan;
  const arrivedAt = orphan.arrivedAt ?? at;
  if (orphan.decision.state === 'ignored' || home === chosen) return { ...resolved, arrivedAt };
  const landedOn = home ?? null;
  return orphan.arrivedAt !== null && orphan.landedOn === landedOn ? orphan : { ...orphan, arrivedAt, landedOn };
};

/** When and how orphans are looked for. */
export interface OrphanOptions {
  readonly at: Date;
  /** Minutes after which a report without its order is an orphan. */
  readonly afterMinutes: number;
  /** Whether new ones may be opened; not while the replication is paused or stale. */
  readonly open: boolean;
  /** Whether to write; a dry run only counts. */
  readonly write: boolean;
}

/** Where orphans are looked for. */
export interface OrphanPorts {
  readonly source: Pick<DocumentSource, 'find' | 'findMoveReports' | 'moveReportsWithoutOrder'>;
  readonly orphans: OrphanStore;
  readonly pos: Pick<PoStore, 'find'>;
}

/** What there is of each of these orphans. */
const standingsOf = async (
  { source, pos }: OrphanPorts,
  orphans: readonly Orphan[],
): Promise<(orphan: Orphan) => Standing> => {
  const numbers = orphans.map(({ report }) => report.docNo);
  const arrived = new Set((await source.find(numbers)).map(({ docNo }) => docNo));
  const reports = new Map((await source.findMoveReports(numbers)).map((report) => [report.docNo, report]));
  const decided = orphans.filter(({ report, decision }) => decision !== null && arrived.has(report.docNo));
  const docNos = decided.map(({ report }) => report.docNo);
  const chosen = decided.flatMap(({ decision }) => decision?.poId ?? []);
  const found = decided.length === 0 ? null : await pos.find({ docNos, ids: [...new Set(chosen)] });
  const homes = new Map(
    found?.pos.flatMap(({ po, deliveries }) => deliveries.map(({ docNo }) => [docNo, po.id] as const)),
  );
  return ({ report: { docNo }, decision }) => ({
    arrived: arrived.has(docNo),
    report: reports.get(docNo),
    home: homes.get(docNo),
    chosen: decision?.poId == null ? null : (found?.merged.get(decision.poId) ?? decision.poId),
  });
};

/**
 * Finds move reports whose order row is still missing, whatever their date, and settles those whose order has arrived, or
 * that were cancelled or are gone. What people decided stays until the order arrives and its document is on the PO that they
 * chose; where it is on another, that is noted for a human to see.
 */
export const syncOrphans = async (
  ports: OrphanPorts,
  { at, afterMinutes, open, write }: OrphanOptions,
): Promise<OrphanCounts> => {
  const { source, orphans: store } = ports;
  const openBefore = await store.count('open');

  /** Writes what differs, and gives that without what somebody else has written meanwhile. */
  const keep = async (orphans: readonly Orphan[]): Promise<readonly Orphan[]> => {
    if (!write || orphans.length === 0) return orphans;
    const refused = new Set(await store.put(orphans));
    return refused.size === 0 ? orphans : orphans.filter(({ report }) => !refused.has(report.docNo));
  };

  let found = 0;
  let resolved = 0;
  for await (const unsettled of store.unsettled()) {
    const standingOf = await standingsOf(ports, unsettled);
    const before = new Map(unsettled.map((orphan) => [orphan.report.docNo, orphan]));
    const after = unsettled.map((orphan) => settled(orphan, standingOf(orphan), at));
    const kept = await keep(after.filter((orphan) => orphan !== before.get(orphan.report.docNo)));
    resolved += kept.filter(
      ({ report, state }) => state === 'resolved' && before.get(report.docNo)?.state === 'open',
    ).length;
  }
  if (open) {
    for await (const reports of source.moveReportsWithoutOrder()) {
      const held = new Map((await store.find(reports.map(({ docNo }) => docNo))).map((o) => [o.report.docNo, o]));
      const changed = reports
        .map((report) => stillMissing(report, held.get(report.docNo), at, afterMinutes))
        .filter((orphan) => orphan !== held.get(orphan.report.docNo));
      found += (await keep(changed)).filter(({ state }) => state === 'open').length;
    }
  }
  return { open: write ? await store.count('open') : openBefore + found - resolved, found, resolved };
};
