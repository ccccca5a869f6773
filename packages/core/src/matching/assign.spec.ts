import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tries } from '../testing/tries.ts';
import { assign, type Pairing } from './assign.ts';

const pairings = (side: number, most: number): fc.Arbitrary<Pairing[]> =>
  fc.uniqueArray(
    fc.record({
      left: fc.integer({ min: 0, max: side - 1 }).map((n) => `d${n}`),
      right: fc.integer({ min: 0, max: side - 1 }).map((n) => `p${n}`),
      weight: fc.integer({ min: -2, max: 9 }),
    }),
    { selector: ({ left, right }) => `${left} ${right}`, maxLength: most },
  );

const total = (chosen: readonly Pairing[]): number => chosen.reduce((sum, { weight }) => sum + weight, 0);

/** The greatest total, by trying everything. */
const bruteForce = ([first, ...rest]: readonly Pairing[], used: ReadonlySet<string> = new Set()): number => {
  if (first === undefined) return 0;
  const without = bruteForce(rest, used);
  if (used.has(`l${first.left}`) || used.has(`r${first.right}`)) return without;
  const taken = new Set([...used, `l${first.left}`, `r${first.right}`]);
  return Math.max(without, first.weight + bruteForce(rest, taken));
};

it('uses each side at most once, and only pairings that are worth something', () => {
  fc.assert(
    fc.property(pairings(12, 60), (all) => {
      const chosen = assign(all);
      expect(new Set(chosen.map(({ left }) => left)).size).toBe(chosen.length);
      expect(new Set(chosen.map(({ right }) => right)).size).toBe(chosen.length);
      for (const pairing of chosen) {
        expect(all).toContain(pairing);
        expect(pairing.weight).toBeGreaterThan(0);
      }
    }),
    tries(3),
  );
});

it('has the greatest total: that of brute force', () => {
  fc.assert(
    fc.property(pairings(5, 13), (all) => {
      expect(total(assign(all))).toBe(bruteForce(all));
    }),
    tries(10),
  );
});

it('makes the same choice whatever the order, also among equals', () => {
  fc.assert(
    fc.property(
      pairings(5, 20).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(assign(shuffled)).toEqual(assign(all));
      },
    ),
    tries(5),
  );
});

it('prefers two good pairings to the best one', () => {
  expect(
    assign([
      { left: 'a', right: 'x', weight: 10 },
      { left: 'a', right: 'y', weight: 9 },
      { left: 'b', right: 'x', weight: 9 },
    ]),
  ).toEqual([
    { left: 'a', right: 'y', weight: 9 },
    { left: 'b', right: 'x', weight: 9 },
  ]);
});

it('of two weights for the same pairing takes the greater, and of nothing makes nothing', () => {
  expect(
    assign([
      { left: 'a', right: 'x', weight: 1 },
      { left: 'a', right: 'x', weight: 2 },
    ]),
  ).toEqual([{ left: 'a', right: 'x', weight: 2 }]);
  expect(assign([])).toEqual([]);
});

it('solves many small groups and one of 150 a side', () => {
  const small = Array.from({ length: 2_000 }, (_, i) => ({
    left: `s${i}`,
    right: `s${i % 1_000}`,
    weight: 1 + (i % 7),
  }));
  expect(assign(small)).toHaveLength(1_000);
  const large = Array.from({ length: 150 * 20 }, (_, i) => ({
    left: `d${i % 150}`,
    right: `p${(i * 7 + Math.floor(i / 150)) % 150}`,
    weight: 1 + ((i * 31) % 17),
  }));
  expect(assign(large).length).toBeGreaterThan(140);
});
