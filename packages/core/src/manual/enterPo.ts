import type { Doer } from '../audit/AuditEntry.ts';
import type { Candidate } from '../backfill/Decision.ts';
import type { Po } from '../po/Po.ts';
import type { Amendment } from '../ports/Amendment.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PoStore, Revision } from '../ports/PoStore.ts';
import type { SiteRules } from '../SiteRules.ts';
import { createManualPoReader, enterPos, type UnusableField } from './enterPos.ts';
import type { ManualPo } from './ManualPo.ts';
import { probableDuplicates } from './probableDuplicates.ts';

/** The world in which a PO is entered. */
export interface EnterPorts {
  readonly pos: Pick<PoStore, 'change' | 'seek'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What became of a PO that somebody entered. */
export type EnterPoResult =
  | {
      readonly outcome: 'entered';
      /** The entry of the audit trail: what to undo. */
      readonly auditId: string;
      readonly po: Po;
      readonly version: Revision;
      /** Whether a backfilled PO had the identity, and is the one entered from now on. */
      readonly takenOver: boolean;
      /** Whether staff had cancelled that PO, and it is open again. */
      readonly reopened: boolean;
      /** The PO that had this number before it was corrected; documents with it no longer go there. */
      readonly aliasOf: Po | null;
      /** POs that it probably is already, by another number; none when a PO was taken over. */
      readonly probable: readonly Candidate[];
    }
  /** Staff entered a PO with this customer and number before; `same`: it says the same. Nothing was written. */
  | { readonly outcome: 'exists'; readonly po: Po; readonly same: boolean }
  | { readonly outcome: 'unusable'; readonly fields: readonly UnusableField[] };

/**
 * Enters one PO, by the rules by which a file is imported: all of it, with its entry in the audit trail, or nothing. Of two who
 * enter the same at once one is told that it is there.
 */
export const enterPo = async (
  { pos, clock, newId }: EnterPorts,
  site: SiteRules,
  { po, by }: { readonly po: ManualPo; readonly by: Doer },
): Promise<EnterPoResult> => {
  const read = createManualPoReader(site)(po);
  if (!('identity' in read)) return { outcome: 'unusable', fields: read };
  const at = clock.now();
  const options = { qtyTolerance: site.qtyTolerance, by, at };
  // Looked for beforehand: once the PO is written, nothing may fail any more.
  const alone = enterPos([read], [], { ...options, newId: () => '' }).results[0];
  const probable = alone?.outcome === 'created' ? await probableDuplicates(pos, alone.po) : [];
  return pos.change({ identities: [read.identity] }, at, (found, version): Amendment<EnterPoResult> => {
    const { results, changes, audit } = enterPos([read], found.pos, { ...options, newId });
    const result = results[0]!;
    if (result.outcome === 'different') {
      return { changes, result: { outcome: 'exists', po: result.existing, same: false } };
    }
    if (result.outcome === 'unchanged') return { changes, result: { outcome: 'exists', po: result.po, same: true } };
    const takenOver = result.outcome === 'taken-over';
    return {
      changes,
      audit,
      result: {
        outcome: 'entered',
        auditId: audit[0]!.id,
        po: result.po,
        version,
        takenOver,
        reopened: result.outcome === 'taken-over' && result.reopened,
        aliasOf: result.aliasOf ?? null,
        probable: takenOver ? [] : probable,
      },
    };
  });
};
