import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchOrder } from './searchOrder.ts';

it('looks at the end, at the place of the last time, and around', () => {
  const order = [...searchOrder(10, 12, 6, 2)].map(({ from, to, always }) => [from, to, always]);
  expect(order).toEqual([
    [10, 12, true],
    [12, 13, true],
    [6, 8, true],
    [8, 10, false],
    [0, 2, false],
    [2, 4, false],
    [4, 6, false],
  ]);
});

it('leaves no page out, and takes none twice', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.nat(80), fc.integer({ min: 1, max: 20 }), (oldTail, more, place, size) => {
      const tail = oldTail + more;
      const pages = [...searchOrder(oldTail, tail, place, size)].flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, i) => from + i),
      );
      expect(pages.toSorted((a, b) => a - b)).toEqual(Array.from({ length: tail + 1 }, (_, i) => i));
    }),
  );
});

it('also looks through a table that became shorter', () => {
  const pages = [...searchOrder(5, 2, 9, 10)].map(({ from, to }) => [from, to]);
  expect(pages).toEqual([[0, 5]]);
});
