import type { PoId } from '../po/Po.ts';
import type { HeldPo } from '../ports/Amendment.ts';
import type { AuditRecord } from '../ports/AuditTrail.ts';
import { decideReview, decideReviews, type ReviewRow } from '../review/decideReview.ts';
import type { ReviewDecision, ReviewResult } from '../review/ReviewDecision.ts';
import { type UndoResult, undoBatch, undoDecision } from '../review/undoDecision.ts';
import { defaultSiteRules } from '../SiteRules.ts';
import { somebody } from './builders.ts';
import type { World } from './World.ts';

/** What a reviewer does in a world, in few words. */
export interface Reviewing {
  /** The PO that a document is on, or that has this number of customer KDKK. */
  po(docNoOrPoNo: string): Promise<HeldPo>;
  decide(on: string, decision: ReviewDecision, version?: number | null): Promise<ReviewResult>;
  /** The same, where it must be taken; gives the entry of the audit trail. */
  done(on: string, decision: ReviewDecision): Promise<string>;
  decideAll(poIds: readonly PoId[], decision: ReviewDecision, batchId: string): Promise<readonly ReviewRow[]>;
  undo(auditId: string): Promise<UndoResult>;
  undoAll(batchId: string): Promise<readonly UndoResult[]>;
  history(poId: PoId): Promise<readonly AuditRecord[]>;
  /** The open reasons of a document. */
  open(docNo: string): Promise<readonly string[]>;
}

export const reviewing = ({ ports, audit }: World): Reviewing => {
  const undoPorts = { ...ports, audit };
  const po = async (name: string): Promise<HeldPo> => {
    const { pos } = await ports.pos.find({ docNos: [name], identities: [{ customerKey: 'KDKK', poKey: name }] });
    if (pos.length !== 1) throw new Error(`${pos.length} POs for ${name}`);
    return pos[0]!;
  };
  const decide = async (on: string, decision: ReviewDecision, version: number | null = null): Promise<ReviewResult> =>
    decideReview(ports, defaultSiteRules, { poId: (await po(on)).po.id, decision, by: somebody, version });
  return {
    po,
    decide,
    done: async (on, decision) => {
      const result = await decide(on, decision);
      if (result.outcome !== 'done') throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
      return result.auditId;
    },
    decideAll: (poIds, decision, batchId) =>
      Array.fromAsync(decideReviews(ports, defaultSiteRules, { poIds, decision, by: somebody, batchId })),
    undo: (auditId) => undoDecision(undoPorts, defaultSiteRules, { auditId, by: somebody }),
    undoAll: (batchId) => Array.fromAsync(undoBatch(undoPorts, defaultSiteRules, { batchId, by: somebody })),
    history: (poId) => audit.about(`po:${poId}`, 100),
    open: async (docNo) => {
      const { deliveries } = await po(docNo);
      return deliveries.find((one) => one.docNo === docNo)!.reasons.map(({ code }) => code);
    },
  };
};
