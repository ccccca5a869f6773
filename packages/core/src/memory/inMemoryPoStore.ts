import { type Changes, isEmpty } from '../backfill/Changes.ts';
import type { AcceptedDecision, Decision } from '../backfill/Decision.ts';
import type { BatchDecisions } from '../backfill/decideInOrder.ts';
import { needsDecision, type RecordedDocument } from '../backfill/KnownPos.ts';
import { PoTable } from '../backfill/PoTable.ts';
import { docNo as docNoKey } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Found, PoQuery } from '../ports/Amendment.ts';
import type { Checkpoint, PoStore, RecordResult, Revision } from '../ports/PoStore.ts';
import type { ReservedFor } from '../reservation/Reservation.ts';
import type { ReasonCode } from '../review/Reason.ts';
import { type InMemoryAuditTrail, inMemoryAuditTrail } from './inMemoryAuditTrail.ts';

/** What other in-memory adapters and tests may see of the store. */
export interface InMemoryPoStore extends PoStore {
  /** All POs with their deliveries, in no particular order. */
  all(): readonly PoWithDeliveries[];
  /** When the PO was made; undefined when there is none with this id. */
  createdAt(id: PoId): Date | undefined;
  /** The revision at which the PO was last written; 0 when there is none with this id. */
  versionOf(id: PoId): Revision;
  /** When this reason of the document was opened; undefined when it is not open. */
  reasonOpenedAt(docNo: string, code: ReasonCode): Date | undefined;
  /** What the run accepted, by document number. */
  acceptedBy(runId: string): ReadonlyMap<string, AcceptedDecision>;
}

/**
 * POs in memory, for embedding and trying out. `reservations`: reserved numbers by `docNo`. `checkpoint` receives each batch's checkpoint before it takes effect and
 * may refuse it by throwing, as the run store of the same memory does.
 */
export const inMemoryPoStore = (
  checkpoint: (checkpoint: Checkpoint) => void = () => undefined,
  audit: InMemoryAuditTrail = inMemoryAuditTrail(),
  reservations: Map<string, ReservedFor> = new Map(),
): InMemoryPoStore => {
  const table = new PoTable();
  const recordedAt = new Map<string, Date>();
  const createdAt = new Map<PoId, Date>();
  const versions = new Map<PoId, Revision>();
  const merged = new Map<PoId, PoId>();
  const openedAt = new Map<string, ReadonlyMap<ReasonCode, Date>>();
  const accepted = new Map<string, Map<string, AcceptedDecision>>();

  const lookUp = (batch: readonly FcmsDocument[], force: boolean) => {
    const recorded = new Map<string, RecordedDocument>();
    const reserved = new Map<string, ReservedFor>();
    const pos = new Map<string, PoWithDeliveries>();
    for (const document of batch) {
      const home = table.byDocument(document.docNo);
      const delivery = home?.deliveries.find(({ docNo }) => docNo === document.docNo);
      if (home !== undefined && delivery !== undefined) {
        recorded.set(document.docNo, { hash: delivery.hash, held: home.po.manual || home.po.reviewed });
      }
      if (!needsDecision(document, recorded.get(document.docNo), force)) continue;
      const reservation = reservations.get(docNoKey(document.docNo) ?? '');
      if (reservation !== undefined) reserved.set(docNoKey(document.docNo)!, reservation);
      for (const entry of [
        home,
        table.byIdentity(document.identity),
        table.byAlias(document.identity),
        reservation === undefined ? undefined : table.get(reservation.poId),
      ]) {
        if (entry !== undefined) pos.set(entry.po.id, entry);
      }
    }
    return { recorded, reservations: reserved, pos: [...pos.values()] };
  };

  let revision = 0;

  /** Where an address leads, along all the mergers since. */
  const leadsTo = (id: PoId): PoId => {
    let at = id;
    for (let next = merged.get(at); next !== undefined; next = merged.get(at)) at = next;
    return at;
  };

  const find = ({ ids = [], identities = [], docNos = [], after }: PoQuery): Found => {
    const led = new Map(ids.filter((id) => merged.has(id)).map((id) => [id, leadsTo(id)]));
    const entries = [
      ...ids.map((id) => table.get(leadsTo(id))),
      ...identities.flatMap((identity) => [table.byIdentity(identity), table.byAlias(identity)]),
      ...docNos.map((docNo) => table.byDocument(docNo)),
    ].filter((entry) => entry !== undefined);
    const pos = [...new Set(entries)].map((entry) => ({
      ...entry,
      version: versions.get(entry.po.id) ?? 0,
      createdAt: createdAt.get(entry.po.id)!,
    }));
    const held = new Set(pos.map(({ po }) => po.id));
    return {
      pos,
      merged: led,
      reservations: new Map([...reservations].filter(([, { poId }]) => held.has(poId))),
      undone: after !== undefined && audit.undone(after.id),
      later: after === undefined ? [] : audit.inForceAfter(after),
    };
  };

  const apply = (changes: Changes, at: Date): void => {
    if (!isEmpty(changes)) revision += 1;
    for (const { po } of changes.touched) versions.set(po.id, revision);
    table.apply(changes);
    for (const id of changes.removed) createdAt.delete(id);
    for (const id of changes.added) createdAt.set(id, at);
    for (const { docNo } of changes.recorded) recordedAt.set(docNo, at);
    for (const { docNo, reasons } of [...changes.recorded, ...changes.changed]) {
      const before = openedAt.get(docNo);
      openedAt.set(docNo, new Map(reasons.map(({ code }) => [code, before?.get(code) ?? at])));
    }
  };

  const keep = (runId: string, decisions: readonly Decision[]): void => {
    const ofRun = accepted.get(runId) ?? new Map<string, AcceptedDecision>();
    for (const decision of decisions) if (decision.outcome !== 'skipped') ofRun.set(decision.docNo, decision);
    accepted.set(runId, ofRun);
  };

  const write = (decided: BatchDecisions, next: Checkpoint): RecordResult => {
    checkpoint(next);
    apply(decided.changes, next.at);
    keep(next.fence.runId, decided.decisions);
    return { outcome: 'recorded' };
  };

  return {
    lookUp: async (batch, force) => ({ known: lookUp(batch, force), revision }),
    write: async (decided, next, decidedAt) => (decidedAt === revision ? write(decided, next) : { outcome: 'stale' }),
    async record(batch, force, decide) {
      const { decided, checkpoint: next } = decide(lookUp(batch, force));
      return write(decided, next);
    },
    find: async (query) => find(query),
    async change(query, at, change) {
      const amendment = change(find(query));
      apply(amendment.changes, at);
      for (const [id, made] of amendment.createdAt ?? []) createdAt.set(id, made);
      for (const [id, into] of amendment.merged ?? []) {
        if (into === null) merged.delete(id);
        else merged.set(id, into);
      }
      for (const [docNo, poId] of amendment.reservedFor ?? []) {
        const reservation = reservations.get(docNo);
        if (reservation !== undefined) reservations.set(docNo, { ...reservation, poId });
      }
      audit.add(amendment.audit ?? []);
      return amendment.result;
    },
    async findDocuments(docNos) {
      return docNos.flatMap((docNo) => {
        const home = table.byDocument(docNo);
        const delivery = home?.deliveries.find((each) => each.docNo === docNo);
        return home === undefined || delivery === undefined
          ? []
          : [{ delivery, po: home.po, recordedAt: recordedAt.get(docNo)! }];
      });
    },
    all: () => [...table.values()],
    createdAt: (id) => createdAt.get(id),
    versionOf: (id) => versions.get(id) ?? 0,
    reasonOpenedAt: (docNo, code) => openedAt.get(docNo)?.get(code),
    acceptedBy: (runId) => accepted.get(runId) ?? new Map(),
  };
};
