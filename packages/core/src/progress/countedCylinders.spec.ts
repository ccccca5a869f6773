import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CylinderMove, countCylinders } from './CylinderMove.ts';
import { countedCylinders, isBehind } from './countedCylinders.ts';
import { cylinderStages } from './stages.ts';

const move = (cylinderNo: string, seq: number, code: string | null): CylinderMove => ({
  cylinderNo,
  seq: String(seq),
  code,
  docNo: 'FP25000001',
  movedAt: `2025-11-20 10:00:0${seq}`,
});

it('each cylinder stands once a stage, with the move by which it first reached it', () => {
  const moves = [move('A', 1, '22'), move('A', 2, '31'), move('A', 3, '60'), move('B', 1, '31'), move('C', 1, '51')];
  expect(countedCylinders(moves)).toEqual([
    { stage: 'filled', cylinderNo: 'A', code: '22', movedAt: '2025-11-20 10:00:01' },
    { stage: 'filled', cylinderNo: 'B', code: '31', movedAt: '2025-11-20 10:00:01' },
    { stage: 'shipped', cylinderNo: 'A', code: '60', movedAt: '2025-11-20 10:00:03' },
  ]);
});

const movesArb = fc.array(
  fc
    .record({
      cylinderNo: fc.constantFrom('A', 'A1', 'B', '가'),
      code: fc.constantFrom(null, '10', '22', '31', '50', '60'),
    })
    .map(({ cylinderNo, code }) => move(cylinderNo, 1, code)),
);

it('there are as many as are counted, and each place parts them in two', () => {
  fc.assert(
    fc.property(movesArb, (moves) => {
      const listed = countedCylinders(moves);
      const counts = countCylinders(moves);
      for (const stage of cylinderStages)
        expect(listed.filter((one) => one.stage === stage)).toHaveLength(counts[stage]);
      for (const [i, place] of listed.entries()) {
        expect(listed.filter((one) => isBehind(one, place))).toEqual(listed.slice(i + 1));
      }
    }),
  );
});
