import { createHash } from 'node:crypto';
import type { IdempotencyStore, KeptAnswer, Principal } from '@cynow/po-core';
import type { Problem } from '../problem/Problem.ts';

/** A request under a key of its client's. */
export interface Keyed {
  readonly key: string;
  /** All that makes it another request: method, address, precondition, body. */
  readonly parts: readonly (string | Uint8Array)[];
}

/** Printable ASCII, as much as fits a header. */
export const idempotencyKey = /^[!-~]{1,200}$/;

const fingerprintOf = (parts: Keyed['parts']): string => {
  const hash = createHash('sha256');
  // With their lengths, so that no two requests run together into the same text.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
};

/** An answer, and whether it may be given again to the same request. */
export interface Fresh<A> {
  readonly answer: A;
  /** What is kept of it; null: nothing was settled, and the request may be sent again. */
  readonly kept: KeptAnswer | null;
}

/** Carries a request out at most once, or gives the answer that it had. */
export const keyedAnswer = async <A>(
  store: IdempotencyStore,
  { account }: Principal,
  { key, parts }: Keyed,
  now: () => Date,
  carryOut: () => Promise<Fresh<A>>,
): Promise<A | KeptAnswer | { readonly problem: Problem }> => {
  const claimed = await store.claim({ account, key, fingerprint: fingerprintOf(parts), at: now() });
  switch (claimed.outcome) {
    case 'answered':
      return claimed.answer;
    case 'other-request':
      return { problem: { kind: 'key-reused' } };
    case 'in-progress':
      return { problem: { kind: 'in-progress', retryAfterSeconds: 1 } };
    case 'answer-lost':
      return { problem: { kind: 'answer-lost' } };
    case 'claimed':
      break;
  }
  const { claim } = claimed;
  let kept: KeptAnswer | null = null;
  try {
    const fresh = await store.within(claim, carryOut);
    kept = fresh.kept;
    return fresh.answer;
  } finally {
    await store.settle(claim, kept, now());
  }
};
