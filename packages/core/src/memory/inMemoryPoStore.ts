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
import { comparableName } from '../matching/customerName.ts';
import type { Orphan } from '../orphan/Orphan.ts';
import { unknown } from '../po/codeKeys.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';

import type { Found, PoQuery, TakenBack } from '../ports/Amendment.ts';
import type { Checkpoint, NamedQuery, PoStore, RecordResult, Revision } from '../ports/PoStore.ts';

import type { ReservedFor } from '../reservation/Reservation.ts';
import type { ReasonCode } from '../review/Reason.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type InMemoryAuditTrail, inMemoryAuditTrail } from './inMemoryAuditTrail.ts';

import { putOrphans } from './inMemoryOrphanStore.ts';

import { inMemoryRunTraces } from './inMemoryRunTraces.ts';

/** What other in-memory adapters and tests may see of the store. */
export interface InMemoryPoStore extends PoStore {
  /** All POs with their deliveries, in no particular order. */
  all(): readonly PoWithDeliveries[];
  /** When the PO was made; undefined when there is none with this id. */
  createdAt(id: PoId): Date | undefined;
  /** The revision at which the PO was last written; 0 when there is none with this id. */
  versionOf(id: PoId): Revision;
  /** Makes what was looked up doubtful, as every write does. */
  moveOn(): void;
  /** What is held, at once. */
  held(query: PoQuery): Found;
  /** The names that POs of this `customerKey` have or had. */
  namesOf(customerKey: string): ReadonlySet<string>;
  /** When this reason of the document was opened; undefined when it is not open. */
  reasonOpenedAt(docNo: string, code: ReasonCode): Date | undefined;
  /** What the run accepted, by document number. */
  acceptedBy(runId: string): ReadonlyMap<string, AcceptedDecision>;
  /** Which of these were taken back. */
  takenBackOf(runId: string): ReadonlySet<string>;
}

/**
 * POs in memory, for embedding and trying out. `reservations`: reserved numbers by `docNo`; `orphans`: by number. `checkpoint` receives each batch's checkpoint before it takes effect and
 * may refuse it by throwing, as the run store of the same memory does; `takenBack` is told what of a run was taken back.
 */
export const inMemoryPoStore = (
  checkpoint: (checkpoint: Checkpoint) => void = () => undefined,
  audit: InMemoryAuditTrail = inMemoryAuditTrail(),
  reservations: Map<string, ReservedFor> = new Map(),
  orphans: Map<string, Orphan> = new Map(),
  takenBack: (taken: TakenBack) => void = () => undefined,
): InMemoryPoStore => {
  const table = new PoTable();
  const recordedAt = new Map<string, Date>();
  const createdAt = new Map<PoId, Date>();
  const versions = new Map<PoId, Revision>();
  const merged = new Map<PoId, PoId>();
  const openedAt = new Map<string, ReadonlyMap<ReasonCode, Date>>();
  const names = new Map<string, Set<string>>();
  const accepted = new Map<string, Map<string, AcceptedDecision>>();
  const traces = inMemoryRunTraces(audit);

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

  /** Those asked for, and those that people put on the POs; none when none are asked for. */
  const orphansOf = (docNos: readonly string[] | undefined, held: ReadonlySet<PoId>): readonly Orphan[] =>
    docNos === undefined
      ? []
      : [...orphans.values()]
          .filter(
            ({ report, state, decision }) =>
              docNos.includes(report.docNo) ||
              (state === decision?.state && decision.poId !== null && held.has(leadsTo(decision.poId))),
          )
          .sort((a, b) => compareCodePoints(a.report.docNo, b.report.docNo));

  const find = ({ ids = [], identities = [], docNos = [], orphans: asked, after, run }: PoQuery): Found => {
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
    const foundOrphans = orphansOf(asked, held);
    const addresses = [...ids, ...foundOrphans.flatMap(({ decision }) => decision?.poId ?? [])];
    return {
      pos,
      merged: new Map(addresses.filter((id) => merged.has(id)).map((id) => [id, leadsTo(id)])),
      reservations: new Map([...reservations].filter(([, { poId }]) => held.has(poId))),
      orphans: foundOrphans,
      undone: after !== undefined && audit.undone(after.id),
      later: after === undefined ? [] : audit.inForceAfter(after),
      ...(run !== undefined && { run: traces.about(run, { ids, docNos }, pos) }),
    };
  };

  const ofCustomersNamed = ({ names, since, until, near, most }: NamedQuery): readonly PoWithDeliveries[] => {
    const all = [...table.values()];
    const named = all.filter(({ po }) => names.includes(comparableName(po.customerName) ?? ''));
    const customers = new Set(named.map(({ po }) => po.identity.customerKey));
    const candidates = all.filter(
      (entry) =>
        entry.po.state === 'open' &&
        customers.has(entry.po.identity.customerKey) &&
        (entry.po.identity.customerKey !== unknown || named.includes(entry)),
    );
    const side = ({ receivedOn: day }: PoWithDeliveries['po']): 'before' | 'after' | 'undated' | 'far' => {
      if (day === null) return 'undated';
      if (day < since || day > until) return 'far';
      return day <= near ? 'before' : 'after';
    };
    const groups = Map.groupBy(candidates, ({ po }) => `${po.identity.customerKey}\n${po.manual}\n${side(po)}`);
    return [...groups].flatMap(([key, group]) => {
      if (key.endsWith('\nfar')) return [];
      const order = key.endsWith('\nbefore') ? -1 : 1;
      return group
        .sort(
          (a, b) =>
            order * compareCodePoints(a.po.receivedOn ?? '', b.po.receivedOn ?? '') ||
            compareCodePoints(a.po.id, b.po.id),
        )
        .slice(0, most);
    });
  };

  const apply = (changes: Changes, at: Date): void => {
    if (!isEmpty(changes)) revision += 1;
    for (const { po } of changes.touched) {
      versions.set(po.id, revision);
      const { customerKey } = po.identity;
      names.set(customerKey, (names.get(customerKey) ?? new Set()).add(po.customerName ?? ''));
    }
    const before = [...changes.touched.map(({ po }) => po.id), ...changes.removed].map((id) => table.get(id));
    for (const entry of before) if (entry !== undefined) held.remove(entry.po.id, heldKeysOf(entry));
    table.apply(changes);
    for (const entry of changes.touched) held.add(entry.po.id, heldKeysOf(entry));
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
    const { runId } = next.fence;
    const earlier = decided.earlier.map((one) => ({ ...one, createdAt: createdAt.get(one.po.id)! }));
    apply(decided.changes, next.at);
    keep(runId, decided.decisions);
    if (!isEmpty(decided.changes)) {
      const taken = decided.decisions.filter(({ outcome }) => outcome !== 'skipped').map(({ docNo }) => docNo);
      traces.add(runId, revision, taken, earlier);
    }
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
    ofCustomersNamed: async (query) => ofCustomersNamed(query),
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
      putOrphans(orphans, amendment.orphans ?? []);
      if (amendment.takenBack !== undefined) {
        traces.takeBack(amendment.takenBack);
        for (const docNo of amendment.takenBack.unrecorded) {
          recordedAt.delete(docNo);
          openedAt.delete(docNo);
        }
        takenBack(amendment.takenBack);
      }
      audit.add(amendment.audit ?? []);
      return amendment.result;
    },
    ofRun: async (runId, limit, after) => traces.ofRun(runId, limit, after),
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
    takenBackOf: traces.takenBackOf,
    moveOn: () => {
      revision += 1;
    },
    held: find,
    namesOf: (customerKey) => names.get(customerKey) ?? new Set(),
    reasonOpenedAt: (docNo, code) => openedAt.get(docNo)?.get(code),
    acceptedBy: (runId) => accepted.get(runId) ?? new Map(),
  };
};
