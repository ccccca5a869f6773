import type { AuditAction, Doer } from '../audit/AuditEntry.ts';
import type { UnusableField } from '../manual/enterPos.ts';
import type { PoId } from '../po/Po.ts';
import type { Revision } from '../ports/PoStore.ts';
import type { ReasonCode } from './Reason.ts';

/** What a reviewer decides about a PO (rules 6). */
export type ReviewDecision =
  /**
   * The PO takes this customer, number, or its deliveries this product (`docNo`: only that one; else all whose product is
   * missing or not ordered). Where another PO has the identity, the two are merged.
   */
  | {
      readonly kind: 'correct';
      readonly customer?: string;
      readonly poNo?: string;
      readonly product?: string;
      readonly docNo?: string;
    }
  /** It is the same order as another PO: its deliveries move there. */
  | { readonly kind: 'merge'; readonly into: PoId }
  /** One document belongs to another PO. */
  | { readonly kind: 'move-document'; readonly docNo: string; readonly into: PoId }
  /** What was ordered is what FCMS says, of the products that are in question. */
  | { readonly kind: 'accept-qty' }
  /** All is right as it is. `codes`: only these reasons are settled by it. */
  | { readonly kind: 'keep'; readonly note: string; readonly codes?: readonly ReasonCode[] }
  | { readonly kind: 'cancel-po'; readonly note?: string }
  /** What was settled is open again, and a cancelled PO as well. */
  | { readonly kind: 'reopen' }
  /** Documents that name an earlier number of the PO always belong here. */
  | { readonly kind: 'alias-always' }
  /** Documents that name an earlier number of the PO are another order: they get a PO of their own. */
  | { readonly kind: 'alias-other' };

/** The entry of the audit trail that a decision makes. */
export const auditActionOf = ({ kind }: ReviewDecision): AuditAction => kind;

/** A decision about a PO, and who takes it. */
export interface ReviewRequest {
  /** The address of a PO that was merged leads to the PO that it was merged into. */
  readonly poId: PoId;
  readonly decision: ReviewDecision;
  readonly by: Doer;
  /** The version of the PO that the reviewer saw; null decides whatever it is now. */
  readonly version: Revision | null;
}

/** Why a decision was not taken. */
export type ReviewRefusal =
  | { readonly reason: 'not-found'; readonly poId: PoId }
  /** Somebody changed the PO after the reviewer saw it. */
  | { readonly reason: 'changed'; readonly version: Revision }
  /** There is no open reason that the decision would settle. */
  | { readonly reason: 'nothing-open' }
  /** It is so already. */
  | { readonly reason: 'no-change' }
  | { readonly reason: 'note-missing' }
  | { readonly reason: 'unusable'; readonly fields: readonly UnusableField[] }
  /** What was ordered of a backfilled PO is the sum of its deliveries already. */
  | { readonly reason: 'not-manual' }
  | { readonly reason: 'same-po' }
  | { readonly reason: 'target-cancelled'; readonly customer: string; readonly poNo: string }
  | { readonly reason: 'no-such-document'; readonly docNo: string };

/** What became of a decision. */
export type ReviewResult =
  | {
      readonly outcome: 'done';
      /** The entry of the audit trail: what to undo. */
      readonly auditId: string;
      /** The PO that now stands for the one that was reviewed. */
      readonly poId: PoId;
      /** Whether it was merged into that. */
      readonly merged: boolean;
      /** The PO that lost a number that it had before. */
      readonly aliasOf: { readonly customer: string; readonly poNo: string } | null;
    }
  | { readonly outcome: 'refused'; readonly refusal: ReviewRefusal };
