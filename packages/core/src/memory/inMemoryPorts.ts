import type { BackfillPorts } from '../backfill/runBackfill.ts';
import type { SourceDocument } from '../document/SourceDocument.ts';
import type { MoveReport } from '../orphan/MoveReport.ts';
import type { Orphan } from '../orphan/Orphan.ts';
import type { Clock } from '../ports/Clock.ts';
import type { Missed } from '../ports/MissingStore.ts';
import type { PoDirectory } from '../ports/PoDirectory.ts';
import type { PoReports } from '../ports/PoReports.ts';
import type { ReservationStore } from '../ports/ReservationStore.ts';
import type { ReviewQueue } from '../ports/ReviewQueue.ts';
import type { RunRequests } from '../ports/RunRequests.ts';
import type { CylinderMove } from '../progress/CylinderMove.ts';
import { type InMemoryProgressStore, inMemoryProgressStore } from '../progress/inMemoryProgressStore.ts';
import type { Reservation } from '../reservation/Reservation.ts';
import { type InMemoryAuditTrail, inMemoryAuditTrail } from './inMemoryAuditTrail.ts';
import { inMemoryCdcMonitor } from './inMemoryCdcMonitor.ts';
import { type InMemoryDocumentSource, inMemoryDocumentSource } from './inMemoryDocumentSource.ts';
import { inMemoryMissingStore } from './inMemoryMissingStore.ts';
import { type InMemoryOrphanStore, inMemoryOrphanStore } from './inMemoryOrphanStore.ts';
import { inMemoryPoDirectory } from './inMemoryPoDirectory.ts';
import { inMemoryPoReports } from './inMemoryPoReports.ts';
import { type InMemoryPoStore, inMemoryPoStore } from './inMemoryPoStore.ts';
import { inMemoryReservationStore } from './inMemoryReservationStore.ts';
import { inMemoryReviewQueue } from './inMemoryReviewQueue.ts';
import { inMemoryRunRequests } from './inMemoryRunRequests.ts';
import { type InMemoryRunStore, inMemoryRunStore } from './inMemoryRunStore.ts';

/** All ports in memory, belonging together. */
export interface InMemoryPorts extends BackfillPorts {
  readonly source: InMemoryDocumentSource;
  readonly pos: InMemoryPoStore;
  readonly audit: InMemoryAuditTrail;
  readonly reservations: ReservationStore;
  readonly runs: InMemoryRunStore;
  readonly runRequests: RunRequests;
  readonly orphans: InMemoryOrphanStore;
  readonly progress: InMemoryProgressStore;
  readonly reports: PoReports;
  readonly reviews: ReviewQueue;
  readonly directory: PoDirectory;
}

/** Everything that a backfill needs, in memory: to embed the rules without a database, and to try them out. */
export const inMemoryPorts = (world: {
  readonly clock: Clock;
  readonly documents?: Iterable<SourceDocument>;
  readonly moveReports?: Iterable<MoveReport>;
  readonly histories?: Iterable<CylinderMove>;
}): InMemoryPorts => {
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    // They rise as texts, too: lists go by them.
    return String(ids).padStart(12, '0');
  };
  const runs = inMemoryRunStore(newId);
  const audit = inMemoryAuditTrail();
  const source = inMemoryDocumentSource(world.documents, world.moveReports);
  const numbers = new Map<string, Reservation>();
  const missed = new Map<string, Missed>();
  const orphansHeld = new Map<string, Orphan>();
  const pos = inMemoryPoStore(runs.checkpoint, audit, numbers, orphansHeld, (taken) => {
    runs.takenBack(taken);
    for (const docNo of taken.unrecorded) missed.delete(docNo);
  });
  const orphans = inMemoryOrphanStore(orphansHeld);
  const progress = inMemoryProgressStore(world.histories);
  return {
    source,
    pos,
    audit,
    reservations: inMemoryReservationStore(numbers, source, pos, audit),
    runs,
    runRequests: inMemoryRunRequests(audit, newId),
    missing: inMemoryMissingStore(pos, missed),
    orphans,
    progress,
    reviews: inMemoryReviewQueue(pos),
    directory: inMemoryPoDirectory({ pos, progress }),
    reports: inMemoryPoReports({ pos, runs, orphans, progress, reservations: numbers }),
    cdc: inMemoryCdcMonitor(() => '0'),
    clock: world.clock,
    newId,
  };
};
