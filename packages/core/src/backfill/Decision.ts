import type { EvidenceCode, MatchEvidence } from '../matching/matchEvidence.ts';
import type { Feature } from '../matching/pairScore.ts';
import type { Link, PoId } from '../po/Po.ts';
import type { Reason } from '../review/Reason.ts';

/** What a run did with a document; see docs/rules.md, Backfill. */
export type Outcome = 'created' | 'skipped' | 'needs-review';

/** Why a document was left out. */
export type SkipReason = 'ALREADY_RECORDED' | 'CANCELLED';

/** What an accepted document did to the POs. */
export type Action = 'new-po' | 'attached' | 'refreshed' | 'none';

/** The PO of a decision, as it stood right after it. */
export interface DecidedPo {
  readonly id: PoId;
  readonly customer: string;
  readonly poNo: string;
  /** Whether the PO has no number of its own, and `poNo` is a stand-in. */
  readonly numberless: boolean;
  readonly manual: boolean;
}

/** One reason why a candidate is, or is not, the same order. Its words are for the adapters to find. */
export interface CandidateEvidence {
  readonly feature: Feature;
  readonly effect: 'for' | 'against';
  /** `<feature>.<level>`, for example `number.swapped`, `delivery.days3`. */
  readonly code: EvidenceCode;
  /** What was compared: of the document and of the candidate. Number: also what the numbering expects. */
  readonly facts: MatchEvidence['facts'];
}

/** An existing PO that is probably the same order. */
export interface Candidate {
  readonly id: PoId;
  readonly customer: string;
  readonly poNo: string;
  /** Probability, 0–1, to four places. */
  readonly score: number;
  /** The weightiest first. */
  readonly evidence: readonly CandidateEvidence[];
}

/** A document left out of this run. */
export interface SkippedDecision {
  readonly docNo: string;
  readonly hash: string;
  readonly outcome: 'skipped';
  readonly skipped: SkipReason;
}

/** A document accepted by this run. */
export interface AcceptedDecision {
  readonly docNo: string;
  readonly hash: string;
  /** `created` when it has no open reason, else `needs-review`. */
  readonly outcome: 'created' | 'needs-review';
  readonly action: Action;
  /** How it came to the PO; null when this decision did not link it. */
  readonly link: Link | null;
  readonly po: DecidedPo;
  /** Its delivery number (회차) right after this decision; null when cancelled. */
  readonly delivery: number | null;
  /** Its open reasons right after this decision. */
  readonly reasons: readonly Reason[];
  readonly candidates: readonly Candidate[];
}

export type Decision = SkippedDecision | AcceptedDecision;
