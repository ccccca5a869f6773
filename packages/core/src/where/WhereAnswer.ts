import type { Day } from '../document/days.ts';
import type { OrphanDecision, OrphanState } from '../orphan/Orphan.ts';
import type { OrphanSuggestions } from '../orphan/suggestPos.ts';
import type { Po } from '../po/Po.ts';
import type { PoProgress } from '../progress/poProgress.ts';
import type { Priority } from '../review/priority.ts';
import type { Reason } from '../review/Reason.ts';

/** Why a live document of FCMS is not on a PO yet, although a run covers its date, or no run was ever made. */
export type WaitingBecause =
  /** No real run was ever made. */
  | 'no-run-yet'
  /** A run is under way and has not come to it. */
  | 'running'
  /** The run ended before it came to it. */
  | 'stopped'
  /** The run had used up its limit before it came to it. */
  | 'limit'
  /** The run could not write it. */
  | 'failed'
  /** What the run made was taken back. */
  | 'undone'
  /** It was not there, or not so, when the run passed its place. */
  | 'arrived-later';

/** A PO as it is named in an answer. */
export interface NamedPo {
  readonly customer: string;
  readonly poNo: string;
  /** Whether the PO has no number of its own, and `poNo` is a stand-in. */
  readonly numberless: boolean;
  readonly manual: boolean;
}

export const namedPo = ({ customer, poNo, identity, manual }: Po): NamedPo => ({
  customer,
  poNo,
  numberless: identity.poKey === null,
  manual,
});

/** What somebody decided of an orphan. */
export interface WhereDecision extends Pick<OrphanDecision, 'state' | 'note' | 'by' | 'at'> {
  /** The PO that it was attached to, or that was made of it; null when ignored, or when the PO is gone. */
  readonly po: NamedPo | null;
}

/** What became of a document. Every number has exactly one answer. */
export type WhereAnswer = { readonly docNo: string } & (
  | {
      readonly answer: 'recorded';
      readonly po: NamedPo;
      /** Its delivery number (회차); null when it is cancelled. */
      readonly delivery: number | null;
      readonly cancelled: boolean;
      /** The open reasons for a review. */
      readonly reasons: readonly Reason[];
      /** The run that decided it last. */
      readonly runId: string;
      readonly recordedAt: Date;
      /** Whether FCMS still has it. */
      readonly inFcms: boolean;
      /** How far its PO has come, itself among the deliveries unless it is cancelled. */
      readonly progress: PoProgress;
      /** What people decided while its order was missing; null when they decided nothing. */
      readonly decided: WhereDecision | null;
      /** The orphans that people put on its PO, by number. They count in nothing. */
      readonly orphansOnPo: readonly string[];
    }
  | { readonly answer: 'cancelled' }
  | {
      readonly answer: 'waiting';
      readonly because: WaitingBecause;
      readonly effectiveOn: Day | null;
      /** The latest run that covers its date; null before the first. */
      readonly runId: string | null;
      /** Why it could not be written (`failed`). */
      readonly error: string | null;
    }
  | { readonly answer: 'outside-every-window'; readonly effectiveOn: Day }
  /** A move report without an order; `seen` also stands for one that no run has looked at yet. */
  | {
      readonly answer: 'orphan';
      readonly state: OrphanState;
      /** Of an open one. */
      readonly priority: Priority | null;
      readonly decided: WhereDecision | null;
      /** The POs that it may deliver; of an open one. */
      readonly suggestions: OrphanSuggestions | null;
    }
  | { readonly answer: 'not-in-fcms' }
);
