import type { AuditEntry, Doer } from '../audit/AuditEntry.ts';
import type { PoIdentity } from '../po/identity.ts';
import type { PoId, PoWithDeliveries } from '../po/Po.ts';
import type { Amendment, Found } from '../ports/Amendment.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { SiteRules } from '../SiteRules.ts';
import { applyDecision } from './applyDecision.ts';
import { correctedNaming } from './correctPo.ts';
import { Draft } from './Draft.ts';
import { auditActionOf, type ReviewDecision, type ReviewRequest, type ReviewResult } from './ReviewDecision.ts';

/** The world in which people decide. */
export interface ReviewPorts {
  readonly pos: Pick<PoStore, 'find' | 'change'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

const noChange: Omit<Amendment<unknown>, 'result'> = {
  changes: {
    touched: [],
    added: new Set(),
    removed: [],
    recorded: [],
    changed: [],
    aliases: { taken: [], given: [] },
  },
};

/** The PO that an address leads to, as it is held. */
export const heldAt = (found: Found, id: PoId) => {
  const at = found.merged.get(id) ?? id;
  return found.pos.find(({ po }) => po.id === at);
};

/** The other POs that a decision is about: by address, and by the identity that a correction gives. */
const othersOf = (
  decision: ReviewDecision,
  entry: PoWithDeliveries | undefined,
  site: SiteRules,
): { readonly ids: readonly PoId[]; readonly identities: readonly PoIdentity[] } => {
  if ('into' in decision) return { ids: [decision.into], identities: [] };
  if (decision.kind !== 'correct' || entry === undefined) return { ids: [], identities: [] };
  const naming = correctedNaming(entry.po, decision, site);
  return { ids: [], identities: 'identity' in naming ? [naming.identity] : [] };
};

const noteOf = (decision: ReviewDecision): string | null => ('note' in decision ? (decision.note ?? null) : null);

/** What a decision about one of the POs found comes to. */
const decideOn = (
  found: Found,
  { poId, decision, by, version }: ReviewRequest,
  { site, at, newId, batchId }: { site: SiteRules; at: Date; newId: () => string; batchId: string | null },
): Amendment<ReviewResult> => {
  const refused = (refusal: (ReviewResult & { outcome: 'refused' })['refusal']): Amendment<ReviewResult> => ({
    ...noChange,
    result: { outcome: 'refused', refusal },
  });
  const entry = heldAt(found, poId);
  if (entry === undefined) return refused({ reason: 'not-found', poId });
  if (version !== null && entry.version !== version) return refused({ reason: 'changed', version: entry.version });
  const draft = new Draft(found, site.qtyTolerance);
  const auditId = newId();
  const current = draft.pos.get(entry.po.id)!;
  const applied = applyDecision(draft, current, decision, { site, at, newPoId: newId, auditId });
  if ('reason' in applied) return refused(applied);
  const { identity } = applied.po;
  const lost = found.pos.find(
    ({ po }) =>
      po.id !== applied.po.id &&
      po.id !== entry.po.id &&
      identity.poKey !== null &&
      po.aliases.some(
        (alias) => alias.identity.customerKey === identity.customerKey && alias.identity.poKey === identity.poKey,
      ),
  );
  const audit: AuditEntry = {
    id: auditId,
    at,
    by,
    batchId,
    action: auditActionOf(decision),
    subjects: draft.subjects(),
    note: noteOf(decision),
    before: draft.before(),
    after: draft.after(),
    undoes: null,
  };
  return {
    ...draft.amendment(),
    audit: [audit],
    result: {
      outcome: 'done',
      auditId,
      poId: applied.po.id,
      merged: applied.po.id !== entry.po.id,
      aliasOf: lost === undefined ? null : { customer: lost.po.customer, poNo: lost.po.poNo },
    },
  };
};

/**
 * Takes a reviewer's decision about a PO: all of it, with its entry in the audit trail, or nothing. `batchId`: what it is
 * taken together with. Two reviewers never overwrite each other: one who names the `version` that he saw is told when it has
 * changed since.
 */
export const decideReview = async (
  { pos, clock, newId }: ReviewPorts,
  site: SiteRules,
  request: ReviewRequest,
  batchId: string | null = null,
): Promise<ReviewResult> => {
  const seen = heldAt(await pos.find({ ids: [request.poId] }), request.poId);
  const { ids, identities } = othersOf(request.decision, seen, site);
  const at = clock.now();
  return pos.change({ ids: [request.poId, ...ids], identities }, at, (found): Amendment<ReviewResult> => {
    const now = heldAt(found, request.poId);
    // A correction looks up the PO that has the new number: what the old one was must not have changed in between.
    if (
      request.decision.kind === 'correct' &&
      now !== undefined &&
      seen !== undefined &&
      now.version !== seen.version
    ) {
      return { ...noChange, result: { outcome: 'refused', refusal: { reason: 'changed', version: now.version } } };
    }
    return decideOn(found, request, { site, at, newId, batchId });
  });
};

/** Decisions that concern nothing but their own PO, so that many can be taken in one transaction. */
const alone: ReadonlySet<ReviewDecision['kind']> = new Set([
  'accept-qty',
  'keep',
  'cancel-po',
  'reopen',
  'alias-always',
]);

/** How many of them are taken at once: a transaction stays within a fraction of a second. */
const atOnce = 100;

/** What became of one PO of a bulk decision. */
export interface ReviewRow {
  readonly poId: PoId;
  readonly result: ReviewResult;
}

/**
 * Takes one decision about many POs, which were chosen beforehand and stay the same whatever happens meanwhile; yields what
 * became of each, in order. All have the same `batchId`, by which they can be undone together.
 */
export async function* decideReviews(
  ports: ReviewPorts,
  site: SiteRules,
  request: {
    readonly poIds: readonly PoId[];
    readonly decision: ReviewDecision;
    readonly by: Doer;
    readonly batchId: string;
    /** Ends after the current ones. */
    readonly signal?: AbortSignal;
  },
): AsyncGenerator<ReviewRow, void> {
  const { poIds, decision, by, batchId } = request;
  const size = alone.has(decision.kind) ? atOnce : 1;
  for (let i = 0; i < poIds.length && request.signal?.aborted !== true; i += size) {
    const some = [...new Set(poIds.slice(i, i + size))];
    if (size === 1) {
      for (const poId of some) {
        yield { poId, result: await decideReview(ports, site, { poId, decision, by, version: null }, batchId) };
      }
      continue;
    }
    const at = ports.clock.now();
    yield* await ports.pos.change({ ids: some }, at, (found) => {
      const decided = new Set<PoId>();
      const amendments = some.map((poId): Amendment<ReviewResult> => {
        const id = heldAt(found, poId)?.po.id ?? poId;
        // Two addresses may lead to one PO.
        if (decided.has(id)) return { ...noChange, result: { outcome: 'refused', refusal: { reason: 'no-change' } } };
        decided.add(id);
        return decideOn(found, { poId, decision, by, version: null }, { site, at, newId: ports.newId, batchId });
      });
      return {
        changes: {
          ...noChange.changes,
          touched: amendments.flatMap(({ changes }) => changes.touched),
          changed: amendments.flatMap(({ changes }) => changes.changed),
          aliases: {
            taken: amendments.flatMap(({ changes }) => changes.aliases.taken),
            given: amendments.flatMap(({ changes }) => changes.aliases.given),
          },
        },
        audit: amendments.flatMap(({ audit }) => audit ?? []),
        result: amendments.map(({ result }, n): ReviewRow => ({ poId: some[n]!, result })),
      };
    });
  }
}
