import { type Changes, isEmpty } from '../backfill/Changes.ts';
import type { AcceptedDecision, Decision } from '../backfill/Decision.ts';
import type { BatchDecisions } from '../backfill/decideInOrder.ts';
import { type KnownPos, needsDecision, type RecordedDocument } from '../backfill/KnownPos.ts';
import { PoTable } from '../backfill/PoTable.ts';
import { soughtBy, soughtWith } from '../backfill/soughtBy.ts';
import { compareDecisionOrder } from '../document/decisionOrder.ts';
import { docNo as docNoKey } from '../document/docNo.ts';
import type { FcmsDocument } from '../document/FcmsDocument.ts';
import { askingFeatures } from '../matching/askingOf.ts';
import { candidateOf, heldKeysOf } from '../matching/CandidatePo.ts';
import { type Candidates, customersOf, type Keeps, noCandidates, type Sought } from '../matching/Candidates.ts';
import { createHeldKeys } from '../matching/createHeldKeys.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Found, PoQuery } from '../ports/Amendment.ts';
import type { Checkpoint, PoStore, RecordResult, Revision } from '../ports/PoStore.ts';
import type { ReservedFor } from '../reservation/Reservation.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type InMemoryAuditTrail, inMemoryAuditTrail } from './inMemoryAuditTrail.ts';

/** What other in-memory adapters and tests may see of the store. */
export interface InMemoryPoStore extends PoStore {
  /** All POs with their deliveries, in no particular order. */
  all(): readonly PoWithDeliveries[];
  /** When the PO was made; undefined when there is none with this id. */
  createdAt(id: PoId): Date | undefined;
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
  const accepted = new Map<string, Map<string, AcceptedDecision>>();

  /** POs under their blocking keys. */
  const held = createHeldKeys();

  const seek = (sought: Sought, keeps: Keeps = () => false): Candidates => {
    const byKey = new Map([...sought.keys.keys()].map((key) => [key, held.of(key)]));
    const ids = new Set([...byKey.values()].flat());
    const pos = new Map([...ids].map((id) => [id, candidateOf(table.get(id)!)]));
    const numbers = new Map<string, string[]>(
      customersOf(sought, pos.values(), keeps).map((customer) => [customer, []]),
    );
    for (const { po } of table.values()) {
      if (po.identity.poKey !== null) numbers.get(po.identity.customerKey)?.push(po.identity.poKey);
    }
    return { byKey, pos, numbers };
  };

  const lookUp = (batch: readonly FcmsDocument[], force: boolean, keeps?: Keeps | null): KnownPos => {
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
    const known = { recorded, reservations: reserved, pos: [...pos.values()] };
    return { ...known, candidates: keeps === null ? noCandidates : seek(soughtBy(batch, known, force), keeps) };
  };

  const lookUpPos = (ids: readonly PoId[], keeps?: Keeps): KnownPos => {
    const pos = ids.map((id) => table.get(id)).filter((entry) => entry !== undefined);
    return {
      recorded: new Map(),
      reservations: new Map(),
      pos,
      candidates: seek(soughtWith(pos.flatMap(askingFeatures), pos), keeps),
    };
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
    const before = [...changes.touched.map(({ po }) => po.id), ...changes.removed].map((id) => table.get(id));
    for (const entry of before) if (entry !== undefined) held.remove(entry.po.id, heldKeysOf(entry));
    table.apply(changes);
    for (const entry of changes.touched) held.add(entry.po.id, heldKeysOf(entry));
    for (const id of changes.removed) createdAt.delete(id);
    for (const id of changes.added) createdAt.set(id, at);
    for (const { docNo } of changes.recorded) recordedAt.set(docNo, at);
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
    lookUp: async (batch, force, keeps) => ({ known: lookUp(batch, force, keeps), revision }),
    seek: async (sought, keeps) => seek(sought, keeps),
    write: async (decided, next, decidedAt) => (decidedAt === revision ? write(decided, next) : { outcome: 'stale' }),
    async record(batch, force, decide) {
      const { decided, checkpoint: next } = decide(lookUp(batch, force));
      return write(decided, next);
    },
    async newPosAfter(customerKey) {
      const asking = [...table.values()]
        .map((entry) => ({ po: entry.po, first: candidateOf(entry).first, asks: candidateOf(entry).asks }))
        .filter(({ asks }) => asks)
        .sort((a, b) => compareDecisionOrder(a.first!, b.first!))
        .map(({ po }) => po);
      const customers = asking.map(({ identity }) => identity.customerKey).sort(compareCodePoints);
      const next = customers.find((each) => customerKey === null || compareCodePoints(each, customerKey) > 0);
      return next === undefined
        ? null
        : {
            customerKey: next,
            ids: asking.filter(({ identity }) => identity.customerKey === next).map(({ id }) => id),
          };
    },
    lookUpPos: async (ids, keeps) => ({ known: lookUpPos(ids, keeps), revision }),
    rewrite: async (ids, at, decide) => apply(decide(lookUpPos(ids)), at),
    unindexed: async () => 0,
    indexMore: async () => 0,
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
    acceptedBy: (runId) => accepted.get(runId) ?? new Map(),
  };
};
