import type { AuditAction, AuditEntry, Doer } from '../audit/AuditEntry.ts';
import { noChanges } from '../backfill/Changes.ts';
import { typedDocNos } from '../document/typedDocNos.ts';
import { createManualPoReader, enterPos, type UnusableField } from '../manual/enterPos.ts';
import type { ManualPo } from '../manual/ManualPo.ts';
import { customerKey, unknown } from '../po/codeKeys.ts';
import { identityKey } from '../po/identity.ts';
import type { Alias, Po, PoId } from '../po/Po.ts';
import { createPoNumberReader } from '../po/poNo.ts';
import type { Amendment, Found, HeldPo, PoQuery } from '../ports/Amendment.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PoStore } from '../ports/PoStore.ts';
import type { SiteRules } from '../SiteRules.ts';
import { shown } from '../text/shown.ts';
import type { DecidedState, Orphan } from './Orphan.ts';

/** How people name a PO: by its address, by customer and number as they write them, or by a document that is on it, in any case and width. */
export type PoNaming =
  | { readonly id: PoId }
  | { readonly customer: string; readonly poNo: string }
  | { readonly docNo: string };

/** What people can make of an orphan. */
export type OrphanChoice =
  | { readonly kind: 'attach'; readonly to: PoNaming; readonly note?: string | undefined }
  /** `po`: what the customer ordered. */
  | { readonly kind: 'make-po'; readonly po: ManualPo; readonly note?: string | undefined }
  | { readonly kind: 'ignore'; readonly why: string };

/** A decision on an orphan, and who takes it. */
export interface OrphanRequest {
  readonly docNo: string;
  readonly choice: OrphanChoice;
  readonly by: Doer;
  /** The version of the orphan that was looked at; null decides whatever it is now. */
  readonly version: number | null;
}

/** Why nothing was decided. */
export type OrphanRefusal =
  /** No orphan of this number is known. */
  | { readonly reason: 'not-found' }
  /** Somebody wrote the orphan after it was looked at. */
  | { readonly reason: 'changed'; readonly orphan: Orphan }
  /** It is not open: decided already, resolved, or too young. */
  | { readonly reason: 'not-open'; readonly orphan: Orphan }
  /** Its order has arrived and is on a PO. */
  | { readonly reason: 'recorded'; readonly po: Po }
  | { readonly reason: 'note-missing' }
  /** There is no such PO. */
  | { readonly reason: 'no-such-po' }
  | { readonly reason: 'target-cancelled'; readonly po: Po }
  /** A PO has this customer and number already: attach the orphan to it, or choose another number. */
  | { readonly reason: 'exists'; readonly po: Po }
  | { readonly reason: 'unusable'; readonly fields: readonly UnusableField[] };

/** What became of a decision. */
export type OrphanResult =
  | {
      readonly outcome: 'done';
      /** The entry of the audit trail: what to undo. */
      readonly auditId: string;
      readonly orphan: Orphan;
      /** The PO that it was attached to or that was made of it. */
      readonly po: Po | null;
      /** The PO that had this number before it was corrected; documents with it no longer go there. */
      readonly aliasOf: Po | null;
    }
  | { readonly outcome: 'refused'; readonly refusal: OrphanRefusal };

/** What the entry of a decision keeps, as JSON: what an undo needs besides what is held. */
export interface OrphanAudit {
  readonly state: Orphan['state'];
  readonly poId: PoId | null;
  /** The PO that was made. */
  readonly po: Po | null;
  /** The alias that gave way to it, and whose it was. */
  readonly alias: { readonly poId: PoId; readonly alias: Alias } | null;
}

/** The entry of the audit trail that each kind makes. */
const actions: Record<OrphanChoice['kind'], { readonly action: AuditAction; readonly state: DecidedState }> = {
  attach: { action: 'attach-orphan', state: 'attached' },
  'make-po': { action: 'make-po', state: 'made-po' },
  ignore: { action: 'ignore-orphan', state: 'ignored' },
};

/** The world in which people decide on orphans. */
export interface OrphanDecisionPorts {
  readonly pos: Pick<PoStore, 'change'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

type Refused = OrphanResult & { readonly outcome: 'refused' };
const refused = (refusal: OrphanRefusal): Refused => ({ outcome: 'refused', refusal });

/** How a PO is looked up by what people call it; null for what cannot name one. */
const lookUpOf = (naming: PoNaming, site: SiteRules): PoQuery | null => {
  if ('id' in naming) return { ids: [naming.id] };
  if ('docNo' in naming) return { docNos: typedDocNos(naming.docNo) };
  const { poKey } = createPoNumberReader(site.placeholders)(naming.poNo);
  return poKey === null ? null : { identities: [{ customerKey: customerKey(naming.customer) ?? unknown, poKey }] };
};

/** The PO that people mean, among those found. */
const meant = (
  naming: PoNaming,
  { ids = [], identities = [], docNos = [] }: PoQuery,
  found: Found,
): HeldPo | undefined => {
  if ('docNo' in naming) {
    const on = (number: string) => found.pos.find(({ deliveries }) => deliveries.some(({ docNo }) => docNo === number));
    return docNos.map(on).find((held) => held !== undefined);
  }
  const [id] = ids.map((address) => found.merged.get(address) ?? address);
  const [key] = identities.map(identityKey);
  return (
    found.pos.find(({ po }) => po.id === id || identityKey(po.identity) === key) ??
    found.pos.find(({ po }) => po.aliases.some(({ identity }) => identityKey(identity) === key))
  );
};

/** Why nobody can decide on the orphan; null when it can be. */
const cannotDecide = (found: Found, { docNo, version }: OrphanRequest): Refused | Orphan => {
  const orphan = found.orphans.find(({ report }) => report.docNo === docNo);
  if (orphan === undefined) return refused({ reason: 'not-found' });
  if (orphan.state !== 'open') return refused({ reason: 'not-open', orphan });
  if (version !== null && orphan.version !== version) return refused({ reason: 'changed', orphan });
  const home = found.pos.find(({ deliveries }) => deliveries.some((delivery) => delivery.docNo === docNo));
  return home === undefined ? orphan : refused({ reason: 'recorded', po: home.po });
};

/** What a decision makes of the POs. */
interface Outcome {
  readonly changes: Amendment<unknown>['changes'];
  readonly po: Po | null;
  readonly alias: OrphanAudit['alias'];
  readonly aliasOf: Po | null;
}

/**
 * Decides on an open orphan: attaches it to a PO, makes a PO of it, or leaves it aside; all of it, with its entry in the audit
 * trail, or nothing. An orphan on a PO is listed with it and counts in nothing. Two people never overwrite each other.
 */
export const decideOrphan = async (
  { pos, clock, newId }: OrphanDecisionPorts,
  site: SiteRules,
  request: OrphanRequest,
): Promise<OrphanResult> => {
  const { docNo, choice, by } = request;
  const note = shown(choice.kind === 'ignore' ? choice.why : (choice.note ?? null));
  if (choice.kind === 'ignore' && note === null) return refused({ reason: 'note-missing' });
  const input = choice.kind === 'make-po' ? createManualPoReader(site)(choice.po) : null;
  if (input !== null && !('identity' in input)) return refused({ reason: 'unusable', fields: input });
  const lookUp = choice.kind === 'attach' ? lookUpOf(choice.to, site) : {};
  if (lookUp === null) return refused({ reason: 'no-such-po' });
  const at = clock.now();

  const attach = (found: Found): Refused | Outcome => {
    const target = choice.kind === 'attach' ? meant(choice.to, lookUp, found)?.po : undefined;
    if (target === undefined) return refused({ reason: 'no-such-po' });
    if (target.state === 'cancelled') return refused({ reason: 'target-cancelled', po: target });
    return { changes: noChanges, po: target, alias: null, aliasOf: null };
  };

  const make = (found: Found): Refused | Outcome => {
    const read = input!;
    const key = identityKey(read.identity);
    const existing = found.pos.find(({ po }) => identityKey(po.identity) === key);
    if (existing !== undefined) return refused({ reason: 'exists', po: existing.po });
    const { results, changes } = enterPos([read], found.pos, { newId, qtyTolerance: site.qtyTolerance, by, at });
    const [result] = results;
    if (result?.outcome !== 'created') throw new Error(`a new PO was expected, not: ${result?.outcome}`);
    const holder = found.pos.find(({ po }) => po.aliases.some(({ identity }) => identityKey(identity) === key))?.po;
    const alias = holder?.aliases.find(({ identity }) => identityKey(identity) === key);
    return {
      changes,
      po: result.po,
      alias: holder === undefined || alias === undefined ? null : { poId: holder.id, alias },
      aliasOf: holder ?? null,
    };
  };

  const outcomeOf = (found: Found): Refused | Outcome => {
    switch (choice.kind) {
      case 'attach':
        return attach(found);
      case 'make-po':
        return make(found);
      case 'ignore':
        return { changes: noChanges, po: null, alias: null, aliasOf: null };
    }
  };

  return pos.change(
    {
      ids: lookUp.ids ?? [],
      identities: [...(lookUp.identities ?? []), ...(input === null ? [] : [input.identity])],
      docNos: [docNo, ...(lookUp.docNos ?? [])],
      orphans: [docNo],
    },
    at,
    (found): Amendment<OrphanResult> => {
      const orphan = cannotDecide(found, request);
      if ('outcome' in orphan) return { changes: noChanges, result: orphan };
      const outcome = outcomeOf(found);
      if ('outcome' in outcome) return { changes: noChanges, result: outcome };
      const { changes, po, alias, aliasOf } = outcome;
      const { action, state } = actions[choice.kind];
      const auditId = newId();
      const poId = po?.id ?? null;
      const decision = { state, poId, note, by: by.actor, at, auditId };
      const decided: Orphan = { ...orphan, state, settledAt: at, decision };
      const before: OrphanAudit = { state: orphan.state, poId: null, po: null, alias };
      const after: OrphanAudit = { state, poId, po: choice.kind === 'make-po' ? po : null, alias: null };
      const entry: AuditEntry = {
        id: auditId,
        at,
        by,
        batchId: null,
        action,
        subjects: [
          `orphan:${docNo}`,
          ...(poId === null ? [] : [`po:${poId}` as const]),
          ...(aliasOf === null ? [] : [`po:${aliasOf.id}` as const]),
        ],
        note,
        before,
        after,
        undoes: null,
      };
      return {
        changes,
        orphans: [decided],
        audit: [entry],
        result: { outcome: 'done', auditId, orphan: { ...decided, version: decided.version + 1 }, po, aliasOf },
      };
    },
  );
};
