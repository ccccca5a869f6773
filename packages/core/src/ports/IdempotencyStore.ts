import type { AccountId } from '../accounts/Principal.ts';

/** A request that its client may send again and that is carried out at most once. */
export interface KeyedRequest {
  readonly account: AccountId;
  /** Chosen by the client; it belongs to the account. */
  readonly key: string;
  /** Tells one request from another. */
  readonly fingerprint: string;
  readonly at: Date;
}

/** The right to carry a request out. */
export interface RequestClaim {
  readonly account: AccountId;
  readonly key: string;
  /** Rises each time the request is taken over from a process that seems to have died. */
  readonly epoch: number;
}

/** What was answered, to be answered again. */
export interface KeptAnswer {
  readonly status: number;
  /** As it was sent. */
  readonly body: string;
  readonly type: string;
  readonly etag: string | null;
}

export type ClaimResult =
  | { readonly outcome: 'claimed'; readonly claim: RequestClaim }
  | { readonly outcome: 'answered'; readonly answer: KeptAnswer }
  /** Somebody carries it out at the moment. */
  | { readonly outcome: 'in-progress' }
  /** The key was used for another request. */
  | { readonly outcome: 'other-request' }
  /** It may have been carried out: whoever did so has not told what came of it, and never may. */
  | { readonly outcome: 'answer-lost' };

/** How long an answer is kept. */
export const keptForMs = 24 * 60 * 60 * 1000;

/** After so long without an answer, and without anything written, another process may carry a request out. */
export const claimedForMs = 60 * 1000;

/** Which requests have been carried out, and what was answered. */
export interface IdempotencyStore {
  claim(request: KeyedRequest): Promise<ClaimResult>;
  /**
   * Runs what carries the request out. What it writes is written only while the claim holds, and that it wrote is noted in the
   * same transaction: nobody can carry it out a second time, whenever a process dies. @throws PoError `CLAIM_LOST`
   */
  within<T>(claim: RequestClaim, work: () => Promise<T>): Promise<T>;
  /** Keeps the answer. Null: there is none, and as far as nothing was written, the request may be sent again. */
  settle(claim: RequestClaim, answer: KeptAnswer | null, at: Date): Promise<void>;
}
