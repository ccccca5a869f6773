import type { OrphanCounts } from '../backfill/Run.ts';
import type { DocumentSource } from '../ports/DocumentSource.ts';
import type { OrphanStore } from '../ports/OrphanStore.ts';
import type { MoveReport } from './MoveReport.ts';
import type { Orphan } from './Orphan.ts';

const wallClock = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/;

/** The instant of a wall-clock text of Asia/Seoul; null when it is none. */
const instantOf = (timestamp: string | null): Date | null => {
  const match = timestamp === null ? null : wallClock.exec(timestamp);
  if (match === null) return null;
  const instant = new Date(`${match[1]}T${match[2]}+09:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
};

/** What is held of a report that is still missing its order; `held` itself when nothing changes. */
const stillMissing = (report: MoveReport, held: Orphan | undefined, at: Date, afterMinutes: number): Orphan => {
  if (held !== undefined && held.state !== 'seen' && held.state !== 'resolved') return held;
  const firstSeenAt = held?.firstSeenAt ?? at;
  const since = instantOf(report.addDatetime) ?? firstSeenAt;
  const overdue = at.getTime() - since.getTime() >= afterMinutes * 60_000;
  if (!overdue)
    return held?.state === 'seen' ? held : { report, state: 'seen', firstSeenAt, openedAt: null, settledAt: null };
  return { report, state: 'open', firstSeenAt, openedAt: at, settledAt: null };
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

/**
 * Finds move reports whose order row is still missing, whatever their date, and settles those whose order has arrived, or
 * that were cancelled or are gone.
 */
export const syncOrphans = async (
  source: DocumentSource,
  store: OrphanStore,
  { at, afterMinutes, open, write }: OrphanOptions,
): Promise<OrphanCounts> => {
  const openBefore = await store.count('open');
  let found = 0;
  let resolved = 0;
  for await (const unsettled of store.unsettled()) {
    const numbers = unsettled.map(({ report }) => report.docNo);
    const arrived = new Set((await source.find(numbers)).map(({ docNo }) => docNo));
    const live = new Set(
      (await source.findMoveReports(numbers))
        .filter(({ progressCode }) => progressCode?.trim() !== '51')
        .map(({ docNo }) => docNo),
    );
    const settled = unsettled
      .filter(({ report: { docNo } }) => arrived.has(docNo) || !live.has(docNo))
      .map((orphan): Orphan => ({ ...orphan, state: 'resolved', settledAt: at }));
    resolved += settled.filter(({ openedAt }) => openedAt !== null).length;
    if (write && settled.length > 0) await store.put(settled);
  }
  if (open) {
    for await (const reports of source.moveReportsWithoutOrder()) {
      const held = new Map((await store.find(reports.map(({ docNo }) => docNo))).map((o) => [o.report.docNo, o]));
      const changed = reports
        .map((report) => ({
          before: held.get(report.docNo),
          after: stillMissing(report, held.get(report.docNo), at, afterMinutes),
        }))
        .filter(({ before, after }) => before !== after);
      found += changed.filter(({ after }) => after.state === 'open').length;
      if (write && changed.length > 0) await store.put(changed.map(({ after }) => after));
    }
  }
  return { open: openBefore + found - resolved, found, resolved };
};
