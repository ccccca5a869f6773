import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCylinders, stageOfMove } from './CylinderMove.ts';
import { cylinderStages, noCylinders, sumOf } from './stages.ts';

describe('a move', () => {
  it('leads to a stage, or to none', () => {
    const codes = ['22', '31', '50', '60', '10', '14', '19', '21', '30', '41', '42', '51', '52', '', null];
    expect(codes.map(stageOfMove)).toEqual([
      ...['filled', 'filled', 'warehoused', 'shipped'],
      ...codes.slice(4).map(() => null),
    ]);
  });
});

describe('counting cylinders', () => {
  const moveArb = fc.record({
    cylinderNo: fc.constantFrom('A', 'B', 'C'),
    code: fc.constantFrom('10', '22', '31', '50', '60', null),
  });

  it('counts each at most once a stage', () => {
    const moves = ['22', '22', '31', '50', '52', '50'].map((code) => ({ cylinderNo: 'A', code }));
    expect(countCylinders(moves)).toEqual({ filled: 1, warehoused: 1, shipped: 0 });
    expect(countCylinders([])).toEqual(noCylinders);
  });

  it('does not depend on order or repetition, and never exceeds the cylinders there are', () => {
    fc.assert(
      fc.property(fc.array(moveArb), (moves) => {
        const counts = countCylinders(moves);
        expect(countCylinders([...moves, ...moves].reverse())).toEqual(counts);
        const there = new Set(moves.map(({ cylinderNo }) => cylinderNo)).size;
        for (const stage of cylinderStages) expect(counts[stage]).toBeLessThanOrEqual(there);
      }),
    );
  });
});

it('the counts of several documents add up', () => {
  expect(sumOf([])).toEqual(noCylinders);
  const one = { filled: 3, warehoused: 2, shipped: 1 };
  expect(sumOf([one, { filled: 1, warehoused: 1, shipped: 1 }])).toEqual({ filled: 4, warehoused: 3, shipped: 2 });
});
