import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import { noChanges } from '../backfill/Changes.ts';
import type { Delivery, Po, PoId } from '../po/Po.ts';
import type { Amendment, Found, RunTraces } from '../ports/Amendment.ts';
import type { AuditRecord } from '../ports/AuditTrail.ts';
import { Draft } from '../review/Draft.ts';
import { inDecisionOrder } from '../review/mergePos.ts';
import type { ReasonCode } from '../review/Reason.ts';
import { groupPos } from './groupPos.ts';

/** Why what a run made of POs stays. */
export type TakeBackRefusal =
  /** Somebody decided about them since. */
  | { readonly reason: 'people'; readonly by: string; readonly at: Date; readonly action: AuditAction }
  /** A later run built on it. */
  | { readonly reason: 'later-run' }
  /** A number is reserved for a PO that would go. */
  | { readonly reason: 'reserved'; readonly docNo: string }
  /** Somebody wrote a memo on a PO that would go. */
  | { readonly reason: 'memo' };

/** POs that stay as they are, because they belong together and what is said of one holds for all of them. */
export interface RefusedPos {
  readonly pos: readonly {
    readonly id: PoId;
    readonly customer: string;
    readonly poNo: string;
    /** Whether the PO has no number of its own, and `poNo` is a stand-in. */
    readonly numberless: boolean;
  }[];
  /** What the run decided or changed on them. */
  readonly docNos: readonly string[];
  readonly refusal: TakeBackRefusal;
}

/** What taking back came to. */
export interface TakeBackResult {
  /** Documents that are not recorded any more, and those that are as they were before the run. */
  readonly unrecorded: readonly string[];
  readonly restored: readonly string[];
  /** POs that are gone. */
  readonly removed: readonly PoId[];
  readonly refused: readonly RefusedPos[];
}

/** What people do that changes nothing about what documents became of. */
const aside: ReadonlySet<AuditAction> = new Set(['reserve', 'release', 'extend', 'edit-memo', 'undo-run']);

const missing = 'MISSING_IN_FCMS' satisfies ReasonCode;

/** As it was before, but for what a look at FCMS showed since. */
const restored = ({ delivery }: RunTraces['earlier'][number], now: Delivery): Delivery => ({
  ...delivery,
  reasons: [
    ...delivery.reasons.filter(({ code }) => code !== missing),
    ...now.reasons.filter(({ code }) => code === missing),
  ],
  resolved: [
    ...delivery.resolved.filter(({ reason }) => reason.code !== missing),
    ...now.resolved.filter(({ reason }) => reason.code === missing),
  ],
});

/** What people decided and that still stands: a decision that was taken back since is as if it had never been made. */
const inForce = (since: readonly AuditRecord[]): readonly AuditRecord[] => {
  const made = new Set(since.map(({ id }) => id));
  return since.filter(
    ({ action, undoneBy, undoes }) => !aside.has(action) && undoneBy === null && (undoes === null || !made.has(undoes)),
  );
};

/**
 * What taking a run back comes to on the POs found: documents that it recorded are not recorded any more, those that it
 * changed or moved are as before, and POs follow. Refused for POs, and all that hang together with them, on which somebody
 * has decided or a later run has built since.
 */
export const takeBack = (
  found: Found & { readonly run: RunTraces },
  {
    runId,
    qtyTolerance,
    by,
    at,
    newId,
    batchId,
  }: {
    readonly runId: string;
    readonly qtyTolerance: number;
    readonly by: Doer;
    readonly at: Date;
    readonly newId: () => string;
    readonly batchId: string;
  },
): Amendment<TakeBackResult> => {
  const { decided, earlier, later, changedLater, since } = found.run;
  const draft = new Draft(found, qtyTolerance);
  const people = inForce(since);
  const earlierOf = new Map(earlier.map((one) => [one.delivery.docNo, one]));
  const unrecorded: string[] = [];
  const given: string[] = [];
  const removed: PoId[] = [];
  const refused: RefusedPos[] = [];

  const refusalOf = (
    group: ReadonlySet<PoId>,
    docNos: readonly string[],
    finalOf: ReadonlyMap<PoId, readonly Delivery[]>,
  ): TakeBackRefusal | null => {
    const subjects = new Set<string>([...[...group].map((id) => `po:${id}`), ...docNos.map((no) => `document:${no}`)]);
    const somebody = people.find((entry) => entry.subjects.some((subject) => subjects.has(subject)));
    if (somebody !== undefined) {
      return { reason: 'people', by: somebody.by.actor, at: somebody.at, action: somebody.action };
    }
    const entries = found.pos.filter(({ po }) => group.has(po.id));
    const isLater = entries.some(
      ({ po, deliveries }) => changedLater.has(po.id) || deliveries.some((delivery) => later.has(delivery.runId)),
    );
    if (isLater) return { reason: 'later-run' };
    for (const { po } of entries) {
      if (po.manual || (finalOf.get(po.id) ?? []).length > 0) continue;
      const reserved = [...found.reservations].find(([, { poId }]) => poId === po.id);
      if (reserved !== undefined) return { reason: 'reserved', docNo: reserved[0] };
      if (po.memo !== '') return { reason: 'memo' };
    }
    return null;
  };

  for (const group of groupPos(found)) {
    const entries = found.pos.filter(({ po }) => group.has(po.id));
    const current = entries.flatMap(({ deliveries }) => deliveries);
    const docNos = current.map(({ docNo }) => docNo).filter((docNo) => decided.has(docNo) || earlierOf.has(docNo));
    if (docNos.length === 0) continue;

    const deliveriesOf = new Map<PoId, Delivery[]>();
    const goes: string[] = [];
    for (const delivery of current) {
      const was = earlierOf.get(delivery.docNo);
      if (was === undefined && decided.has(delivery.docNo)) {
        goes.push(delivery.docNo);
        continue;
      }
      const now = was === undefined ? delivery : restored(was, delivery);
      deliveriesOf.set(now.poId, [...(deliveriesOf.get(now.poId) ?? []), now]);
    }
    const refusal = refusalOf(group, docNos, deliveriesOf);
    if (refusal !== null) {
      refused.push({
        pos: entries.map(({ po: { id, customer, poNo, identity } }) => ({
          id,
          customer,
          poNo,
          numberless: identity.poKey === null,
        })),
        docNos,
        refusal,
      });
      continue;
    }

    const before = new Map<PoId, { readonly po: Po; readonly createdAt: Date }>();
    for (const { po, createdAt } of earlier) if (group.has(po.id)) before.set(po.id, { po, createdAt });
    const held = new Map(entries.map(({ po }) => [po.id, po]));
    for (const { po } of entries) {
      if (po.manual || deliveriesOf.has(po.id)) continue;
      draft.remove(po.id, null);
      removed.push(po.id);
    }
    for (const id of group) {
      const deliveries = inDecisionOrder(deliveriesOf.get(id) ?? []);
      const now = held.get(id);
      const was = before.get(id);
      if (now !== undefined) {
        if (now.manual || deliveries.length > 0)
          draft.put({ ...now, identity: was?.po.identity ?? now.identity }, deliveries);
      } else if (was !== undefined && deliveries.length > 0) {
        draft.create(was.po, deliveries, was.createdAt);
      }
    }
    unrecorded.push(...goes);
    given.push(...docNos.filter((docNo) => earlierOf.has(docNo)));
  }

  const result: TakeBackResult = { unrecorded, restored: given, removed, refused };
  const docNos = [...unrecorded, ...given];
  if (docNos.length === 0) return { changes: noChanges, result };
  const entry: AuditEntry = {
    id: newId(),
    at,
    by,
    batchId,
    action: 'undo-run',
    subjects: [
      `run:${runId}`,
      ...removed.map((id) => `po:${id}` as const),
      ...unrecorded.map((docNo) => `document:${docNo}` as const),
    ],
    note: null,
    before: null,
    after: { run: runId, unrecorded, restored: given, removed },
    undoes: null,
  };
  return {
    ...draft.amendment(),
    audit: [entry],
    takenBack: { runId, docNos, unrecorded, by: by.actor, at },
    result,
  };
};
