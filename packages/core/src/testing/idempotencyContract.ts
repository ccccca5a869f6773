import { describe, expect, it } from 'vitest';
import {
  claimedForMs,
  type IdempotencyStore,
  type KeptAnswer,
  type KeyedRequest,
  keptForMs,
} from '../ports/IdempotencyStore.ts';
import { defaultNow } from './builders.ts';

const later = (ms: number): Date => new Date(defaultNow.getTime() + ms);

const request = (over: Partial<KeyedRequest> = {}): KeyedRequest => ({
  account: 'own:kim',
  key: 'k1',
  fingerprint: 'f1',
  at: defaultNow,
  ...over,
});

const answer: KeptAnswer = { status: 201, body: '{"a":"수주"}', type: 'application/json', etag: '"3"' };

/** What every store of requests promises. */
export function idempotencyContract(open: () => Promise<{ store: IdempotencyStore; close(): Promise<void> }>): void {
  const using = (test: (store: IdempotencyStore) => Promise<void>) => async (): Promise<void> => {
    const { store, close } = await open();
    try {
      await test(store);
    } finally {
      await close();
    }
  };
  const claimed = async (store: IdempotencyStore, over: Partial<KeyedRequest> = {}) => {
    const result = await store.claim(request(over));
    if (result.outcome !== 'claimed') throw new Error(result.outcome);
    return result.claim;
  };

  describe('IdempotencyStore contract', () => {
    it(
      'keeps the answer and gives it to the same request',
      using(async (store) => {
        await store.settle(await claimed(store), answer, later(10));
        expect(await store.claim(request({ at: later(keptForMs - 1) }))).toEqual({ outcome: 'answered', answer });
      }),
    );

    it(
      'refuses another request of the same account with the same key, and takes that of another account',
      using(async (store) => {
        await claimed(store);
        expect(await store.claim(request({ fingerprint: 'f2' }))).toEqual({ outcome: 'other-request' });
        await claimed(store, { account: 'own:lee', fingerprint: 'f2' });
        await claimed(store, { key: 'k2' });
      }),
    );

    it(
      'lets only one of many at once carry it out',
      using(async (store) => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.claim(request())));
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['claimed', ...Array(19).fill('in-progress')]);
      }),
    );

    it(
      'lets it be tried again when there is no answer',
      using(async (store) => {
        await store.settle(await claimed(store), null, later(10));
        await claimed(store, { at: later(20) });
      }),
    );

    it(
      'gives a request that nobody answers to another after a while, and hears no more from the first',
      using(async (store) => {
        const first = await claimed(store);
        expect(await store.claim(request({ at: later(claimedForMs - 1) }))).toEqual({ outcome: 'in-progress' });
        const second = await claimed(store, { at: later(claimedForMs) });
        await store.settle(first, { ...answer, status: 500 }, later(claimedForMs + 1));
        await store.settle(second, answer, later(claimedForMs + 2));
        expect(await store.claim(request({ at: later(claimedForMs + 3) }))).toEqual({ outcome: 'answered', answer });
      }),
    );

    it(
      'forgets answers after a day',
      using(async (store) => {
        await store.settle(await claimed(store), answer, defaultNow);
        await claimed(store, { at: later(keptForMs), fingerprint: 'f2' });
      }),
    );

    it(
      'gives back what the work gives, and throws what it throws',
      using(async (store) => {
        const claim = await claimed(store);
        expect(await store.within(claim, async () => 7)).toBe(7);
        await expect(store.within(claim, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      }),
    );
  });
}
