import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

it('a function that remembers answers the same, and works it out once while there is room', () => {
  let worked = 0;
  const answer = remembered(({ n }: { readonly n: number }) => {
    worked += 1;
    return { double: 2 * n };
  });
  const asked = Array.from({ length: 30_001 }, (_, n) => ({ n }));
  for (const one of asked) expect(answer(one).double).toBe(2 * one.n);
  expect(answer(asked[30_000]!)).toBe(answer(asked[30_000]!));
  expect(worked).toBe(30_001);
  expect(answer(asked[0]!)).toEqual({ double: 0 });
  expect(worked).toBe(30_002);
});
