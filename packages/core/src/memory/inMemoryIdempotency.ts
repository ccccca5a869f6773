import {
  claimedForMs,
  type IdempotencyStore,
  type KeptAnswer,
  type KeyedRequest,
  keptForMs,
} from '../ports/IdempotencyStore.ts';

interface Held extends KeyedRequest {
  readonly epoch: number;
  readonly answer: KeptAnswer | null;
}

/** Requests kept in memory, for one process. What it writes dies with it, so that nothing is ever half told. */
export const inMemoryIdempotency = (): IdempotencyStore => {
  const held = new Map<string, Held>();
  const placeOf = ({ account, key }: Pick<KeyedRequest, 'account' | 'key'>): string => `${account}\n${key}`;
  return {
    async claim(request) {
      const [place, now] = [placeOf(request), request.at.getTime()];
      for (const [each, { at }] of held) if (now - at.getTime() >= keptForMs) held.delete(each);
      const known = held.get(place);
      if (known !== undefined) {
        if (known.fingerprint !== request.fingerprint) return { outcome: 'other-request' };
        if (known.answer !== null) return { outcome: 'answered', answer: known.answer };
        if (now - known.at.getTime() < claimedForMs) return { outcome: 'in-progress' };
      }
      const epoch = (known?.epoch ?? 0) + 1;
      held.set(place, { ...request, epoch, answer: null });
      return { outcome: 'claimed', claim: { account: request.account, key: request.key, epoch } };
    },
    within: (_claim, work) => work(),
    async settle(claim, answer) {
      const place = placeOf(claim);
      const known = held.get(place);
      if (known?.epoch !== claim.epoch) return;
      if (answer === null) held.delete(place);
      else held.set(place, { ...known, answer });
    },
  };
};
